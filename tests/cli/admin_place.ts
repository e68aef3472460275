import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { Iam } from "../../src/aws/iam.ts";
import { S3 } from "../../src/aws/s3.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import type { LockTable } from "../../src/lock/table.ts";
import type { Store } from "../../src/state/store.ts";
import { SETTLED_MS } from "../../src/tenant/iam/operations.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import { clientOf, realClock } from "../aws/real_world.ts";
import { withEnvironment } from "../faults/aws_place.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { type Answer, promptWorld } from "./prompting.ts";
import { runIn, type TestWorld, testWorld, type WorldOptions } from "./test_world.ts";

/** A bucket and a lock table, and commands of the platform on them. Roles are shared by a file's tests. */
export interface AdminPlace {
  url: string;
  bucket: string;
  store: Store;
  table: LockTable;
  iam: Iam;
  world(options?: WorldOptions): TestWorld;
  asking(answers: readonly Answer[]): ReturnType<typeof promptWorld>;
  /** Runs `panka admin tenant ...` off a terminal. */
  run(...args: string[]): ReturnType<typeof runIn>;
  /** The same, whose document is read. */
  json(...args: string[]): Promise<{ code: number; document: Document }>;
  /** What the platform's trail says, oldest first. */
  audit(): Promise<Document[]>;
}

// deno-lint-ignore no-explicit-any -- what a command prints is asserted on, not typed
export type Document = any;

/** One emulator for a file, and tests on it, each with a bucket of its own. */
export async function adminTests(): Promise<
  (name: string, run: (place: AdminPlace) => Promise<void>) => void
> {
  const server = await ministackOfFile({ services: ["s3", "dynamodb", "sts", "iam"] });
  return (name, run) => {
    if (!server) return Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
    // A command's HTTP client lives as long as its process.
    Deno.test({ name, sanitizeResources: false }, async () => {
      const id = `platform-${crypto.randomUUID().slice(0, 8)}`;
      const backend = await makeAwsBackend(server.url, id);
      if (backend.kind !== "aws") throw new TypeError("not on AWS");
      const { bucket, table } = backend;
      const client = clientOf(server.url);
      const store = new S3Store(new S3(client), bucket);
      const withBackend = (options: WorldOptions = {}): WorldOptions => ({
        home: "/home/ada",
        ...options,
        env: {
          PANKA_BACKEND_BUCKET: bucket,
          PANKA_BACKEND_TABLE: table,
          USER: "ada",
          HOSTNAME: "desk",
          ...options.env,
        },
      });
      let made = 0;
      let now = Date.UTC(2026, 0, 2, 3, 4, 5);
      // The hour is that of all tests; waiting is real, as requests have time limits, but for AWS to know of an end.
      const real = <W extends TestWorld>(world: W): W =>
        Object.assign(world, {
          clock: {
            ...realClock,
            wall: () => now++,
            sleep: (ms: number, signal?: AbortSignal) =>
              realClock.sleep(ms === SETTLED_MS ? 0 : ms, signal),
          },
          random: { fraction: Math.random, bytes: (n: number) => new Uint8Array(n).fill(made++) },
        });
      const place: AdminPlace = {
        url: server.url,
        bucket,
        store,
        table: new DynamoDbTable(new DynamoDb(client), table),
        iam: new Iam(client),
        world: (options) => real(testWorld(withBackend(options))),
        asking: (answers) => real(promptWorld(withBackend(), answers)),
        run: (...args) => runIn(place.world(), "admin", "tenant", ...args),
        async json(...args) {
          const { code, stdout } = await place.run(...args, "-o", "json");
          return { code, document: JSON.parse(stdout) };
        },
        audit: async () =>
          await Promise.all(
            (await store.list("audit/")).map(async (key) =>
              JSON.parse(new TextDecoder().decode((await store.get(key))!.body))
            ),
          ),
      };
      await withEnvironment({
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "testtest",
        AWS_REGION: "us-east-1",
        AWS_EC2_METADATA_DISABLED: "true",
      }, () => run(place));
    });
  };
}
