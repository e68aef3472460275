import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(addStackArguments(command), "panka sandbox show -e staging")
    .action((folder, options) => done(show(context, folder, options)));

async function show(context: Context, folder: Folder, options: StackOptions): Promise<void> {
  const [{ knownStack }, { showSandbox }] = await Promise.all([
    import("../stack_command.ts"),
    import("../sandbox_view.ts"),
  ]);
  await showSandbox(context, folder, await knownStack(context, folder, options, true), options);
}
