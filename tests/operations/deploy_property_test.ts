import assert from "node:assert/strict";
import { play, playMany } from "./cases.ts";
import type { Part } from "./shape.ts";

const SEED = Number(Deno.env.get("SEED") ?? 1);

Deno.test("deploy() keeps what it promises in random deployments that fail and die", async () => {
  const outcomes = await playMany(SEED, 400);
  console.log(`seeds ${SEED} to ${SEED + 399}: ${JSON.stringify(outcomes)}`);
  // The generator still makes all of what this is about.
  for (const outcome of ["succeeded", "rolled-back", "failed", "died"]) {
    assert.ok((outcomes[outcome] ?? 0) > 10, outcome);
  }
});

Deno.test("deploy() converges wherever it dies while something unhealthy makes it go back", async () => {
  const parts = (v: number): Part[] => [
    { id: "api/f", kind: "Lambda", v, needs: [] },
    { id: "api/q", kind: "SQS", v, needs: ["api/f"] },
    { id: "api/w", kind: "Worker", v, needs: ["api/q"] },
  ];
  const outcomes: string[] = [];
  for (let dies = 0; dies === 0 || outcomes.at(-1) === "died"; dies++) {
    outcomes.push(
      await play({
        old: { parts: parts(1), level: 0 },
        after: { parts: parts(4), level: 0 },
        faults: [{ component: "api/q", operation: "health", effect: "fail" }],
        rollback: true,
        keeps: true,
        dies,
        next: dies % 2 ? "after" : "old",
      }),
    );
  }
  assert.equal(outcomes.at(-1), "rolled-back");
  assert.ok(outcomes.length > 50, `${outcomes.length} places`);
});
