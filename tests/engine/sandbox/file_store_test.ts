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
  assert.deepEqual([...Deno.readDirSync(join(folder, ".panka"))].map((f) => f.name), [
    "sandbox.json",
  ]);
  await Deno.remove(folder, { recursive: true });
});
