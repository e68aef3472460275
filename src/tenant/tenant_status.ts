import { tenantDocumentKey } from "../state/paths.ts";
import { archiveTenant } from "./archive.ts";
import { changeObject } from "./change_object.ts";
import {
  disableLogin,
  enableLogin,
  endSessions,
  readTenantRole,
  removeTenantRole,
  setSuspended,
  settled,
} from "./iam/operations.ts";
import { setStopped } from "./iam/workloads.ts";
import type { AdminPorts } from "./make_tenant.ts";
import { TenantRefused } from "./refused.ts";
import { changeEntry, readEntry, type TenantEntry, type TenantStatus } from "./registry.ts";
import { withSuspensionNote } from "./suspension_note.ts";

/** Days in which a deleted tenant can't be made gone for good. */
export const GRACE_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

/** Records what is done before its last write; what could not be recorded is not complete. */
export type Audit = (details?: { [name: string]: string | number }) => Promise<void>;

type StatusPorts = Omit<AdminPorts, "bucket" | "emit">;

/**
 * Takes every write from a tenant, also from sessions that are live. AWS is told first; a crash leaves nothing that
 * the same again does not complete, as with all of these.
 *
 * @param options.workloads what it has deployed may do nothing more, either
 * @returns how many roles of workloads were stopped
 * @throws TenantRefused for a tenant that is not active or suspended
 */
export async function suspendTenant(
  ports: StatusPorts,
  name: string,
  reason: string,
  audit: Audit,
  { workloads = false }: { workloads?: boolean } = {},
  signal?: AbortSignal,
): Promise<number> {
  allow(await readEntry(ports.store, name, signal), "suspended", ["active", "suspended"]);
  await setSuspended(ports, name, true, signal);
  const stopped = workloads ? await setStopped(ports, name, true, signal) : 0;
  await noteSuspension(ports, name, reason, signal);
  await audit(workloads ? { stopped } : {});
  await setStatus(ports, name, "suspended", ["active", "suspended"], { reason }, signal);
  return stopped;
}

/** Gives a suspended tenant its writes back, and its workloads what they may; AWS is told last. */
export async function activateTenant(
  ports: StatusPorts,
  name: string,
  audit: Audit,
  signal?: AbortSignal,
): Promise<void> {
  allow(await readEntry(ports.store, name, signal), "activated", ["active", "suspended"]);
  await noteSuspension(ports, name, undefined, signal);
  await audit();
  await setStatus(ports, name, "active", ["suspended"], {}, signal);
  await setStopped(ports, name, false, signal);
  await setSuspended(ports, name, false, signal);
}

/**
 * Ends logins and sessions of a tenant at once and archives what it has in the bucket. What its stacks made in AWS
 * stays, and so does all in the bucket.
 */
export async function deleteTenant(
  ports: StatusPorts,
  name: string,
  reason: string,
  audit: Audit,
  signal?: AbortSignal,
): Promise<{ archive: string; objects: number }> {
  const { store, clock } = ports;
  const known = await readEntry(store, name, signal);
  allow(known, "deleted", ["creating", "active", "suspended", "deleted"]);
  if (await readTenantRole(ports, name, signal)) {
    await disableLogin(ports, name, signal);
    await endSessions(ports, name, signal);
  }
  const at = new Date(clock.wall()).toISOString();
  const { prefix: archive, objects } = await archiveTenant(store, name, at, signal);
  await audit({ archive, objects });
  await setStatus(ports, name, "deleted", ["creating", "active", "suspended"], { reason }, signal);
  return { archive, objects };
}

/** Makes a deleted tenant what it was; its tokens are good again, sessions from before are not. AWS is told last. */
export async function restoreTenant(
  ports: StatusPorts,
  name: string,
  audit: Audit,
  signal?: AbortSignal,
): Promise<TenantEntry> {
  // Not only a deleted one: a crash may have come before the last write.
  allow(await readEntry(ports.store, name, signal), "restored", ["deleted", "active", "suspended"]);
  await audit();
  const restored = await changeEntry(
    ports,
    name,
    ({ before = "active", reason: _, ...entry }) =>
      entry.status === "deleted" ? { ...entry, status: before, since: now(ports) } : entry,
    signal,
  );
  await settled(ports, name, signal);
  if (await readTenantRole(ports, name, signal)) await enableLogin(ports, name, signal);
  return restored;
}

/**
 * Removes a deleted tenant's role. Its name stays taken, as what its stacks made may still be there.
 *
 * @throws TenantRefused within the days of grace
 */
export async function purgeTenant(
  ports: StatusPorts,
  name: string,
  audit: Audit,
  signal?: AbortSignal,
): Promise<void> {
  const entry = await readEntry(ports.store, name, signal);
  allow(entry, "purged", ["deleted", "purged"]);
  const from = Date.parse(entry.since) + GRACE_DAYS * DAY_MS;
  if (entry.status === "deleted" && ports.clock.wall() < from) {
    throw new TenantRefused(
      `tenant "${name}" can't be purged before ${new Date(from).toISOString()}`,
      `wait: until then panka admin tenant restore ${name} undoes the deletion`,
      `it was deleted at ${entry.since}, and ${GRACE_DAYS} days of grace follow`,
    );
  }
  await removeTenantRole(ports, name, signal);
  await audit();
  await setStatus(ports, name, "purged", ["deleted"], entry, signal);
}

/** A status that this one does not follow is left as it is. */
async function setStatus(
  ports: StatusPorts,
  name: string,
  status: TenantStatus,
  from: readonly TenantStatus[],
  { reason }: { reason?: string },
  signal?: AbortSignal,
): Promise<void> {
  await changeEntry(ports, name, (entry) => {
    if (!from.includes(entry.status)) return entry;
    const { reason: _, before: __, ...rest } = entry;
    return {
      ...rest,
      status,
      since: now(ports),
      ...reason !== undefined && { reason },
      ...status === "deleted" && { before: entry.status as TenantEntry["before"] },
    };
  }, signal);
}

const now = ({ clock }: StatusPorts): string => new Date(clock.wall()).toISOString();

async function noteSuspension(
  ports: StatusPorts,
  name: string,
  reason: string | undefined,
  signal?: AbortSignal,
): Promise<void> {
  await changeObject(ports, tenantDocumentKey(name), (text) => {
    if (text !== undefined) return withSuspensionNote(text, reason);
    throw new TenantRefused(
      `tenant "${name}" has no document`,
      `run panka admin tenant update ${name} --config FILE`,
      `looked for ${tenantDocumentKey(name)}`,
    );
  }, signal);
}

const NEXT: Record<TenantStatus, (name: string) => string> = {
  creating: (name) => `panka admin tenant init ${name} makes it to its end`,
  active: (name) => `panka admin tenant show ${name}`,
  suspended: (name) => `panka admin tenant activate ${name} comes first`,
  deleted: (name) => `panka admin tenant restore ${name} comes first`,
  purged: () => "it is gone for good; make another under a new name",
};

function allow(
  { name, status }: TenantEntry,
  wanted: string,
  from: readonly TenantStatus[],
): void {
  if (from.includes(status)) return;
  const is = status === "creating" ? "is still being made" : `is ${status}`;
  throw new TenantRefused(`tenant "${name}" ${is} and can't be ${wanted}`, NEXT[status](name));
}
