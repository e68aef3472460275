import type { Command } from "@commander-js/extra-typings";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { Failure } from "../failure.ts";
import { examples } from "../help_examples.ts";
import { addStackOptions, type CommonOptions, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";

interface Options extends StackOptions, CommonOptions {
  version?: string;
}

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)"))
        .option("--version <id>", "an older one, by its id in panka state history"),
      "panka state pull -e production > state.json",
      "panka state pull --version 41",
    ).action((folder, options) => done(pull(context, folder, options as unknown as Options)));
  },
};

async function pull(
  context: Context,
  folder: string | undefined,
  options: Options,
): Promise<ExitCode> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { document } = options.version === undefined
    ? await recordedState(target)
    : await version(options.version);
  if (out.format === "table") out.text(JSON.stringify(document, null, 2));
  else await out.document({ schema: "panka/state@1", ...document });
  return EXIT.done;

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
