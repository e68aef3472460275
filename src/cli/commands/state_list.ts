import type { Command } from "@commander-js/extra-typings";
import { recordedComponents } from "../../planning/plan.ts";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { examples } from "../help_examples.ts";
import { addStackOptions, type CommonOptions, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";
import { columnsText } from "../view/columns.ts";
import { counted } from "../view/style.ts";

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addStackOptions(command.argument("[folder]", "stack folder (default: the nearest one)")),
      "panka state list -e production",
      "panka state list -o json | jq -r '.components[].id'",
    ).action((folder, options) => done(list(context, folder, options as unknown as StackOptions)));
  },
};

async function list(
  context: Context,
  folder: string | undefined,
  options: StackOptions & CommonOptions,
): Promise<ExitCode> {
  const { out } = context;
  const { document } = await recordedState(await addressed(context, folder, options));
  const components = [...recordedComponents(document)].sort(([a], [b]) => a < b ? -1 : 1);
  if (out.format !== "table") {
    await out.document({
      schema: "panka/state-list@1",
      components: components.map(([id, { kind, status, outputs }]) => ({
        id,
        kind,
        status,
        outputs,
      })),
    });
    return EXIT.done;
  }
  out.text(
    columnsText(components.map(([id, { kind, status }]) => [id, kind, status]), out.columns),
  );
  out.note(`${counted(components.length, "component")}, serial ${document.serial}`);
  return EXIT.done;
}
