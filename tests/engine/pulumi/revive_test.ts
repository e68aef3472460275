import assert from "node:assert/strict";
import { PreviewedChanges } from "../../../src/engine/pulumi/changes.ts";
import { RESOURCE_TAG } from "../../../src/engine/pulumi/resource_tag.ts";
import { reviveReplaced } from "../../../src/engine/pulumi/revive.ts";
import type { ResourceGraph } from "../../../src/engine/resource.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { ministackOfFile } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const rig = findRig();
if ("missing" in rig) console.log(`SKIPPED tests/engine/pulumi/revive_test.ts: ${rig.missing}`);
const server = "missing" in rig ? undefined : await ministackOfFile({ patience: 10 });

/** A parameter of that name, and a table that depends on it. */
function graphOf(name: string, table?: string): ResourceGraph {
  const graph: ResourceGraph = {
    resources: [{
      key: "shop/config/parameter",
      type: "aws:ssm/parameter:Parameter",
      properties: { name, type: "String", insecureValue: "one" },
      physicalName: name,
    }],
    lookups: [],
    outputs: {},
  };
  if (table !== undefined) {
    graph.resources.push({
      key: "shop/orders/table",
      type: "aws:dynamodb/table:Table",
      properties: {
        name: table,
        billingMode: "PAY_PER_REQUEST",
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
      },
      dependsOn: ["shop/config/parameter"],
      physicalName: table,
    });
  }
  return graph;
}

Deno.test({
  name: "Pulumi engine gives what was replaced its place back when its name is wanted again",
  ignore: server === undefined,
}, async () => {
  if ("missing" in rig || !server) return;
  await server.reset();
  const home = await Deno.makeTempDir({ prefix: "panka-revive-" });
  try {
    const engine = rigEngine(rig, server.url, home);
    const first = await engine.apply(unitOf(graphOf("/shop/old")), new Watcher());
    assert.deepEqual([first.outcome, first.errors], ["succeeded", []]);
    // The new parameter is made; the table's name is too short; so the old parameter stays.
    const failing = unitOf(graphOf("/shop/new", "x"), first.checkpoint);
    const failed = await engine.apply(failing, new Watcher());
    assert.deepEqual([failed.outcome, failed.doomed], ["failed", ["shop/config/parameter"]]);
    const watcher = new Watcher();
    const back = await engine.apply(unitOf(graphOf("/shop/old"), failed.checkpoint), watcher);
    assert.deepEqual([back.outcome, back.errors, back.doomed], ["succeeded", [], []]);
    assert.ok(!watcher.steps().some((step) => step.startsWith("create")), `${watcher.steps()}`);
    const again = await engine.preview(
      unitOf(graphOf("/shop/old"), back.checkpoint),
      new Watcher(),
    );
    assert.deepEqual(again.changes, []);
    const drift = await engine.refresh(
      unitOf(graphOf("/shop/old"), back.checkpoint),
      new Watcher(),
    );
    assert.deepEqual(drift.changes, []);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

Deno.test("reviveReplaced() forgets what bears no tag of ours where it would be deleted", async () => {
  const type = "aws:s3/bucket:Bucket";
  const urn = `urn:pulumi:s::panka::${type}::a/b/c`;
  const bucket = (id: string, tag?: string) => ({
    ...{ urn, type, id },
    outputs: { tags: tag === undefined ? {} : { [RESOURCE_TAG]: tag } },
  });
  const old = bucket("old", "a/b/c@1");
  const revived = async (live: unknown, replaces: boolean) => {
    const changes = new PreviewedChanges();
    const step = { urn, type, provider: "", op: "create-replacement" as const };
    if (replaces) {
      changes.add({
        sequence: 1,
        timestamp: 1,
        resourcePreEvent: { metadata: { ...step, keys: ["bucket"] } },
      });
    }
    const latest = { resources: [live, { ...old, delete: true }] };
    const document = { version: 3, checkpoint: { stack: "s", latest } };
    const bytes = await reviveReplaced(
      new TextEncoder().encode(JSON.stringify(document)),
      () => Promise.resolve({ changes }),
    );
    return JSON.parse(new TextDecoder().decode(bytes)).checkpoint.latest.resources;
  };
  const own = bucket("new", "a/b/c@1");
  assert.deepEqual(await revived(own, true), [old, { ...own, delete: true }]);
  assert.deepEqual(await revived(bucket("new"), true), [old]);
  assert.deepEqual(await revived(bucket("new"), false), [bucket("new"), { ...old, delete: true }]);
});
