import { recordedComponents } from "../../planning/plan.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";
import { columnsText } from "../view/columns.ts";
import { counted } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command),
    "panka state list -e production",
    "panka state list -o json | jq -r '.components[].id'",
  ).action((folder, options) => done(list(context, folder, options)));

async function list(context: Context, folder: Folder, options: StackOptions): Promise<void> {
  const { out } = context;
  const { document } = await recordedState(await addressed(context, folder, options));
  const components = [...recordedComponents(document)].sort(([a], [b]) => a < b ? -1 : 1);
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/state-list@1",
      components: components.map(([id, { kind, status, outputs }]) => ({
        id,
        kind,
        status,
        outputs,
      })),
    });
  }
  out.text(
    columnsText(components.map(([id, { kind, status }]) => [id, kind, status]), out.columns),
  );
  out.note(`${counted(components.length, "component")}, serial ${document.serial}`);
}
