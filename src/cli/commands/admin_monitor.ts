import type { Command } from "@commander-js/extra-typings";
import { Monitor } from "../../operations/monitor.ts";
import { openAdmin } from "../admin.ts";
import type { CommandModule, Context } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { follow } from "../follow.ts";
import { examples } from "../help_examples.ts";
import type { CommonOptions } from "../options.ts";
import { monitorJson, monitorLines } from "../view/monitor.ts";

/** Each look reads all of the table. */
const LOOK_MS = 3000;

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      command,
      "panka admin monitor",
      "panka admin monitor -o json | jq -c '.running[] | [.tenant, .stack, .progress]'",
    ).action((options) => done(monitor(context, options as CommonOptions)));
  },
};

async function monitor(context: Context, options: CommonOptions): Promise<ExitCode> {
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
