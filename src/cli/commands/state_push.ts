import { pushState, servicesIn } from "../../operations/replace_state.ts";
import { pushDocument } from "../../state/edit.ts";
import { readState } from "../../state/history.ts";
import { readPushed } from "../../state/pushed.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addEditOptions, type EditOptions, runEdit } from "../edit_command.ts";
import { usage } from "../failure.ts";
import { addStackArguments, examples } from "../options.ts";
import { confirm } from "../prompt/confirm.ts";
import { addressed } from "../recorded.ts";

interface Options extends EditOptions {
  force?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    addEditOptions(
      addStackArguments(command.argument("<file>", "a state as panka state pull prints it")),
      "required",
    )
      .option("--force", "also over a state that was written since the pull"),
    "panka state push state.json -e production --reason 'queue was renamed by hand'",
  ).action((file, folder, options) => done(push(context, file, folder, options)));

async function push(
  context: Context,
  file: string,
  folder: Folder,
  options: Options,
): Promise<void> {
  const { out, world } = context;
  if (world.files.stat(file)?.kind !== "file") {
    throw usage(`there is no file "${file}"`, "name a file that panka state pull printed");
  }
  const pushed = readPushed(world.files.read(file), file);
  const target = await addressed(context, folder, options);
  const { address, backend: { store } } = target;
  const current = await readState(store, address);
  const force = options.force === true;
  if (current) pushDocument(current.document, pushed, force);
  await confirm(
    context,
    `replace the state of ${address.stack} in ${address.environment}${
      current
        ? ` (serial ${current.document.serial}, ${current.document.deployments.length} deployments)`
        : ""
    } by ${file}?`,
    options,
  );
  const serial = await runEdit(context, target, options, {
    command: `panka state push -e ${address.environment}${force ? " --force" : ""}`,
    known: current?.document ?? pushed,
    wholeStack: true,
    services: servicesIn(pushed),
    async work(session, note) {
      await pushState(session, store, address, pushed, note, force);
      return { replacedSerial: current?.document.serial ?? 0, pushedSerial: pushed.serial, force };
    },
  });
  if (out.format !== "table") {
    return await out.document({ schema: "panka/state-push@1", serial });
  }
  out.say(`the state is at serial ${serial}`);
  out.say("next: panka plan; panka state restore goes back to what was there before");
}
