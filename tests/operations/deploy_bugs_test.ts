import assert from "node:assert/strict";
import type { Fault } from "../../src/engine/sandbox/faults.ts";
import { CodeChanged } from "../../src/operations/kept_code.ts";
import { assertSame, DeployWorld, desiredPicture, Died, Fate } from "./deploy_world.ts";
import { type Part, type Shape, stackOf } from "./shape.ts";

/** What the random deployments found, one by one. */

const part = (id: string, kind: Part["kind"], v: number, ...needs: string[]): Part => ({
  id,
  kind,
  v,
  needs,
});
const shape = (...parts: Part[]): Shape => ({ parts, level: 0 });
const fail = (component: string, operation: Fault["operation"]): Fault => ({
  component,
  operation,
  effect: "fail",
});

Deno.test("deploy() does not record as done an update that was never begun", async () => {
  const world = new DeployWorld();
  const before = shape(part("api/a", "SQS", 0), part("api/b", "SNS", 0, "api/a"));
  const after = stackOf(shape(part("api/a", "SQS", 2), part("api/b", "SNS", 2, "api/a")));
  await world.deploy(stackOf(before));
  const failed = await world.deploy(after, { rollback: false, faults: [fail("api/a", "update")] });
  assert.deepEqual([failed.outcome, failed.left], ["failed", ["api/a", "api/b"]]);
  assert.equal((await world.deploy(after)).plan.summary.update, 2);
  assertSame(await world.picture(), await desiredPicture(after), "after the second run");
});

Deno.test("deploy() makes a component whole again whose deletion failed half way", async () => {
  const world = new DeployWorld();
  const before = stackOf(shape(part("api/a", "S3", 0), part("api/b", "SNS", 0)));
  await world.deploy(before);
  const gone = stackOf(shape(part("api/b", "SNS", 0)));
  const failed = await world.deploy(gone, { rollback: false, faults: [fail("api/a", "delete")] });
  assert.deepEqual(failed.left, ["api/a"]);
  assert.equal((await world.state())?.units.stack?.components["api/a"]?.status, "deleting");
  assert.equal((await world.deploy(before)).outcome, "succeeded");
  assertSame(await world.picture(), await desiredPicture(before), "wanted again");
});

Deno.test("deploy() gives a replaced queue its place back instead of making one of its name beside it", async () => {
  const world = new DeployWorld();
  const before = stackOf(shape(part("api/a", "SQS", 0), part("api/b", "SNS", 0, "api/a")));
  await world.deploy(before);
  const [queue] = (await world.resources()).filter(({ key }) => key === "api/a/queue");
  const fifo = stackOf(shape(part("api/a", "SQS", 4), part("api/b", "SNS", 2, "api/a")));
  const failed = await world.deploy(fifo, { faults: [fail("api/b", "update")] });
  assert.equal(failed.outcome, "rolled-back");
  const queues = (await world.resources()).filter(({ key }) => key === "api/a/queue");
  assert.deepEqual(queues.map(({ id }) => id), [queue!.id]);
});

Deno.test("deploy() deletes what several components shared when the last of them was deleted in two runs", async () => {
  const world = new DeployWorld();
  await world.deploy(stackOf(shape(part("api/a", "Worker", 2), part("api/b", "SNS", 0))));
  const gone = stackOf(shape(part("api/b", "SNS", 0)));
  await world.deploy(gone, { rollback: false, faults: [fail("api/a", "delete")] });
  assert.equal((await world.deploy(gone)).outcome, "succeeded");
  assertSame(await world.picture(), await desiredPicture(gone), "afterwards");
});

Deno.test("deploy() restores descriptions, labels and config files that a failed deployment changed", async () => {
  const world = new DeployWorld();
  const before = stackOf(shape(part("api/a", "Lambda", 0), part("api/b", "Worker", 3)));
  await world.deploy(before);
  const prior = await world.picture();
  const after = shape(
    part("api/a", "Lambda", 3),
    part("api/b", "Worker", 6),
    part("api/c", "SNS", 0, "api/a"),
  );
  after.parts[2]!.needs = ["api/a"];
  const failed = await world.deploy(stackOf(after), { faults: [fail("api/c", "create")] });
  assert.equal(failed.outcome, "rolled-back");
  assertSame(await world.picture(), prior, "rolled back");
  assert.equal((await world.deploy(before)).outcome, "unchanged");
});

