import { forgetComponents, forgotten } from "../../operations/edit_state.ts";
import { unitOf } from "../../state/edit.ts";
import type { Context, Define } from "../command.ts";
import { addEditOptions, type EditOptions, runEdit } from "../edit_command.ts";
import { addStackOptions, examples } from "../options.ts";
import { confirm } from "../prompt/confirm.ts";
import { addressed, componentOf, recordedState } from "../recorded.ts";
import { counted } from "../view/style.ts";

interface Options extends EditOptions {
  dir?: string;
  force?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    addEditOptions(addStackOptions(command.argument("<component...>", "service/name")), "wanted")
      .option("--dir <folder>", "stack folder (default: the nearest one)")
      .option("--force", "also where others depend on it"),
    "panka state rm data/orders-db -e production --reason 'moved to another stack'",
    "panka state rm api/server api/jobs --yes",
  ).action((components, options) => done(remove(context, components, options)));

async function remove(context: Context, names: string[], options: Options): Promise<void> {
  const { out } = context;
  const target = await addressed(context, options.dir, options);
  const { document } = await recordedState(target);
  const ids = [...new Set(names.map((name) => componentOf(document, name)))];
  const force = options.force === true;
  // Refused before anyone is asked.
  forgotten(document, ids, force);
  await confirm(
    context,
    `forget ${ids.join(", ")}? what is on AWS stays there, and panka looks after it no longer`,
    options,
  );
  const serial = await runEdit(context, target, options, {
    command: `panka state rm ${ids.join(" ")} -e ${document.environment}`,
    known: document,
    services: document.locking === "service"
      ? [...new Set(ids.map((id) => unitOf(document, id)))]
      : undefined,
    async work(session, note) {
      await forgetComponents(session, ids, note, force);
      return { removed: ids };
    },
  });
  if (out.format !== "table") {
    return await out.document({ schema: "panka/state-rm@1", removed: ids, serial });
  }
  out.say(`forgot ${counted(ids.length, "component")}; the state is at serial ${serial}`);
  out.say(
    "next: take them out of the stack's YAML too, or the next apply makes them anew; panka state history goes back",
  );
}
