import assert from "node:assert/strict";
import { schedule } from "../../../src/engine/sandbox/schedule.ts";

Deno.test("schedule() rejects once what runs has ended, and begins nothing else", async () => {
  const slow = Promise.withResolvers<boolean>();
  const begun: string[] = [];
  const work = (key: string) => {
    begun.push(key);
    return key === "slow" ? slow.promise : Promise.reject(new Error("disk full"));
  };
  const tasks = ["slow", "broken", "next"].map((key) => ({ key, after: [] }));
  let ended = false;
  const all = schedule(tasks, { parallelism: 2, mayStart: () => true }, work)
    .finally(() => ended = true);
  await new Promise((resolve) => setTimeout(resolve));
  assert.ok(!ended);
  slow.resolve(true);
  await assert.rejects(all, /disk full/);
  assert.deepEqual(begun, ["slow", "broken"]);
});
