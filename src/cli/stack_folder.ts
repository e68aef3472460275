import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { stackFolder } from "./stack_command.ts";

/** The folder of a stack to which files can be added: refuses where there is none, or only one file. */
export function editableStack(
  context: Context,
  folder: string | undefined,
  stack: string | undefined,
): string {
  const { files } = context.world;
  const root = stackFolder(context, folder, stack);
  if (files.stat(root)?.kind === "file") {
    throw new Failure({
      code: "one-file",
      summary: `"${root}" is a stack in one file`,
      fix: "edit it, or split it into a folder with stack.yaml and services/",
    });
  }
  const path = (name: string) => root === "." ? name : `${root}/${name}`;
  if (!["stack.yaml", "stack.yml"].some((name) => files.stat(path(name)))) {
    throw new Failure({
      code: "no-stack",
      summary: root === "." ? "there is no stack here or above" : `"${root}" is no stack`,
      fix: "go to its folder or name it; panka stack list shows those below, panka init writes one",
    });
  }
  return root;
}
