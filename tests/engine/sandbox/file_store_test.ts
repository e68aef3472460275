import assert from "node:assert/strict";
import { join } from "node:path";
import { createSandboxEngine } from "../../../src/engine/sandbox/engine.ts";
import { fileCloud } from "../../../src/engine/sandbox/file_store.ts";
import { shop, unitOf, Watcher } from "../../conformance/engine_world.ts";
import { memoryCloud } from "./memory_cloud.ts";

Deno.test("fileCloud() keeps the cloud from one engine to the next, and leaves nothing else behind", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, ".panka/sandbox.json");
  const { clock } = memoryCloud();
  const open = () => createSandboxEngine({ file: fileCloud(path), clock, timeScale: 1 });
  assert.deepEqual(await open().resources(), []);
  const graph = shop({ config: "one", table: "orders", audit: "a" });
  await open().apply(unitOf(graph), new Watcher());
  assert.equal((await open().resources()).length, 3);
  const names = [...Deno.readDirSync(join(folder, ".panka"))].map((f) => f.name).sort();
  assert.deepEqual(names, ["sandbox.json", "sandbox.json.lock"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("fileCloud() keeps what two engines do to it at the same time", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "sandbox.json");
  const { clock } = memoryCloud();
  const runs = ["ann", "bob", "eve"].map((name) => {
    const engine = createSandboxEngine({ file: fileCloud(path), clock, timeScale: 1 });
    const graph = shop({ config: name, table: "orders", audit: name });
    const resources = graph.resources.map((one) => ({
      ...one,
      properties: { ...one.properties, name: `${one.physicalName}-${name}` },
      physicalName: `${one.physicalName}-${name}`,
    }));
    return engine.apply({ ...unitOf({ ...graph, resources }), name }, new Watcher());
  });
  const outcomes = (await Promise.all(runs)).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ["succeeded", "succeeded", "succeeded"]);
  const engine = createSandboxEngine({ file: fileCloud(path), clock, timeScale: 1 });
  const units = (await engine.resources()).map(({ unit }) => unit).sort();
  assert.deepEqual(units, ["ann", "ann", "ann", "bob", "bob", "bob", "eve", "eve", "eve"]);
  await Deno.remove(folder, { recursive: true });
});
