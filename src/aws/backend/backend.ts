import type { LockTable } from "../../lock/table.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Store } from "../../state/store.ts";
import type { AwsClient } from "../client.ts";
import { DynamoDb } from "../dynamodb.ts";
import { S3 } from "../s3.ts";
import { S3Bucket } from "../s3_bucket.ts";
import { bucketSteps } from "./bucket_steps.ts";
import { type Fencing, proveLock, proveWrites } from "./proof.ts";
import { BackendProblem, type Call, type Step } from "./step.ts";
import { tableSteps } from "./table_steps.ts";

export interface BackendOptions {
  bucket: string;
  table: string;
  /** Encrypts with this KMS key instead of S3's own. */
  kmsKeyArn?: string;
}

export type BackendEvent =
  | { type: "call"; call: Call; outcome: "made" | "unchanged" }
  | { type: "proved"; what: "writes" | "lock"; resource: string }
  | { type: "fencing"; fencing: Fencing; summary: string };

export interface BackendPorts {
  /** In the region where the backend is to be. */
  client: AwsClient;
  /** The store in the bucket and the table of locks, as commands will use them. */
  store: Store;
  table: LockTable;
  clock: Clock;
  emit: (event: BackendEvent) => void;
}

/**
 * All calls that {@link createBackend} would make on an empty account; nothing is asked of AWS.
 *
 * @throws BackendProblem when a name can't be a bucket's or a table's
 */
export function planBackend(
  options: BackendOptions,
  ports: Pick<BackendPorts, "client" | "clock">,
): Call[] {
  return steps(options, ports).map(({ call }) => call);
}

/**
 * Makes bucket and table, or mends those that are there, and proves both with a write, a lock and a release.
 * What others have set on them stays.
 *
 * @throws BackendProblem, AwsError, NoAnswer, and what the store and the table throw
 */
export async function createBackend(
  options: BackendOptions,
  { client, store, table, clock, emit }: BackendPorts,
  signal?: AbortSignal,
): Promise<{ made: number; fencing: Fencing }> {
  let made = 0;
  for (const step of steps(options, { client, clock })) {
    const done = await step.isDone(signal);
    if (!done) {
      await step.run(signal);
      made++;
    }
    emit({ type: "call", call: step.call, outcome: done ? "unchanged" : "made" });
  }
  const bucket = new S3Bucket(client, options.bucket);
  const fencing = await proveWrites({ store, s3: new S3(client), bucket }, signal);
  emit({ type: "proved", what: "writes", resource: store.location });
  emit({ type: "fencing", fencing, summary: SAID[fencing] });
  await proveLock(table, `backend-create-${clock.wall()}`, clock.wall(), signal);
  emit({ type: "proved", what: "lock", resource: table.location });
  return { made, fencing };
}

const SAID: Record<Fencing, string> = {
  enforced: "The bucket refuses to write state without a condition",
  ignored:
    "The bucket takes writes of state without a condition although its policy forbids them; panka itself always sends one",
  removed:
    "The bucket refused conditional writes too, so the statement of its policy that asks for them was taken back; panka itself always sends one",
};

function steps(
  { bucket, table, kmsKeyArn }: BackendOptions,
  { client, clock }: Pick<BackendPorts, "client" | "clock">,
): Step[] {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new BackendProblem(
      `Use 3 to 63 lower-case letters, digits, dots and hyphens for the bucket's name, not "${bucket}"`,
    );
  }
  if (!/^[\w.-]{3,255}$/.test(table)) {
    throw new BackendProblem(
      `Use 3 to 255 letters, digits, "_", "-" and "." for the table's name, not "${table}"`,
    );
  }
  return [
    ...bucketSteps(client, bucket, kmsKeyArn),
    ...tableSteps(new DynamoDb(client), table, clock),
  ];
}
