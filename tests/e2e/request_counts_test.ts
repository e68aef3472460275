import assert from "node:assert/strict";
import type { Attempt } from "../../src/aws/client.ts";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { S3 } from "../../src/aws/s3.ts";
import { acquireLocks, Locked } from "../../src/lock/acquire.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import { LEASE_TIMES, LONGEST_LEASE_MS } from "../../src/lock/times.ts";
import { openSession } from "../../src/state/open_session.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import type { Session } from "../../src/state/session.ts";
import { clientOf, realClock, realRandom } from "../aws/real_world.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { ADDRESS, component, ending } from "../state/session_world.ts";

const server = await ministackOfFile({ services: ["s3", "dynamodb"] });

interface Counted {
  /** Every try of a request, as `GetObject`. */
  requests: string[];
  open(runId: string): Promise<Session>;
  tryLock(owner: string): ReturnType<typeof acquireLocks>;
}

function counting(name: string, run: (counted: Counted) => Promise<void>): void {
  if (!server) return Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
  Deno.test(name, async () => {
    const backend = await makeAwsBackend(server.url, `count-${crypto.randomUUID().slice(0, 8)}`);
    if (backend.kind !== "aws") throw new TypeError("not on AWS");
    const requests: string[] = [];
    const observe = ({ operation }: Attempt) => void requests.push(operation);
    const client = clientOf(server.url, { observe });
    const world = {
      store: new S3Store(new S3(client), backend.bucket),
      table: new DynamoDbTable(new DynamoDb(client), backend.table),
      clock: realClock,
      random: realRandom,
    };
    const claimant = (runId: string) => ({
      runId,
      holder: { user: "ann", host: "laptop", pid: 1, command: "panka apply" },
      // No heartbeat is among the requests, however slow the machine is.
      times: { ...LEASE_TIMES, leaseMs: LONGEST_LEASE_MS, heartbeatMs: LONGEST_LEASE_MS / 2 },
      onEvent: () => {},
    });
    await run({
      requests,
      open: (runId) =>
        openSession(world, {
          address: ADDRESS,
          engine: "sandbox",
          locking: "stack",
          claimant: claimant(runId),
          wait: { ms: 0 },
          version: "0",
        }),
      tryLock: (owner) => acquireLocks(world, claimant(owner), ["count"], { ms: 0 }),
    });
  });
}

/** A deployment with so many batches of finished work. */
async function deploy(counted: Counted, id: string, batches: number): Promise<void> {
  const session = await counted.open(id);
  await session.checkpoint("stack");
  await session.seal(id, { stack: [{ component: "a/b", action: "update", resources: [] }] });
  for (let batch = 1; batch <= batches; batch++) {
    await session.commit({
      unit: "stack",
      components: { "a/b": component(batch) },
      checkpoint: new TextEncoder().encode(`${id} ${batch}`),
    });
  }
  await session.finish({ deployment: ending(id) });
  await session.audit({ user: "ann", host: "laptop", command: "apply", result: "succeeded" });
  await session.release();
}

counting("taking a lock is one request, won or lost", async ({ requests, tryLock }) => {
  const [lease] = await tryLock("a");
  assert.deepEqual(requests.splice(0), ["UpdateItem"]);
  await assert.rejects(
    tryLock("b"),
    (error) => error instanceof Locked && error.item.owner === "a",
  );
  assert.deepEqual(requests.splice(0), ["UpdateItem"]);
  await lease!.release();
  assert.deepEqual(requests.splice(0), ["UpdateItem"]);
  await (await tryLock("b"))[0]!.release();
  assert.deepEqual(requests, ["UpdateItem", "UpdateItem"]);
});

counting("a run that changes nothing is three requests: lock, state, release", async (counted) => {
  await deploy(counted, "first", 1);
  counted.requests.length = 0;
  const session = await counted.open("second");
  assert.equal(session.document?.serial, 3);
  await session.release();
  assert.deepEqual(counted.requests.toSorted(), ["GetObject", "UpdateItem", "UpdateItem"]);
});

for (const batches of [1, 2, 5, 10]) {
  counting(
    `a deployment of ${batches} batches is at most 8 + 2 × ${batches} requests`,
    async (counted) => {
      await deploy(counted, "first", 1);
      counted.requests.length = 0;
      await deploy(counted, "second", batches);
      const { requests } = counted;
      assert.ok(requests.length <= 8 + 2 * batches, `${requests.length}: ${requests.join(" ")}`);
      assert.equal(requests.filter((operation) => operation === "UpdateItem").length, 2);
      assert.equal(requests.filter((operation) => operation === "GetObject").length, 2);
    },
  );
}

counting("the first deployment of a stack stays within the bound too", async (counted) => {
  await deploy(counted, "first", 3);
  assert.ok(counted.requests.length <= 8 + 6, counted.requests.join(" "));
});
