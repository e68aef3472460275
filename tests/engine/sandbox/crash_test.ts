import assert from "node:assert/strict";
import fc from "fast-check";
import type { Unit } from "../../../src/engine/port.ts";
import type { ResourceGraph } from "../../../src/engine/resource.ts";
import type { CloudResource } from "../../../src/engine/sandbox/cloud.ts";
import { createSandboxEngine } from "../../../src/engine/sandbox/engine.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { memoryCloud } from "./memory_cloud.ts";
import { graphs } from "./random_graphs.ts";

class Died extends Error {}

const intentsOf = (...all: ResourceGraph[]): Unit["recover"] =>
  all.flatMap((g) => g.resources).map(({ key, type, physicalName }) => ({
    key,
    type,
    physicalName,
  }));

const keysOf = (all: { key: string; type: string }[]) =>
  all.map((r) => `${r.key} ${r.type}`).sort();

Deno.test("sandbox apply() converges after a crash at any point, with no orphan and no duplicate", async () => {
  await fc.assert(
    fc.asyncProperty(
      graphs,
      graphs,
      fc.nat(60),
      fc.nat(5),
      fc.integer({ min: 1, max: 4 }),
      async (before, after, deathAt, staleness, parallelism) => {
        const world = memoryCloud();
        const options = { file: world.file, clock: world.clock, timeScale: 0 };
        const calm = createSandboxEngine(options);
        const first = await calm.apply(unitOf(before), new Watcher());
        assert.equal(first.outcome, "succeeded");

        let points = 0;
        const mortal = createSandboxEngine({
          ...options,
          at: () => points++ === deathAt ? Promise.reject(new Died()) : Promise.resolve(),
        });
        // What was uploaded by then: any of the checkpoints, not always the newest.
        const saved = [first.checkpoint];
        const watcher = Object.assign(
          new Watcher((event) => {
            if (event.type !== "checkpoint") return;
            mortal.currentCheckpoint().then((checkpoint) => checkpoint && saved.push(checkpoint));
          }),
          { parallelism },
        );
        await mortal.apply(unitOf(after, first.checkpoint), watcher).catch((error) => {
          if (!(error instanceof Died)) throw error;
        });
        const known = saved.at(-1 - Math.min(staleness, saved.length - 1));

        const again = new Watcher();
        const unit = { ...unitOf(after, known), recover: intentsOf(before, after) };
        const result = await calm.apply(unit, again);
        assert.deepEqual([result.outcome, result.errors], ["succeeded", []]);
        const cloud: CloudResource[] = await calm.resources();
        assert.deepEqual(keysOf(cloud), keysOf(after.resources));
        const rest = await calm.preview(unitOf(after, result.checkpoint), new Watcher());
        assert.deepEqual(rest, { changes: [], errors: [] });
        const drift = await calm.refresh(unitOf(after, result.checkpoint), new Watcher());
        assert.deepEqual(drift.changes, []);
      },
    ),
    { numRuns: 1000 },
  );
});
