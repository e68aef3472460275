import { isHeld } from "../../lock/unlock.ts";
import { lockKey } from "../../state/paths.ts";
import type { Context, Define, Folder } from "../command.ts";
import { Failure } from "../failure.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { addressed } from "../recorded.ts";
import { lockJson, lockText, seemsDead } from "../view/locks.ts";

interface Options extends StackOptions {
  service?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--service <name>", "a service's own lock, where services are locked one by one"),
    "panka locks show -e production",
    "panka locks show --service api -o json",
  ).action((folder, options) => done(show(context, folder, options)));

async function show(context: Context, folder: Folder, options: Options): Promise<void> {
  const { out, world } = context;
  const { address, backend, again } = await addressed(context, folder, options);
  const key = lockKey(address, options.service);
  const lock = await backend.table.get(key);
  if (!lock) {
    throw new Failure({
      code: "no-lock",
      summary: `there is no lock "${key}"`,
      why: `nobody has ever locked it in ${backend.table.location}`,
      fix: "panka locks list shows those that there are",
    });
  }
  if (out.format !== "table") {
    return await out.document({ schema: "panka/lock@1", ...lockJson(lock) });
  }
  const now = world.clock.wall();
  out.text(lockText(lock, now, out.colors));
  if (!isHeld(lock)) return;
  out.say(
    seemsDead(lock, now)
      ? "it seems dead: whoever comes next takes over, after watching it for one lease"
      : "it is alive, or was a moment ago",
  );
  out.say(
    `next: wait, or take it away: panka unlock ${again}${
      options.service === undefined ? "" : ` --service ${options.service}`
    } --fence ${lock.fence} --reason REASON`,
  );
}
