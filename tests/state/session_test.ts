import assert from "node:assert/strict";
import { component, ending, World } from "./session_world.ts";

const intents = (id: string) => [{ component: id, action: "create" as const, resources: [] }];

/** A whole deployment with some batches. */
async function deploy(world: World, runId: string, batches: number): Promise<void> {
  const session = await world.open(runId);
  await session.checkpoint("stack");
  await session.seal(runId, { stack: intents("api/queue") });
  for (let n = 1; n <= batches; n++) {
    const checkpoint = new TextEncoder().encode(`checkpoint ${runId} ${n}`);
    await session.commit({ unit: "stack", components: { "api/queue": component(n) }, checkpoint });
  }
  await session.finish({ deployment: ending(runId) });
  await session.audit({ user: "ann", host: "laptop", command: "apply", result: "succeeded" });
  assert.equal(await session.release(), "released");
}

Deno.test("openSession() and release() are three requests when nothing changes", async () => {
  const world = new World();
  await deploy(world, "first", 1);
  world.requests.length = 0;
  const session = await world.open("second");
  assert.equal(session.document?.serial, 3);
  assert.deepEqual(session.recovery, []);
  assert.equal(await session.release(), "released");
  assert.deepEqual(world.requests.toSorted(), ["get state.json", "update lock", "update lock"]);
});

for (const batches of [1, 2, 7]) {
  Deno.test(`a deployment of ${batches} batches is ${7 + 2 * batches} requests`, async () => {
    const world = new World();
    await deploy(world, "first", 1);
    world.requests.length = 0;
    await deploy(world, "second", batches);
    assert.equal(world.requests.length, 7 + 2 * batches);
    assert.ok(world.requests.length <= 8 + 2 * batches);
  });
}

Deno.test("finish() leaves a state that names its checkpoint, lists the deployment and has nothing in flight", async () => {
  const world = new World();
  await deploy(world, "first", 2);
  await deploy(world, "second", 1);
  const session = await world.open("third");
  const { units, deployments, serial } = session.document!;
  assert.equal(serial, 7);
  assert.deepEqual(deployments.map(({ id, number }) => [id, number]), [["second", 2], [
    "first",
    1,
  ]]);
  assert.equal(units.stack?.inFlight, undefined);
  assert.equal(units.stack?.fence, 2);
  const checkpoint = new TextDecoder().decode(await session.checkpoint("stack"));
  assert.equal(checkpoint, "checkpoint second 1");
  await session.release();
});
