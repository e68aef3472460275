import { Monitor } from "../../operations/monitor.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { follow } from "../follow.ts";
import { type CommonOptions, examples } from "../options.ts";
import { monitorJson, monitorLines } from "../view/monitor.ts";

/** Each look reads all of the table. */
const LOOK_MS = 3000;

export const define: Define = (command, context, done) =>
  examples(
    command,
    "panka admin monitor",
    "panka admin monitor -o json | jq -c '.running[] | [.tenant, .stack, .progress]'",
  ).action((options) => done(monitor(context, options)));

async function monitor(context: Context, options: CommonOptions): Promise<void> {
  const { out, world: { clock } } = context;
  const { ports: { store }, table } = await openAdmin(context, options);
  const watched = new Monitor({ store, table });
  return await follow(context, {
    everyMs: LOOK_MS,
    read: (signal) => watched.look(signal),
    lines: (seen, columns, most) => monitorLines(seen, clock.wall(), out.colors, columns, most),
    json: (seen) => monitorJson(seen, clock.wall()),
  });
}
