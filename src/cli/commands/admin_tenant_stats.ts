import type { LockItem } from "../../lock/table.ts";
import { isHeld } from "../../lock/unlock.ts";
import type { StateUnreadable } from "../../state/codec.ts";
import { lockPrefix } from "../../state/paths.ts";
import type { Store } from "../../state/store.ts";
import { type RecordedStack, recordedStacks } from "../../tenant/recorded_stacks.ts";
import { readEntry, readRegistry, type TenantEntry } from "../../tenant/registry.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { type CommonOptions, examples } from "../options.ts";
import { checkTenantName } from "../tenant_answers.ts";
import { endWithUnreadable, unreadableStates } from "../unreadable_states.ts";
import { type TenantStats, tenantStatsText } from "../view/tenants.ts";

export const define: Define = (command, context, done) =>
  examples(
    command.argument("[name]", "only this tenant"),
    "panka admin tenant stats",
    "panka admin tenant stats team-a -o json",
  ).action((name, options) => done(stats(context, name, options)));

async function stats(
  context: Context,
  name: string | undefined,
  options: CommonOptions,
): Promise<ExitCode> {
  const { out } = context;
  const admin = await openAdmin(context, options);
  const { store } = admin.ports;
  const entries = name === undefined
    ? (await readRegistry(store)).filter(({ status }) => status !== "purged")
    : [await readEntry(store, checkTenantName(name))];
  const tenants: TenantStats[] = [];
  const errors: StateUnreadable[] = [];
  // Each look at the table reads all of it.
  const locks = (await admin.table.list(name === undefined ? "" : lockPrefix(name))).filter(isHeld);
  for (const entry of entries) tenants.push(await statsOf(store, locks, entry, errors));
  const unreadable = unreadableStates(errors);
  if (out.format !== "table") {
    await out.document({ schema: "panka/tenant-stats@1", tenants, diagnostics: unreadable });
    return endWithUnreadable(out, unreadable);
  }
  if (tenants.length > 0) out.text(tenantStatsText(tenants, out.colors, out.columns));
  const exitCode = endWithUnreadable(out, unreadable);
  out.say(
    tenants.length > 0
      ? "next: panka admin tenant show NAME names its stacks"
      : "no tenant yet; next: panka admin tenant init",
  );
  return exitCode;
}

/** @param unreadable gets the states that can't be read: their stacks count, with nothing in them */
async function statsOf(
  store: Store,
  locks: readonly LockItem[],
  { name, status }: TenantEntry,
  unreadable: StateUnreadable[],
): Promise<TenantStats> {
  const all = await recordedStacks(store, name);
  const stacks = all.filter(({ present }) => present);
  unreadable.push(...stacks.flatMap((stack) => stack.unreadable ?? []));
  const sum = (of: (stack: RecordedStack) => number) =>
    stacks.reduce((total, stack) => total + of(stack), 0);
  const [last] = all.flatMap(({ last }) => last ?? []).sort((a, b) => a.at < b.at ? 1 : -1);
  return {
    name,
    status,
    stacks: stacks.length,
    services: sum((stack) => stack.services.size),
    components: sum((stack) => stack.components),
    locksHeld: locks.filter(({ key }) => key.startsWith(lockPrefix(name))).length,
    lastDeployment: last ? { at: last.at, by: last.by, result: last.result } : null,
  };
}
