import type { Context, Define } from "../command.ts";
import { readConfig } from "../config.ts";
import { usage } from "../failure.ts";
import type { CommonOptions } from "../options.ts";
import { Sessions } from "../session_keeping/sessions.ts";

interface Options extends CommonOptions {
  all?: boolean;
}

export const define: Define = (command, context, done) =>
  command.option("--all", "end the sessions of all tenants")
    .action((options) => done(logout(context, options)));

async function logout(context: Context, options: Options): Promise<void> {
  const { out, world } = context;
  const sessions = new Sessions(world);
  const there = sessions.tenants();
  // A damaged session must not keep anyone from removing it: the option is read alone first.
  const named = options.tenant ??
    (there.length > 1 || options.all ? undefined : there[0]) ??
    (options.all || there.length === 0
      ? undefined
      : readConfig(context, undefined, options).values.tenant);
  if (!options.all && named === undefined && there.length) {
    throw usage(
      `there are sessions of ${there.join(", ")}`,
      "name one with --tenant, or end them all with --all",
    );
  }
  const ended: string[] = [];
  for (const tenant of options.all ? there : named === undefined ? [] : [named]) {
    if (await sessions.remove(tenant)) ended.push(tenant);
  }
  if (out.format !== "table") await out.document({ schema: "panka/logout@1", ended });
  else out.note(ended.length ? `logged out of ${ended.join(", ")}` : "no session: nothing to end");
}
