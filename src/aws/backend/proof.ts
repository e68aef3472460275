import type { LockTable } from "../../lock/table.ts";
import type { Store } from "../../state/store.ts";
import type { S3 } from "../s3.ts";
import type { S3Bucket } from "../s3_bucket.ts";
import { AwsError } from "../errors.ts";
import { readPolicy } from "./bucket_steps.ts";
import { CONDITIONAL_ONLY, withoutStatement } from "./policy.ts";
import { BackendProblem } from "./step.ts";

/** A key that the policy's statement is about, of a stack that nobody has. */
const CHECK_KEY = "v1/stacks/panka-backend-check/check/state.json";
const CHECK_LOCK = "stack:panka-backend-check:env:check";

/** How the bucket takes writes of state. */
export type Fencing =
  /** Without a condition they are refused. */
  | "enforced"
  /** This server takes them all, whatever the policy says. */
  | "ignored"
  /** This server refused even the conditional one, so the statement was taken back. */
  | "removed";

/** Writes once with a condition and once without; takes the policy's statement back where it refuses both. */
export async function proveWrites(
  { store, s3, bucket }: { store: Store; s3: S3; bucket: S3Bucket },
  signal?: AbortSignal,
): Promise<Fencing> {
  const body = new TextEncoder().encode("{}");
  const write = async () => {
    const old = await store.get(CHECK_KEY, signal);
    await store.put(CHECK_KEY, body, old ? { ifMatch: old.etag } : "absent", signal);
  };
  let fencing: Fencing = "ignored";
  try {
    await write();
  } catch (error) {
    const policy = isDenied(error) ? await readPolicy(bucket, signal) : undefined;
    if (!policy) throw error;
    const rest = withoutStatement(policy, CONDITIONAL_ONLY);
    await bucket.put("policy", JSON.stringify(rest), signal);
    fencing = "removed";
    await write().catch(async () => {
      // Then it was not the statement: it stays, and the first refusal is what counts.
      await bucket.put("policy", JSON.stringify(policy), signal);
      throw error;
    });
  }
  if (fencing !== "removed") {
    try {
      await s3.putObject(bucket.name, CHECK_KEY, body, {}, {}, signal);
    } catch (error) {
      if (!isDenied(error)) throw error;
      fencing = "enforced";
    }
  }
  for (const { versionId } of await store.versions(CHECK_KEY, signal)) {
    await s3.deleteObject(bucket.name, CHECK_KEY, versionId, signal);
  }
  return fencing;
}

/** Takes a lock and gives it back. */
export async function proveLock(
  table: LockTable,
  owner: string,
  now: number,
  signal?: AbortSignal,
): Promise<void> {
  const expiresAt = Math.ceil(now / 1000) + 24 * 3600;
  const taken = await table.update(
    CHECK_LOCK,
    { free: true },
    { addFence: 1, owner, rvn: owner, leaseMs: 1000, expiresAt },
    signal,
  );
  // Someone else is making the same backend: then it locks.
  if (!taken.ok) return;
  const released = await table.update(
    CHECK_LOCK,
    { owner, fence: taken.item.fence },
    { owner: null, rvn: null, leaseMs: null },
    signal,
  );
  if (!released.ok) {
    throw new BackendProblem(`The lock table "${table.location}" lost a lock that was just taken`);
  }
}

function isDenied(error: unknown): boolean {
  const cause = error instanceof AwsError ? error : error instanceof Error && error.cause;
  return cause instanceof AwsError && cause.status === 403;
}
