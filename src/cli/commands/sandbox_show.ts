import type { Define } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command),
    "panka sandbox show -e staging",
  ).action((folder, given) => {
    const options = given as unknown as StackOptions;
    done((async () => {
      const [{ knownStack }, { showSandbox }] = await Promise.all([
        import("../stack_command.ts"),
        import("../sandbox_view.ts"),
      ]);
      const stack = await knownStack(context, folder, options, true);
      return await showSandbox(context, folder, stack, options);
    })());
  });
