import { isHeld } from "../../lock/unlock.ts";
import { tenantStacks } from "../../operations/tenant_stacks.ts";
import { lockKey, lockPrefix } from "../../state/paths.ts";
import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { usage } from "../failure.ts";
import { lockPlace } from "../lock_address.ts";
import { addStackArguments, examples, type StackOptions } from "../options.ts";
import { endWithUnreadable, unreadableStates } from "../unreadable_states.ts";
import { byAge, lockJson, locksText } from "../view/locks.ts";
import { counted } from "../view/style.ts";

interface Options extends StackOptions {
  here?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    addStackArguments(command)
      .option("--here", "only those of this stack in this environment"),
    "panka locks list",
    "panka locks list --here -e production",
    "panka locks list -o json | jq '.locks[] | select(.held)'",
  ).action((folder, options) => done(list(context, folder, options)));

async function list(context: Context, folder: Folder, options: Options): Promise<ExitCode> {
  const { out, world } = context;
  const { backend, tenant, address } = await lockPlace(context, folder, options);
  if (options.here && !address) {
    throw usage("there is no stack here", "name its folder, or leave out --here");
  }
  // A tenant's role may not look through the table, as others' locks are in it: states say which keys there are.
  const stacks = tenant !== undefined && backend.type === "s3"
    ? await tenantStacks(backend, tenant, options.here ? address : undefined)
    : undefined;
  const all = stacks
    ? stacks.flatMap((stack) => stack.locks)
    : await backend.table.list(lockPrefix(tenant));
  const unreadable = unreadableStates((stacks ?? []).map((stack) => stack.unreadable));
  const own = address && lockKey(address);
  const locks = options.here
    ? all.filter(({ key }) => key === own || key.startsWith(`${own}:service:`))
    : all;
  if (out.format !== "table") {
    await out.document({ schema: "panka/locks-list@1", locks: locks.map(lockJson) });
    return endWithUnreadable(out, unreadable);
  }
  const held = locks.filter(isHeld).sort(byAge);
  if (held.length > 0) {
    out.text(locksText(held, world.clock.wall(), out.colors, out.columns));
    out.say(`${counted(held.length, "lock")} held, ${locks.length - held.length} free`);
    out.say(
      "next: wait; a holder that dies is replaced by itself. panka locks show tells more of this stack's",
    );
  } else out.say(`no lock is held; ${locks.length} free`);
  return endWithUnreadable(out, unreadable);
}
