import type { Context, Define, Folder } from "../command.ts";
import { readConfig } from "../config.ts";
import { addFolderOptions, type StackOptions } from "../options.ts";
import { loadValid } from "../stack_command.ts";
import { stackJson, stackText } from "../view/stack_info.ts";

export const define: Define = (command, context, done) =>
  addFolderOptions(command.argument("[folder]", "stack folder (default: the nearest)"))
    .action((folder, options) => done(info(context, folder, options)));

async function info(context: Context, folder: Folder, options: StackOptions): Promise<void> {
  const { out } = context;
  const { stack } = await loadValid(context, folder, options);
  const config = readConfig(context, folder, options);
  if (out.format !== "table") await out.document(stackJson(stack, config));
  else {
    out.text(stackText(stack, config, out.colors, out.columns));
    const { services, components } = stack;
    out.hint(
      services.length === 0
        ? "next: panka service add NAME"
        : components.length === 0
        ? `next: panka service add ${services[0]!.name} --component SQS:jobs`
        : "next: panka plan",
    );
  }
}