Deno.test("deploy() leaves code as it is, and says so, when going back needs code that is not kept", async () => {
  const world = new DeployWorld();
  await world.deploy(stackOf(shape(part("api/a", "Lambda", 1), part("api/b", "SNS", 0))));
  world.code.clear();
  const after = shape(part("api/a", "Lambda", 4), part("api/b", "SNS", 3, "api/a"));
  const failed = await world.deploy(stackOf(after), { faults: [fail("api/b", "update")] });
  assert.equal(failed.outcome, "failed");
  const [residue] = failed.residue.filter(({ id }) => id === "api/a");
  assert.match(residue!.why, /a-code has changed since, and is not kept/);
  assert.equal((await world.state())?.units.stack?.components["api/a"]?.status, "failed");
  assert.equal((await world.deploy(stackOf(after))).outcome, "succeeded");
});

Deno.test("deploy() narrowed to a component leaves what depends on it as it is recorded", async () => {
  const world = new DeployWorld();
  const before = stackOf(shape(part("api/a", "SQS", 0), part("api/b", "SNS", 0, "api/a")));
  await world.deploy(before);
  const after = stackOf(shape(part("api/a", "SQS", 2), part("api/b", "SNS", 2, "api/a")));
  const only = new Set(["api/a"]);
  await world.deploy(after, { with: { scope: () => only } });
  const wanted = stackOf(shape(part("api/a", "SQS", 2), part("api/b", "SNS", 0, "api/a")));
  assertSame(await world.picture(), await desiredPicture(wanted), "narrowed");
});

Deno.test("deploy() knows after a crash what a change gave: the secret of a password that AWS manages", async () => {
  const before = stackOf(shape(part("api/c0", "RDS", 7)));
  const after = stackOf(shape(part("api/c0", "RDS", 9), part("api/n1", "Worker", 2, "api/c0")));
  const desired = await desiredPicture(after);
  for (let dies = 20; dies < 80; dies += 2) {
    const world = new DeployWorld();
    await world.deploy(before);
    await world.deploy(after, { fate: new Fate(dies) }).catch((error) => {
      if (!(error instanceof Died)) throw error;
    });
    assert.notEqual((await world.deploy(after)).outcome, "failed");
    assertSame(await world.picture(), desired, `died at ${dies}`);
  }
});

Deno.test("deploy() does not forget a component while what only it shared is still there", async () => {
  const world = new DeployWorld();
  const rest = part("api/f", "Lambda", 10, "jobs/t");
  const before = stackOf(shape(part("jobs/t", "DynamoDB", 4), rest));
  await world.deploy(before);
  const worker = part("api/w", "Worker", 5, "api/f");
  const after = stackOf(shape(part("jobs/t", "DynamoDB", 5), rest, worker));
  // The worker's cluster is made; the table is gone, and can't be made again either.
  await world.deploy(after, { faults: [fail("jobs/t", "create")] });
  assert.equal((await world.deploy(before)).outcome, "succeeded");
  assertSame(await world.picture(), await desiredPicture(before), "afterwards");
});

Deno.test("deploy() stops before anything begins, and asks once, when code is not what was planned", async () => {
  const world = new DeployWorld();
  let asked = 0;
  const code = {
    list: () => Promise.resolve(new Set<string>()),
    keep: () => Promise.reject(new CodeChanged("The content of a-code changed")),
    bring: () => Promise.resolve(undefined),
  };
  const approve = () => Promise.resolve(++asked > 0);
  const changed = world.deploy(stackOf(shape(part("api/a", "Lambda", 1))), {
    with: { code, approve },
  });
  await assert.rejects(changed, CodeChanged);
  assert.deepEqual([asked, world.enginesStarted, await world.state()], [1, 0, undefined]);
});
