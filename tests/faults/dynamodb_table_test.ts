import assert from "node:assert/strict";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import { StoreUnavailable, UnknownOutcome } from "../../src/state/store.ts";
import { InstantClock } from "../aws/instant_clock.ts";
import { clientOf } from "../aws/real_world.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "./proxy.ts";

const server = await ministackOfFile({ services: ["dynamodb"] });
let count = 0;

interface Opened {
  table: DynamoDbTable;
  proxy: FaultProxy;
  clock: InstantClock;
}

/** An empty table behind a proxy; nothing is spoilt before the test says so. */
function onTable(name: string, run: (opened: Opened) => Promise<void>): void {
  if (!server) return Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
  Deno.test(name, async () => {
    const proxy = startFaultProxy(server.url);
    try {
      const clock = new InstantClock(Date.now());
      const dynamodb = new DynamoDb(clientOf(proxy.url, { clock }));
      const TableName = `faults-${++count}`;
      await dynamodb.call("CreateTable", {
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "lockKey", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "lockKey", KeyType: "HASH" }],
      }, "always");
      proxy.seen.length = 0;
      await run({ table: new DynamoDbTable(dynamodb, TableName), proxy, clock });
    } finally {
      await proxy.stop();
    }
  });
}

const acquire = (table: DynamoDbTable, owner: string) =>
  table.update("k", { free: true }, { addFence: 1, owner, rvn: "r" });

const refusal = (status: number, code: string): Fault => ({
  kind: "answered",
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: "no" }),
});

onTable("update() is one request, won or lost", async ({ table, proxy }) => {
  assert.equal((await acquire(table, "a")).ok, true);
  assert.equal((await acquire(table, "b")).item?.owner, "a");
  assert.equal(proxy.seen.length, 2);
});

const UNKNOWN: [string, Fault][] = [
  ["the answer is lost", { kind: "lost" }],
  ["the connection breaks", { kind: "unheard" }],
  ["the answer is truncated", { kind: "truncated" }],
  ["the answer's CRC is wrong", { kind: "flipped" }],
  ["a 200 is not DynamoDB's", { kind: "answered", status: 200, body: "<html>" }],
  ["a 200 is no object", { kind: "answered", status: 200, body: "null" }],
  ["the server fails", refusal(500, "InternalServerError")],
];

for (const [what, fault] of UNKNOWN) {
  onTable(
    `update() says UnknownOutcome after one request when ${what}`,
    async ({ table, proxy }) => {
      proxy.rule(() => fault);
      await assert.rejects(acquire(table, "a"), UnknownOutcome);
      assert.equal(proxy.seen.length, 1);
      const done = fault.kind !== "unheard" && fault.kind !== "answered";
      proxy.rule(() => undefined);
      assert.equal((await table.get("k"))?.fence, done ? 1 : undefined);
    },
  );
}

onTable(
  "update() says UnknownOutcome after one request when no answer comes in time",
  async ({ table, proxy, clock }) => {
    proxy.rule(() => ({ kind: "held" }));
    const rejected = assert.rejects(acquire(table, "a"), UnknownOutcome);
    await proxy.held();
    clock.reachLimits();
    await rejected;
    proxy.release();
    assert.equal(proxy.seen.length, 1);
  },
);

onTable(
  "update() is sent again, and counts once, when DynamoDB did not take it up",
  async ({ table, proxy }) => {
    proxy.rule((_, number) => number < 3 ? refusal(400, "ThrottlingException") : undefined);
    assert.equal((await acquire(table, "a")).item?.fence, 1);
    assert.equal(proxy.seen.length, 3);
  },
);

onTable(
  "update() says StoreUnavailable when it was certainly refused",
  async ({ table, proxy }) => {
    proxy.rule(() => refusal(400, "AccessDeniedException"));
    await assert.rejects(acquire(table, "a"), StoreUnavailable);
    assert.equal(proxy.seen.length, 1);
  },
);

Deno.test("update() says StoreUnavailable when the server can't be reached", async () => {
  const client = clientOf("http://127.0.0.1:1", { clock: new InstantClock() });
  await assert.rejects(
    acquire(new DynamoDbTable(new DynamoDb(client), "t"), "a"),
    StoreUnavailable,
  );
});

onTable(
  "get() and list() throw and do not say that there is no item when AWS fails",
  async ({ table, proxy }) => {
    await acquire(table, "a");
    for (
      const fault of [
        refusal(400, "ResourceNotFoundException"),
        refusal(500, "InternalServerError"),
        { kind: "truncated" } as const,
        { kind: "answered", status: 200, body: "<html>" } as const,
      ]
    ) {
      proxy.rule(() => fault);
      await assert.rejects(table.get("k"), StoreUnavailable);
      await assert.rejects(table.list(""), StoreUnavailable);
    }
  },
);

onTable("get() tries again after a damaged answer", async ({ table, proxy }) => {
  await acquire(table, "a");
  proxy.rule((_, number) => number === 1 ? { kind: "flipped" } : undefined);
  assert.equal((await table.get("k"))?.owner, "a");
});
