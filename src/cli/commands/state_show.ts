import type { Command } from "@commander-js/extra-typings";
import { unitOf } from "../../state/edit.ts";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { examples } from "../help_examples.ts";
import { say } from "../next_step.ts";
import { addStackOptions, type CommonOptions, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";
import { recordedText } from "../view/recorded.ts";
import { componentOf } from "../recorded_component.ts";

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addStackOptions(
        command.argument("<component>", "service/name")
          .argument("[folder]", "stack folder (default: the nearest one)"),
      ),
      "panka state show api/server -e production",
      "panka state show api/server -o json | jq .outputs",
    ).action((component, folder, options) =>
      done(show(context, component, folder, options as unknown as StackOptions))
    );
  },
};

async function show(
  context: Context,
  name: string,
  folder: string | undefined,
  options: StackOptions & CommonOptions,
): Promise<ExitCode> {
  const { out } = context;
  const { document } = await recordedState(await addressed(context, folder, options));
  const id = componentOf(document, name);
  const unit = unitOf(document, id);
  const component = document.units[unit]!.components[id]!;
  if (out.format !== "table") {
    await out.document({ schema: "panka/state-show@1", id, unit, ...component });
    return EXIT.done;
  }
  out.text(recordedText(id, component, out.colors, out.columns));
  say(out, `as recorded at serial ${document.serial}`);
  return EXIT.done;
}
