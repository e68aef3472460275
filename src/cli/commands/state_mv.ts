import { moved, renameComponent } from "../../operations/edit_state.ts";
import { NAME } from "../../stack/core_kinds.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addEditOptions, type EditOptions, runEdit } from "../edit_command.ts";
import { usage } from "../failure.ts";
import { addStackArguments, examples } from "../options.ts";
import { addressed, componentOf, recordedState } from "../recorded.ts";

export const define: Define = (command, context, done) =>
  examples(
    addEditOptions(
      addStackArguments(
        command.argument("<from>", "service/name as recorded")
          .argument("<to>", "service/name from now on"),
      ),
      "wanted",
    ),
    "panka state mv api/server api/web -e production",
  ).action((from, to, folder, options) => done(move(context, from, to, folder, options)));

async function move(
  context: Context,
  from: string,
  to: string,
  folder: Folder,
  options: EditOptions,
): Promise<void> {
  const { out } = context;
  const parts = to.split("/");
  if (parts.length !== 2 || !parts.every((part) => NAME.test(part))) {
    throw usage(
      `"${to}" is no component's id`,
      "write service/name, in lower-case letters, digits and dashes",
    );
  }
  const target = await addressed(context, folder, options);
  const { document } = await recordedState(target);
  const id = componentOf(document, from);
  moved(document, id, to);
  const serial = await runEdit(context, target, options, {
    command: `panka state mv ${id} ${to} -e ${document.environment}`,
    known: document,
    wholeStack: true,
    async work(session, note) {
      await renameComponent(session, id, to, note);
      return { from: id, to };
    },
  });
  if (out.format !== "table") {
    return await out.document({ schema: "panka/state-mv@1", from: id, to, serial });
  }
  out.say(`${id} is recorded as ${to} now; the state is at serial ${serial}`);
  out.say(
    "next: rename it in the YAML too, then panka plan: names on AWS that are made from it would change",
  );
}
