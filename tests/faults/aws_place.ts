import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { S3 } from "../../src/aws/s3.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import type { LockTable } from "../../src/lock/table.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import type { Store } from "../../src/state/store.ts";
import { LIMITS_MS } from "../aws/instant_clock.ts";
import { clientOf, patientClock, realClock, realRandom } from "../aws/real_world.ts";
import { Deployed, STACK } from "../cli/deployed.ts";
import { type TestWorld, testWorld, type WorldOptions } from "../cli/test_world.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { type FaultProxy, startFaultProxy } from "./proxy.ts";

/** Time passes so many times as fast: retries and leases fit into a test, and a busy machine still keeps its leases. */
const FASTER = 10;
export const fastClock: Clock = {
  wall: () => Math.round(realClock.wall() + (FASTER - 1) * performance.now()),
  monotonic: () => performance.now() * FASTER,
  sleep: (ms, signal) => patientClock.sleep(LIMITS_MS.includes(ms) ? ms : ms / FASTER, signal),
};

/** A bucket and a table on an emulator, and commands that reach them through a network which can be spoilt. */
export interface AwsPlace {
  bucket: string;
  proxy: FaultProxy;
  /** Past the proxy: what is really there. */
  store: Store;
  table: LockTable;
  s3: S3;
  dynamodb: DynamoDb;
  /** For commands; time passes fast. */
  world(options?: WorldOptions): TestWorld;
}

/** One emulator for a file, and tests on it, each with a backend of its own that holds two deployments. */
export async function awsTests(...more: string[]): Promise<
  (name: string, run: (place: AwsPlace) => Promise<void>) => void
> {
  const server = await ministackOfFile({ services: ["s3", "dynamodb", ...more] });
  return (name, run) => {
    if (!server) return Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
    // A command's HTTP client lives as long as its process.
    Deno.test({ name, sanitizeResources: false }, async () => {
      const backend = await makeAwsBackend(server.url, `place-${crypto.randomUUID().slice(0, 8)}`);
      if (backend.kind !== "aws") throw new TypeError("not on AWS");
      const { bucket } = backend;
      const client = clientOf(server.url);
      const [s3, dynamodb] = [new S3(client), new DynamoDb(client)];
      const proxy = startFaultProxy(server.url);
      const place: AwsPlace = {
        bucket,
        proxy,
        s3,
        dynamodb,
        store: new S3Store(s3, bucket),
        table: new DynamoDbTable(dynamodb, backend.table),
        world: (options = {}) => {
          const env = {
            PANKA_BACKEND_BUCKET: bucket,
            PANKA_BACKEND_TABLE: backend.table,
            PANKA_BACKEND_REGION: "us-east-1",
            USER: "ada",
            HOSTNAME: "laptop",
            ...options.env,
          };
          const world = testWorld({
            ...options,
            env,
            files: { "stack.yaml": STACK, ...options.files },
          });
          return Object.assign(world, { clock: fastClock, random: realRandom });
        },
      };
      await new Deployed(place.store, place.table).deployTwice();
      await withEnvironment({
        AWS_ENDPOINT_URL: proxy.url,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "testtest",
        AWS_EC2_METADATA_DISABLED: "true",
      }, async () => {
        try {
          await run(place);
        } finally {
          await proxy.stop();
        }
      });
    });
  };
}

/** Variables of this process, put back afterwards. */
export async function withEnvironment(
  values: Record<string, string>,
  run: () => Promise<void>,
): Promise<void> {
  const before = Object.keys(values).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(values)) Deno.env.set(name, value);
  try {
    await run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
}
