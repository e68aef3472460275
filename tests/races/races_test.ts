import assert from "node:assert/strict";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { type Backend, makeAwsBackend } from "./backend.ts";
import { raceForLock } from "./lock_race.ts";
import { raceToRegister } from "./register_race.ts";
import { raceToUpdate } from "./update_race.ts";

const server = await ministackOfFile({ services: ["s3", "dynamodb"] });

const root = await Deno.makeTempDir({ prefix: "panka-race-" });
Deno.test.afterAll(() => Deno.remove(root, { recursive: true }));

const backends: { [name: string]: () => Promise<Backend> } = {
  "in a folder": async () => ({
    kind: "directory",
    root: await Deno.makeTempDir({ prefix: "panka-race-" }),
  }),
  "on ministack": () => makeAwsBackend(server!.url, `race-${crypto.randomUUID().slice(0, 8)}`),
};

for (const [where, open] of Object.entries(backends)) {
  const missing = where === "on ministack" && !server;
  const note = missing ? ` (skipped: ${skipped})` : "";

  Deno.test({
    name: `twelve processes racing for a lock ${where} have one winner in each of 25 rounds${note}`,
    ignore: missing,
    fn: async () => assert.ok(await raceForLock(await open(), 12, 25) >= 1),
  });

  Deno.test({
    name: `six processes updating a state ${where} for 10 s, killed at random, lose nothing${note}`,
    ignore: missing,
    async fn() {
      const { acknowledged, versions, killed } = await raceToUpdate(await open(), 6, 10);
      const counts = JSON.stringify({ acknowledged, versions, killed });
      console.log(counts);
      assert.ok(versions >= 2 * acknowledged && killed > 0, counts);
    },
  });

  Deno.test({
    name: `twenty processes changing the registry of tenants ${where} at once lose nothing${note}`,
    ignore: missing,
    async fn() {
      const { seconds, ...counts } = await raceToRegister(await open(), 20);
      console.log(`${seconds.toFixed(1)} s`);
      assert.deepEqual(counts, { tenants: 60, versions: 121 });
    },
  });
}
