import assert from "node:assert/strict";
import { S3 } from "../../src/aws/s3.ts";
import { VERSIONED } from "../../src/aws/backend/documents.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import {
  PreconditionFailed,
  StoreUnavailable,
  UnknownOutcome,
  WriteConflict,
} from "../../src/state/store.ts";
import { InstantClock } from "../aws/instant_clock.ts";
import { clientOf } from "../aws/real_world.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { type Fault, type FaultProxy, startFaultProxy } from "./proxy.ts";

const server = await ministackOfFile({ services: ["s3"] });
let count = 0;

interface Opened {
  store: S3Store;
  proxy: FaultProxy;
  clock: InstantClock;
}

/** A store with one object, "k" = "one", behind a proxy; nothing is spoilt before the test says so. */
function onStore(name: string, run: (opened: Opened & { etag: string }) => Promise<void>): void {
  if (!server) return Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
  Deno.test(name, async () => {
    const proxy = startFaultProxy(server.url);
    try {
      const clock = new InstantClock(Date.now());
      const client = clientOf(proxy.url, { clock });
      const bucket = new S3Bucket(client, `faults-${++count}`);
      await bucket.create();
      await bucket.put("versioning", VERSIONED);
      const store = new S3Store(new S3(client), bucket.name);
      const { etag } = await store.put("k", bytes("one"), "absent");
      proxy.seen.length = 0;
      await run({ store, proxy, clock, etag });
    } finally {
      await proxy.stop();
    }
  });
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);
const s3Error = (status: number, code: string, more: Partial<Fault> = {}): Fault => ({
  kind: "answered",
  status,
  body: `<Error><Code>${code}</Code><Message>as the test says</Message></Error>`,
  ...more as object,
});

onStore(
  "put() says UnknownOutcome after one request when the answer is lost, and it was written",
  async ({ store, proxy, etag }) => {
    proxy.rule(() => ({ kind: "lost" }));
    await assert.rejects(store.put("k", bytes("two"), { ifMatch: etag }), UnknownOutcome);
    assert.equal(proxy.seen.length, 1);
    proxy.rule(() => undefined);
    assert.equal(text((await store.get("k"))?.body), "two");
  },
);

onStore(
  "put() says UnknownOutcome after one request when the connection breaks",
  async ({ store, proxy, etag }) => {
    proxy.rule(() => ({ kind: "unheard" }));
    await assert.rejects(store.put("k", bytes("two"), { ifMatch: etag }), UnknownOutcome);
    assert.equal(proxy.seen.length, 1);
  },
);

onStore(
  "put() says UnknownOutcome after one request when the server fails, done or not",
  async ({ store, proxy, etag }) => {
    for (const status of [500, 502, 503, 504]) {
      for (const done of [false, true]) {
        proxy.rule(() => ({ kind: "answered", status, done, body: "<html>oops</html>" }));
        await assert.rejects(store.put("k", bytes("x"), { ifMatch: etag }), UnknownOutcome);
      }
    }
    assert.equal(proxy.seen.length, 8);
  },
);

onStore(
  "put() says UnknownOutcome after one request when no answer comes in time",
  async ({ store, proxy, clock, etag }) => {
    proxy.rule(() => ({ kind: "held" }));
    const put = assert.rejects(store.put("k", bytes("two"), { ifMatch: etag }), UnknownOutcome);
    await proxy.held();
    clock.reachLimits();
    await put;
    proxy.release();
    assert.equal(proxy.seen.length, 1);
  },
);

onStore(
  "put() says UnknownOutcome when it is aborted after it was sent",
  async ({ store, proxy, etag }) => {
    const stop = new AbortController();
    proxy.rule(() => ({ kind: "held" }));
    const put = store.put("k", bytes("two"), { ifMatch: etag }, stop.signal);
    const rejected = assert.rejects(put, UnknownOutcome);
    await proxy.held();
    stop.abort(new Error("stopped"));
    await rejected;
    proxy.release();
  },
);

onStore(
  "put() says WriteConflict after one request when writes meet",
  async ({ store, proxy, etag }) => {
    proxy.rule(() => s3Error(409, "ConditionalRequestConflict"));
    await assert.rejects(store.put("k", bytes("two"), { ifMatch: etag }), WriteConflict);
    assert.equal(proxy.seen.length, 1);
  },
);

