import { openRuns } from "../../state/in_flight.ts";
import type { Context, Define, Folder } from "../command.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed, noState } from "../recorded.ts";
import { statusJson, statusLines } from "../view/status.ts";

interface Options extends StackOptions {
  follow?: boolean;
}

const FOLLOW_MS = 2000;

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--follow", "look again every two seconds, until Ctrl-C"),
    "panka status -e production",
    "panka status --follow",
    "panka status -o json | jq -r '.locks[].user'",
  ).action((folder, options) => done(status(context, folder, options)));

async function status(context: Context, folder: Folder, options: Options): Promise<void> {
  const { out, world } = context;
  const [target, { readStatus }] = await Promise.all([
    addressed(context, folder, options),
    import("../../operations/status.ts"),
  ]);
  const { address, backend } = target;
  const read = (signal?: AbortSignal) => readStatus(backend, address, signal);
  if (options.follow) {
    const { follow } = await import("../follow.ts");
    return await follow(context, {
      everyMs: FOLLOW_MS,
      read,
      lines: (found, columns, most) =>
        statusLines(found, address, world.clock.wall(), out.colors, columns, most),
      json: (found) => statusJson(found, address),
    });
  }
  const found = await read();
  if (!found.state && !found.locks.length) throw noState(target);
  if (out.format !== "table") {
    return await out.document(statusJson(found, address));
  }
  out.text(statusLines(found, address, world.clock.wall(), out.colors, out.columns).join("\n"));
  const result = found.state?.document.deployments[0]?.result;
  const isCutOff = openRuns(found.state?.document).length > 0;
  out.say(
    found.locks.length
      ? `next: panka status ${target.again} --follow`
      : isCutOff
      ? `next: panka apply ${target.again} goes on from there`
      : result === undefined || result === "succeeded"
      ? `next: panka show COMPONENT ${target.again} tells more of one`
      : `next: panka apply ${target.again} tries again`,
  );
}
