import { unitOf } from "../../state/edit.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, componentOf, recordedState } from "../recorded.ts";
import { recordedText } from "../view/recorded.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command.argument("<component>", "service/name")),
    "panka state show api/server -e production",
    "panka state show api/server -o json | jq .outputs",
  ).action((component, folder, options) => done(show(context, component, folder, options)));

async function show(
  context: Context,
  name: string,
  folder: Folder,
  options: StackOptions,
): Promise<void> {
  const { out } = context;
  const { document } = await recordedState(await addressed(context, folder, options));
  const id = componentOf(document, name);
  const unit = unitOf(document, id);
  const component = document.units[unit]!.components[id]!;
  if (out.format !== "table") {
    return await out.document({ schema: "panka/state-show@1", id, unit, ...component });
  }
  out.text(recordedText(id, component, out.colors, out.columns));
  out.say(`as recorded at serial ${document.serial}`);
}
