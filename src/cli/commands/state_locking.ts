import { Argument } from "@commander-js/extra-typings";
import { setLocking } from "../../operations/edit_state.ts";
import type { StateDocument } from "../../state/document.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addEditOptions, type EditOptions, runEdit } from "../edit_command.ts";
import { addStackArguments, examples } from "../options.ts";
import { confirm } from "../prompt/confirm.ts";
import { addressed, recordedState } from "../recorded.ts";

type Mode = StateDocument["locking"];

export const define: Define = (command, context, done) =>
  examples(
    addEditOptions(
      addStackArguments(
        command.addArgument(
          new Argument("<mode>", "stack: one lock for all; service: one for each service")
            .choices(["stack", "service"] as const),
        ),
      ),
      "wanted",
    ),
    "panka state locking service -e production",
  ).action((mode, folder, options) => done(locking(context, mode, folder, options)));

async function locking(
  context: Context,
  mode: Mode,
  folder: Folder,
  options: EditOptions,
): Promise<void> {
  const { out } = context;
  const target = await addressed(context, folder, options);
  const { document } = await recordedState(target);
  let serial = document.serial;
  const before = document.locking;
  if (before !== mode) {
    await confirm(
      context,
      `lock ${document.stack} in ${document.environment} by ${mode}?`,
      options,
    );
    serial = await runEdit(context, target, options, {
      command: `panka state locking ${mode} -e ${document.environment}`,
      known: document,
      anyLocking: true,
      async work(session, note) {
        const changed = await setLocking(session, mode, note);
        return changed ? { from: before, to: mode } : undefined;
      },
    });
  }
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/state-locking@1",
      locking: mode,
      changed: before !== mode,
      serial,
    });
  }
  out.say(
    before === mode
      ? `${document.stack} in ${document.environment} is locked by ${mode} already`
      : `${document.stack} in ${document.environment} is locked by ${mode} now; the state is at serial ${serial}`,
  );
  out.say(`next: write locking: ${mode} under spec: in stack.yaml, if it does not say so yet`);
}
