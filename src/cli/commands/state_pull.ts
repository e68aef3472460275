import type { Context, Define, Folder } from "../command.ts";
import { Failure } from "../failure.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";

interface Options extends StackOptions {
  version?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--version <id>", "an older one, by its id in panka state history"),
    "panka state pull -e production > state.json",
    "panka state pull --version 41",
  ).action((folder, options) => done(pull(context, folder, options)));

async function pull(context: Context, folder: Folder, options: Options): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { document } = options.version === undefined
    ? await recordedState(target)
    : await version(options.version);
  if (out.format === "table") out.text(JSON.stringify(document, null, 2));
  else await out.document({ schema: "panka/state@1", ...document });
  return;

  async function version(id: string) {
    const { readStateVersion } = await import("../../state/history.ts");
    const found = await readStateVersion(target.backend.store, target.address, id);
    if (found) return found;
    throw new Failure({
      code: "no-version",
      summary: `the state has no version "${id}"`,
      fix: "panka state history lists them",
    });
  }
}
