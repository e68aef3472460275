import { isHeld } from "../../lock/unlock.ts";
import { lockedBy, lockPrefix } from "../../state/paths.ts";
import { readEntry } from "../../tenant/registry.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { type CommonOptions, examples } from "../options.ts";
import { checkTenantName } from "../tenant_answers.ts";
import { byAge, lockJson, locksText, seemsDead } from "../view/locks.ts";
import { counted } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  examples(
    command.argument("[tenant]", "only this tenant's"),
    "panka admin locks",
    "panka admin locks team-a",
    "panka admin locks -o json | jq -r '.locks[] | select(.seemsDead).key'",
  ).action((tenant, options) => done(list(context, tenant, options)));

async function list(
  context: Context,
  tenant: string | undefined,
  options: CommonOptions,
): Promise<void> {
  const { out, world } = context;
  if (tenant !== undefined) checkTenantName(tenant);
  const { table, ports } = await openAdmin(context, options);
  if (tenant !== undefined) await readEntry(ports.store, tenant);
  const locks = await table.list(tenant === undefined ? "" : lockPrefix(tenant));
  const now = world.clock.wall();
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/admin-locks@1",
      locks: locks.map((lock) => ({
        ...ofWhom(lock.key),
        ...lockJson(lock),
        seemsDead: seemsDead(lock, now),
      })),
    });
  }
  const held = locks.filter(isHeld).sort(byAge);
  if (held.length === 0) {
    return out.say(`no lock is held; ${locks.length} free`);
  }
  out.text(locksText(held, now, out.colors, out.columns, true));
  out.say(`${counted(held.length, "lock")} held, ${locks.length - held.length} free`);
  out.say(
    "next: wait; whoever comes next replaces a holder that died. panka admin unlock KEY takes one away",
  );
}

function ofWhom(key: string) {
  const { address, service } = lockedBy(key) ?? {};
  const { tenant = null, stack = null, environment = null } = address ?? {};
  return { tenant, stack, environment, service: service ?? null };
}
