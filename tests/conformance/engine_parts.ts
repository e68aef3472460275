import assert from "node:assert/strict";
import { checkpointEditor } from "../../src/engine/edit_checkpoint.ts";
import type { ResourceGraph } from "../../src/engine/resource.ts";
import { AUDIT, CONFIG, type EngineWorld, nothing, shop, unitOf, Watcher } from "./engine_world.ts";

/** What every engine must do where the services of a stack are deployed one by one. */
export function partsConformance(name: string, open: () => Promise<EngineWorld>): void {
  Deno.test(`${name} engine runs over a part of a unit, reading the rest, and over all of it again`, async () => {
    const world = await open();
    try {
      await playParts(world);
    } finally {
      await world.close();
    }
  });
}

/** The second service's parameter says what the first one's does. */
function graphOf(config: string): ResourceGraph {
  const { resources: [first], ...rest } = shop({ config });
  const properties = {
    name: "/shop/audit",
    type: "String",
    insecureValue: { $join: ["uses ", { $attr: [CONFIG, "insecureValue"] }] },
  } as ResourceGraph["resources"][number]["properties"];
  const second = { ...first!, key: AUDIT, properties, physicalName: "/shop/audit" };
  return { ...rest, resources: [first!, second] };
}

async function playParts(world: EngineWorld) {
  const { engine } = world;
  const { split, join, keep, settled } = checkpointEditor(engine.name);
  const kept = new Map<string, Uint8Array>();

  async function run(own: string[], graph: ResourceGraph, targets: string[], read: string[] = []) {
    const parts = [...own, ...read].toSorted().flatMap((key) => {
      const part = kept.get(key);
      return part ? [own.includes(key) ? part : settled(part)] : [];
    });
    const watcher = new Watcher();
    const owns = (key: string) => own.includes(key);
    const joined = join(parts);
    const known = joined && keep(joined, (key) => owns(key) || read.includes(key));
    const unit = { ...unitOf(graph, known, targets), part: { name: own.join("+"), owns } };
    const { changes, errors } = await engine.preview(unit, new Watcher());
    assert.deepEqual(errors, []);
    const result = await engine.apply(unit, watcher);
    assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
    for (const [key, part] of split(result.checkpoint, own, (key) => key)) kept.set(key, part);
    const steps = watcher.steps("succeeded");
    assert.deepEqual(
      changes.map(({ key }) => key).sort(),
      steps.map((s) => s.split(" ")[1]).sort(),
    );
    return steps;
  }
  const only = (graph: ResourceGraph, key: string) => ({
    ...graph,
    resources: graph.resources.filter((resource) => resource.key === key),
    outputs: {},
  });

  assert.deepEqual(await run([CONFIG], only(graphOf("one"), CONFIG), [CONFIG]), [
    `create ${CONFIG} succeeded`,
  ]);
  assert.deepEqual(await run([AUDIT], graphOf("one"), [AUDIT], [CONFIG]), [
    `create ${AUDIT} succeeded`,
  ]);
  assert.equal(await world.parameter("/shop/audit"), "uses one");

  await run([CONFIG], only(graphOf("two"), CONFIG), [CONFIG]);
  assert.equal(await world.parameter("/shop/config"), "two");
  assert.equal(await world.parameter("/shop/audit"), "uses one", "deployed by itself");
  // What is asked for of the first service is as it was deployed, and would change nothing anyway.
  assert.deepEqual(await run([AUDIT], graphOf("never"), [AUDIT], [CONFIG]), [
    `update ${AUDIT} succeeded`,
  ]);
  assert.equal(await world.parameter("/shop/config"), "two");
  assert.equal(await world.parameter("/shop/audit"), "uses two");

  assert.equal((await run([AUDIT, CONFIG], graphOf("three"), [CONFIG])).length, 2);
  assert.equal(await world.parameter("/shop/audit"), "uses three");
  assert.deepEqual(await run([AUDIT, CONFIG], nothing, [AUDIT, CONFIG]), [
    `delete ${AUDIT} succeeded`,
    `delete ${CONFIG} succeeded`,
  ]);
  assert.equal(await world.parameter("/shop/config"), undefined);
}
