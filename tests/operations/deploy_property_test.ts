import assert from "node:assert/strict";
import { playMany } from "./cases.ts";

const SEED = Number(Deno.env.get("SEED") ?? 1);

Deno.test("deploy() keeps what it promises in random deployments that fail and die", async () => {
  const outcomes = await playMany(SEED, 400);
  console.log(`seeds ${SEED} to ${SEED + 399}: ${JSON.stringify(outcomes)}`);
  // The generator still makes all of what this is about.
  for (const outcome of ["succeeded", "rolled-back", "failed", "died"]) {
    assert.ok((outcomes[outcome] ?? 0) > 10, outcome);
  }
});
