import { nearest } from "../../schema/nearest.ts";
import type { Context, Define, Folder } from "../command.ts";
import { Failure } from "../failure.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, recordedState } from "../recorded.ts";
import { outputsText, outputText } from "../view/recorded.ts";

interface Options extends StackOptions {
  name?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--name <name>", "only this one, as it is, for scripts"),
    "panka outputs -e production",
    'curl "$(panka outputs --name url)/health"',
  ).action((folder, options) => done(outputs(context, folder, options)));

async function outputs(
  context: Context,
  folder: Folder,
  { name, ...options }: Options,
): Promise<void> {
  const { out } = context;
  const { document } = await recordedState(await addressed(context, folder, options));
  const names = Object.keys(document.outputs);
  if (name !== undefined && !names.includes(name)) {
    const meant = nearest(name, names);
    throw new Failure({
      code: "unknown-output",
      summary: `${document.stack} has no output "${name}"`,
      fix: meant
        ? `did you mean ${meant}`
        : "declare it under outputs: in stack.yaml, and apply; panka outputs lists those that there are",
    });
  }
  const chosen = name === undefined ? document.outputs : { [name]: document.outputs[name]! };
  if (out.format !== "table") {
    await out.document({ schema: "panka/outputs@1", outputs: chosen });
  } else if (name !== undefined) out.text(outputText(chosen[name]!));
  else if (names.length > 0) out.text(outputsText(chosen, out.columns));
  else out.say(`${document.stack} has no outputs; declare them under outputs: in stack.yaml`);
}
