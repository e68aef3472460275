import type { AuditRecord } from "../state/audit.ts";
import { decodeState, encodeState, sha256, StateUnreadable } from "../state/codec.ts";
import { auditPrefix, type StackAddress, stackPrefix, stateKey } from "../state/paths.ts";
import { type Condition, type Store, StoreUnavailable } from "../state/store.ts";

export interface Copy {
  from: Store;
  to: Store;
  address: StackAddress;
  /** Throws when it is not to go on; asked before each version, and so before each write. */
  check(): void;
  /** Called after each version that is there. */
  onVersion?(): void;
}

/** What is there already is not what would be copied. */
export class TargetTaken extends Error {
  override name = "TargetTaken";
}

/**
 * Copies all that is recorded of a stack, every version in its order: code, checkpoints, audit, and
 * last the state, in which checkpoints get the names that they have in the other store. Goes on where
 * an earlier copy stopped, reads back what it wrote, and deletes nothing. Locks are the caller's.
 *
 * @throws TargetTaken, and what stores throw
 */
export async function copyState(copy: Copy): Promise<{ objects: number; versions: number }> {
  const { from, to, address } = copy;
  const state = stateKey(address);
  const prefix = stackPrefix(address);
  const parts = (await from.list(prefix)).filter((key) => key !== state);
  const known = new Set([...parts, state]);
  const foreign = (await to.list(prefix)).find((key) => !known.has(key));
  if (foreign !== undefined) throw taken(to, foreign);
  const renamed = new Map<string, string>();
  const keys = [...parts, ...await auditOf(from, address)];
  let versions = 0;
  for (const key of keys) versions += await copyKey(copy, key, renamed);
  versions += await copyKey(copy, state, renamed, (body) => withReferences(body, renamed));
  return { objects: keys.length + 1, versions };
}

const taken = (to: Store, key: string) =>
  new TargetTaken(`"${to.location}/${key}" is there already, and is not what would be copied`);

/** Copies the versions of an object that are not there yet. Answers how many it has. */
async function copyKey(
  { from, to, check, onVersion }: Copy,
  key: string,
  renamed: Map<string, string>,
  change = (body: Uint8Array) => body,
): Promise<number> {
  const versions = (await from.versions(key)).toReversed();
  const there = (await to.versions(key)).toReversed();
  if (there.length > versions.length) throw taken(to, key);
  let condition: Condition = there.length ? { ifMatch: there.at(-1)!.etag } : "absent";
  for (const [i, { versionId }] of versions.entries()) {
    check();
    const source = await from.getVersion(key, versionId);
    if (!source) throw new StoreUnavailable(`Version "${versionId}" of "${key}" is gone`);
    const body = change(source.body);
    let copied = there[i]?.versionId;
    if (copied === undefined) {
      const put: { etag: string; versionId: string } = await to.put(key, body, condition);
      condition = { ifMatch: put.etag };
      copied = put.versionId;
    }
    const read = await to.getVersion(key, copied);
    if (!read || sha256(read.body) !== sha256(body)) throw taken(to, key);
    renamed.set(`${key} ${versionId}`, copied);
    onVersion?.();
  }
  return versions.length;
}

/** Audit records of the stack; a tenant's other stacks have theirs beside them. */
async function auditOf(from: Store, { tenant, stack, environment }: StackAddress) {
  const own: string[] = [];
  for (const key of await from.list(auditPrefix(tenant))) {
    const body = (await from.get(key))?.body;
    const record: Partial<AuditRecord> = body ? JSON.parse(new TextDecoder().decode(body)) : {};
    if (record.stack === stack && record.environment === environment) own.push(key);
  }
  return own;
}

/** A version of the state that names checkpoints as the other store does; one that can't be read as it is. */
function withReferences(body: Uint8Array, renamed: ReadonlyMap<string, string>): Uint8Array {
  try {
    const document = decodeState(body, "");
    for (const { checkpoint } of Object.values(document.units)) {
      const copied = checkpoint && renamed.get(`${checkpoint.key} ${checkpoint.versionId}`);
      if (copied !== undefined) checkpoint!.versionId = copied;
    }
    return encodeState(document).body;
  } catch (error) {
    if (error instanceof StateUnreadable) return body;
    throw error;
  }
}
