import type { Context, Define, Folder } from "../command.ts";
import { addFolderOptions, type StackOptions } from "../options.ts";
import { loadValid } from "../stack_command.ts";
import { servicesJson, servicesText } from "../view/stack_info.ts";

export const define: Define = (command, context, done) =>
  addFolderOptions(command.argument("[folder]", "stack folder (default: the nearest)"))
    .action((folder, options) => done(list(context, folder, options)));

async function list(context: Context, folder: Folder, options: StackOptions): Promise<void> {
  const { out } = context;
  const { stack } = await loadValid(context, folder, options);
  if (out.format !== "table") {
    const { name, environment } = stack;
    const services = servicesJson(stack);
    await out.document({ schema: "panka/services@1", stack: name, environment, services });
  } else {
    out.text(servicesText(stack, out.colors, out.columns).join("\n"));
    out.hint("next: panka graph shows what depends on what");
  }
}
