import assert from "node:assert/strict";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { S3 } from "../../src/aws/s3.ts";
import { Locked } from "../../src/lock/acquire.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import { LeaseLost } from "../../src/lock/lease.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { openSession } from "../../src/state/open_session.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import type { SessionWorld } from "../../src/state/session_options.ts";
import { StoreUnavailable, UnknownOutcome } from "../../src/state/store.ts";
import { clientOf, realClock, realRandom } from "../aws/real_world.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { generator } from "../simulation/choices.ts";
import { ADDRESS, component, ending } from "../state/session_world.ts";
import { fastClock } from "./aws_place.ts";
import { type Fault, startFaultProxy } from "./proxy.ts";

const RUNS = 25;
const server = await ministackOfFile({ services: ["s3", "dynamodb"] });

const FAULTS: Fault[] = [
  { kind: "unheard" },
  { kind: "lost" },
  { kind: "truncated" },
  { kind: "answered", status: 503, body: "<Error><Code>SlowDown</Code></Error>" },
  { kind: "answered", status: 500, body: "<Error><Code>InternalError</Code></Error>", done: true },
  { kind: "answered", status: 500, body: "<Error><Code>InternalError</Code></Error>" },
];

Deno.test({
  name: `deployments end in a true statement when three requests in ten go wrong${
    server ? "" : ` (skipped: ${skipped})`
  }`,
  ignore: !server,
  async fn() {
    const seed = Number(Deno.env.get("PANKA_FAULT_SEED") ?? Date.now() % 100_000);
    console.log(`seed ${seed}`);
    const random = generator(seed);
    const backend = await makeAwsBackend(server!.url, `faulty-${seed}`);
    assert.ok(backend.kind === "aws");
    const worldAt = (url: string): SessionWorld => {
      const client = clientOf(url, { clock: { ...realClock, sleep: fastClock.sleep } });
      const store = new S3Store(new S3(client), backend.bucket);
      return {
        store,
        table: new DynamoDbTable(new DynamoDb(client), backend.table),
        clock: fastClock,
        random: realRandom,
      };
    };
    const proxy = startFaultProxy(server!.url);
    const told: { yes: string[]; no: string[] } = { yes: [], no: [] };
    try {
      proxy.rule(() => random() < 0.3 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined);
      for (let run = 1; run <= RUNS; run++) await deploy(worldAt(proxy.url), `run-${run}`, told);
      proxy.rule(() => undefined);
      const recorded = await deploy(worldAt(server!.url), "last", told);
      assert.deepEqual(told.yes.filter((token) => !recorded.includes(token)), []);
      assert.deepEqual(told.no.filter((token) => recorded.includes(token)), []);
      assert.ok(told.yes.length > RUNS / 3, `${told.yes.length} of ${RUNS} runs got through`);
    } finally {
      await proxy.stop();
    }
  },
});

/** One run that adds a token; returns all tokens that are recorded after it, if it got through. */
async function deploy(
  world: SessionWorld,
  token: string,
  told: { yes: string[]; no: string[] },
): Promise<string[]> {
  const holder = { user: "u", host: "h", pid: 1, command: "c" };
  const claimant = { runId: token, holder, times: LEASE_TIMES, onEvent: () => {} };
  let recorded: string[] = [];
  try {
    const session = await openSession(world, {
      address: ADDRESS,
      engine: "sandbox",
      locking: "stack",
      claimant,
      wait: { ms: 600_000 },
      version: "0",
    });
    try {
      await session.seal(token, { stack: [] });
      const log = session.document?.units.stack?.components["a/log"]?.spec.tokens as
        | string[]
        | undefined;
      const components = { "a/log": { ...component(0), spec: { tokens: [...log ?? [], token] } } };
      try {
        await session.commit({
          unit: "stack",
          components,
          checkpoint: new TextEncoder().encode(token),
        });
        told.yes.push(token);
      } catch (error) {
        if (!session.unsure) told.no.push(token);
        throw error;
      }
      await session.finish({ deployment: ending(token) });
      recorded = session.document?.units.stack?.components["a/log"]?.spec.tokens as string[];
    } finally {
      await session.release();
    }
  } catch (error) {
    const expected = [StoreUnavailable, UnknownOutcome, LeaseLost, Locked];
    if (!expected.some((kind) => error instanceof kind)) throw error;
  }
  return recorded;
}
