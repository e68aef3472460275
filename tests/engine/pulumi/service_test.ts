import assert from "node:assert/strict";
import type { Unit } from "../../../src/engine/port.ts";
import { JournaledCheckpoint } from "../../../src/engine/pulumi/journaled_checkpoint.ts";
import {
  JOURNAL_KIND,
  type JournaledResource,
  type JournalEntry,
} from "../../../src/engine/pulumi/journal.ts";
import { serveJournal } from "../../../src/engine/pulumi/service.ts";
import type { Resource } from "../../../src/engine/resource.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

Deno.test("serveJournal() lets nobody in who does not know the run's token, and knows nothing but its stack", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/x.json`;
  await Deno.writeTextFile(file, '{"version":3,"checkpoint":{"stack":"organization/panka/x"}}');
  const checkpoint = await JournaledCheckpoint.open(file);
  const service = serveJournal(checkpoint, "x", folder);
  const { PULUMI_BACKEND_URL: url, PULUMI_ACCESS_TOKEN: token } = service.environment;
  const status = async (path: string, authorization: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}${path}`, { ...init, headers: { authorization } });
    await answer.body?.cancel();
    return answer.status;
  };
  const stack = "/api/stacks/organization/panka/x";
  assert.equal(await status("/api/user", `token ${token}`), 200);
  assert.equal(await status(`${stack}/export`, `update-token ${token}`), 200);
  for (const wrong of ["", "token", `token ${"0".repeat(64)}`, `token ${token}0`]) {
    assert.equal(await status(`${stack}/export`, wrong), 401);
  }
  assert.equal(await status("/api/stacks/organization/panka/y", `token ${token}`), 404);
  const entries = (body: string) =>
    status(`${stack}/update/run/journalentries`, `update-token ${token}`, {
      method: "PATCH",
      body,
    });
  assert.equal(await entries('{"entries":[{"version":1,"kind":0,"operationID":1}]}'), 200);
  assert.equal(await entries('{"entries":[{"version":1,"kind":77,"operationID":1}]}'), 400);
  await service.close();
  await checkpoint.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("serveJournal() answers a step when what can't be found again without it is durable", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/x.json`;
  const of = (type: string, key = type) => ({
    urn: `urn:pulumi:x::panka::${type}::s/c/${key}`,
    type,
    id: "1",
    custom: true,
  });
  const [table, listener] = ["aws:dynamodb/table:Table", "aws:lb/listener:Listener"];
  const definition = "aws:ecs/taskDefinition:TaskDefinition";
  const resources = [table, listener, definition].map((type) => of(type, "old"));
  const latest = { resources };
  const stack = "organization/panka/x";
  await Deno.writeTextFile(file, JSON.stringify({ version: 3, checkpoint: { stack, latest } }));
  const checkpoint = await JournaledCheckpoint.open(file);
  let durable = 0;
  const service = serveJournal(checkpoint, "x", folder, async () => {
    await Promise.resolve();
    durable++;
  });
  const { PULUMI_BACKEND_URL: url, PULUMI_ACCESS_TOKEN: token } = service.environment;
  const tell = async (entry: Partial<JournalEntry>) => {
    const before = durable;
    await fetch(`${url}/api/stacks/${stack}/update/run/journalentries`, {
      method: "PATCH",
      headers: { authorization: `token ${token}` },
      body: JSON.stringify({ entries: [{ version: 1, operationID, ...entry }] }),
    }).then((answer) => answer.body?.cancel());
    return durable > before;
  };
  let operationID = 0;
  /** Whether its begin was durable before it was answered, and its end. */
  const step = async (
    state: JournaledResource,
    more: Partial<JournalEntry> = {},
    type = "creating",
  ) => {
    operationID++;
    const begin = { kind: JOURNAL_KIND.begin, operation: { resource: state, type } };
    return [await tell(begin), await tell({ kind: JOURNAL_KIND.success, state, ...more })];
  };
  assert.deepEqual(await step(of(table)), [false, false]);
  assert.deepEqual(await step(of("aws:iam/rolePolicy:RolePolicy")), [false, false]);
  assert.deepEqual(await step(of("pulumi:providers:aws")), [false, false]);
  assert.deepEqual(await step(of(listener)), [false, true]);
  assert.deepEqual(await step(of(listener), { kind: JOURNAL_KIND.failure }), [false, false]);
  assert.deepEqual(await step(of(listener, "old"), { removeOld: 1 }, "updating"), [false, false]);
  // What takes another's place, after that was deleted or before.
  assert.deepEqual(await step(of(table, "old"), { deleteOld: 0 }), [true, false]);
  assert.deepEqual(await step(of(listener, "old"), { removeOld: 1 }), [true, true]);
  assert.deepEqual(await step(of(definition, "old"), { deleteOld: 2 }), [false, false]);
  await service.close();
  await checkpoint.close();
  await Deno.remove(folder, { recursive: true });
});

const rig = findRig();
const missing = "missing" in rig ? rig.missing : skipped;
const server = missing
  ? undefined
  : await ministackOfFile({ services: ["sts", "ssm", "logs"], patience: 10 });

const parameter = (name: string, value: string, more: Partial<Resource> = {}): Resource => ({
  key: `shop/config/${name}`,
  type: "aws:ssm/parameter:Parameter",
  properties: { name: `/shop/${name}`, type: "String", value },
  ...more,
});
const group = (name: string): Resource => ({
  key: `shop/logs/${name}`,
  type: "aws:cloudwatch/logGroup:LogGroup",
  properties: { name },
  dependsOn: ["shop/config/one"],
});

/** Made; changed, replaced, deleted and left alone; made again after it was lost; all deleted but one. */
const STEPS: { resources: Resource[]; lost?: string }[] = [
  {
    resources: [parameter("one", "1"), parameter("two", "1"), parameter("three", "1"), group("a")],
  },
  { resources: [parameter("one", "2"), parameter("two", "1"), parameter("four", "1"), group("b")] },
  { resources: [parameter("one", "2"), parameter("two", "1"), group("b")], lost: "/shop/one" },
  { resources: [parameter("two", "1")] },
];

async function checkpointsOf(more: Record<string, string>): Promise<unknown[]> {
  if ("missing" in rig || !server) throw new Error(missing);
  await server.reset();
  const home = await Deno.makeTempDir();
  const engine = rigEngine(rig, server.url, home, {
    credentials: () =>
      Promise.resolve({
        environment: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", ...more },
      }),
  });
  const found = [];
  let checkpoint: Unit["checkpoint"];
  for (const { resources, lost } of STEPS) {
    if (lost) await deleteParameter(server.url, lost);
    const unit = unitOf({ resources, lookups: [], outputs: {} }, checkpoint);
    const result = await engine.apply(unit, {
      ...new Watcher(),
      refresh: lost !== undefined,
    });
    assert.equal(result.outcome, "succeeded", JSON.stringify(result.errors));
    checkpoint = result.checkpoint;
    found.push(comparable(checkpoint));
  }
  await Deno.remove(home, { recursive: true });
  return found;
}

/** Without times, ids of the provider itself, and what encryption makes different each time. */
function comparable(checkpoint: Uint8Array): unknown {
  const text = new TextDecoder().decode(checkpoint)
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UUID")
    .replace(/"ciphertext":"[^"]*"/g, '"ciphertext":""');
  const { checkpoint: { latest } } = JSON.parse(text);
  const resources = (latest.resources as (JournaledResource & Record<string, unknown>)[])
    .map(({ created: _, modified: __, sourcePosition: ___, stackTrace: ____, ...rest }) => rest);
  const place = new Map(resources.map(({ urn }, i) => [urn, i]));
  for (const [i, { dependencies = [] }] of resources.entries()) {
    for (const urn of dependencies) assert.ok(place.get(urn)! < i, "what depends comes later");
  }
  const pending = latest.pending_operations;
  return { pending, resources: resources.sort((a, b) => a.urn < b.urn ? -1 : 1) };
}

async function deleteParameter(url: string, Name: string): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonSSM.DeleteParameter",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ssm/aws4_request",
    },
    body: JSON.stringify({ Name }),
  });
  await answer.body?.cancel();
  assert.ok(answer.ok);
}

Deno.test({
  name: "a journal makes the checkpoint that Pulumi itself would save" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
  sanitizeResources: false,
  sanitizeOps: false,
}, async () => {
  const journaled = await checkpointsOf({});
  assert.deepEqual(journaled, await checkpointsOf({ PULUMI_DISABLE_JOURNALING: "true" }));
});