onStore(
  "put() is sent again with its condition when S3 did not take it up",
  async ({ store, proxy, clock, etag }) => {
    proxy.rule((_, number) =>
      number < 3 ? s3Error(503, "SlowDown", { headers: { "retry-after": "7" } }) : undefined
    );
    await store.put("k", bytes("two"), { ifMatch: etag });
    assert.deepEqual(proxy.seen.map(({ headers }) => headers.get("if-match")), [etag, etag, etag]);
    assert.deepEqual(proxy.seen.map(({ headers }) => headers.get("content-length")), [
      "3",
      "3",
      "3",
    ]);
    assert.ok(clock.waits.length === 2 && clock.waits.every((ms) => ms >= 7000), `${clock.waits}`);
  },
);

onStore(
  "put() says StoreUnavailable when S3 throttles on and on, and nothing was written",
  async ({ store, proxy, etag }) => {
    proxy.rule(() => s3Error(503, "SlowDown"));
    await assert.rejects(store.put("k", bytes("two"), { ifMatch: etag }), StoreUnavailable);
    assert.equal(proxy.seen.length, 5);
    proxy.rule(() => undefined);
    assert.equal((await store.versions("k")).length, 1);
  },
);

onStore(
  "put() says PreconditionFailed when another wrote before a throttled try",
  async ({ store, proxy, etag }) => {
    await store.put("k", bytes("other"), { ifMatch: etag });
    proxy.rule((_, number) => number === 1 ? s3Error(503, "SlowDown") : undefined);
    await assert.rejects(store.put("k", bytes("two"), { ifMatch: etag }), PreconditionFailed);
  },
);

const SPOILT: [string, Fault][] = [
  ["a server error", { kind: "answered", status: 500, body: "" }],
  ["a throttled request", s3Error(503, "SlowDown")],
  ["a lost answer", { kind: "lost" }],
  ["a broken connection", { kind: "unheard" }],
  ["a truncated body", { kind: "truncated" }],
];

for (const [what, fault] of SPOILT) {
  onStore(`get() tries again after ${what}, and answers the object`, async ({ store, proxy }) => {
    proxy.rule((_, number) => number <= 3 ? fault : undefined);
    assert.equal(text((await store.get("k"))?.body), "one");
    assert.ok(proxy.seen.length >= 4);
  });

  onStore(
    `get() and the lists throw StoreUnavailable after ${what} each time`,
    async ({ store, proxy, clock }) => {
      proxy.rule(() => fault);
      await assert.rejects(store.get("k"), StoreUnavailable);
      await assert.rejects(store.getVersion("k", "v"), StoreUnavailable);
      await assert.rejects(store.versions("k"), StoreUnavailable);
      await assert.rejects(store.list(""), StoreUnavailable);
      assert.equal(clock.waits.length, 16); // five tries each
    },
  );
}

const NOT_MISSING: [string, Fault][] = [
  ["the bucket is missing", s3Error(404, "NoSuchBucket")],
  ["a proxy has its own 404", { kind: "answered", status: 404, body: "<html>Not here</html>" }],
  ["a 404 has no body", { kind: "answered", status: 404 }],
  ["access is denied", s3Error(403, "AccessDenied")],
  ["the bucket is elsewhere", s3Error(301, "PermanentRedirect")],
  ["the answer has no version", { kind: "answered", status: 200, headers: { etag: '"x"' } }],
  ["a 200 has no ETag", { kind: "answered", status: 200, body: "hello" }],
];

for (const [what, fault] of NOT_MISSING) {
  onStore(
    `get() throws and does not say "no such object" when ${what}`,
    async ({ store, proxy }) => {
      proxy.rule(() => fault);
      await assert.rejects(store.get("k"), StoreUnavailable);
      await assert.rejects(store.getVersion("k", "v1"), StoreUnavailable);
    },
  );
}

onStore("get() throws the reason when it is aborted while waiting", async ({ store, proxy }) => {
  const stop = new AbortController();
  proxy.rule(() => ({ kind: "held" }));
  const rejected = assert.rejects(store.get("k", stop.signal), /stopped/);
  await proxy.held();
  stop.abort(new Error("stopped"));
  await rejected;
  proxy.release();
});

onStore("get() refuses a body with another checksum than S3 stored", async ({ store, proxy }) => {
  proxy.rule(() => ({ kind: "flipped" }));
  await assert.rejects(store.get("k"), StoreUnavailable);
});
