import assert from "node:assert/strict";
import type { Fault } from "../../src/engine/sandbox/faults.ts";
import { scopeOf } from "../../src/planning/scope.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { Seeded } from "../random.ts";
import { assertSame, DeployWorld, desiredPicture, Died, differing, Fate } from "./deploy_world.ts";
import { changedShape, randomShape, type Shape, stackOf, without } from "./shape.ts";

/** A deployment of `old`, then of `after` with something that goes wrong. */
export interface Case {
  old: Shape;
  after: Shape;
  faults: Fault[];
  rollback: boolean;
  /** Whether code that was deployed can still be had. */
  keeps: boolean;
  /** Only this service is deployed, where it can be by itself. */
  only?: string;
  /** The number of the place where the process dies, if it does. */
  dies?: number;
  /** What is run next, when all is over: what failed, or what was before. */
  next: "after" | "old";
}

export function randomCase(seed: number): Case {
  const random = new Seeded(seed);
  const apart = seed % 2 === 1;
  const old = random.below(6) === 0
    ? { parts: [], level: 0, apart }
    : randomShape(random, 7, apart);
  const after = changedShape(random, old);
  if (after.parts.length === 0) after.parts.push({ id: "api/only", kind: "SQS", v: 1, needs: [] });
  const ids = [...new Set([...old.parts, ...after.parts].map(({ id }) => id))];
  const faults: Fault[] = [];
  for (let n = [0, 1, 1, 1, 2, 3][random.below(6)]!; n > 0; n--) {
    faults.push({
      component: random.pick(ids),
      operation: random.pick(["create", "update", "delete", "health"]),
      effect: "fail",
    });
  }
  return {
    old,
    after,
    faults,
    rollback: random.below(4) > 0,
    keeps: random.below(3) > 0,
    next: random.pick(["after", "after", "old"]),
    ...(apart && random.below(2) === 0 && { only: random.pick(["api", "jobs", "web"]) }),
    ...(random.below(2) === 0 && { dies: random.below(random.pick([40, 150, 400])) }),
  };
}

/** Plays a case and throws where a property does not hold. Answers what kind of case it was. */
export async function play(
  { old, after, faults, rollback, keeps, dies, next, only }: Case,
): Promise<string> {
  const world = new DeployWorld();
  const before = stackOf(old);
  const stack = stackOf(after);
  if (old.parts.length > 0) {
    assert.equal((await world.deploy(before)).outcome, "succeeded", "the first deployment");
    assert.equal((await world.deploy(before)).outcome, "unchanged", "the first one again");
  }
  if (!keeps) world.code.clear();
  const prior = await world.picture();
  const scope = only && scopeOf(stack, await world.state(), [only], []);
  const narrowed = scope && "scope" in scope ? scope.scope : undefined;
  // To the letter: what another service refers to may be replaced, and is followed by its own next deployment.
  const others = async () =>
    (await world.resources()).filter(({ key }) => !key.startsWith(`${only}/`));
  const untouched = await others();
  const desired = narrowed ? undefined : await desiredPicture(stack);
  let outcome: string;
  const fate = new Fate(dies);
  try {
    const ended = await world.deploy(stack, {
      faults,
      rollback,
      fate,
      ...(narrowed && { with: { scope: () => narrowed } }),
    });
    // The lock is given back by a call that never throws.
    if (fate.dead) throw new Died();
    outcome = ended.outcome;
    const now = await world.picture();
    const sick = faults.filter(({ operation }) => operation === "health").map((f) => f.component)
      .filter((id) => narrowed?.has(id) ?? true);
    assertGated(after, sick, now, prior);
    if (narrowed) assert.deepEqual(await others(), untouched, "another service");
    if (outcome === "succeeded" || outcome === "unchanged") {
      if (desired) assertSame(now, desired, "succeeded, but not as desired");
      assert.deepEqual(ended.left, []);
      const changed = ended.plan.changes.filter(({ action }) =>
        /create|update|replace/.test(action)
      );
      assert.deepEqual(
        changed.filter(({ id }) => sick.includes(id)),
        [],
        "unhealthy, and succeeded",
      );
    } else if (outcome === "rolled-back") {
      assertSame(now, prior, "rolled back, but not as before");
      assert.deepEqual(ended.left, [], "rolled back, with something left");
    } else {
      assert.equal(outcome, "failed");
      assert.notDeepEqual(ended.left, [], "failed, and nothing is left");
      const wanted = rollback ? prior : desired ?? now;
      const residue = differing(now, wanted).filter((id) => !id.endsWith("/@shared"));
      const unlisted = residue.filter((id) => !ended.left.includes(id));
      assert.deepEqual(unlisted, [], `not listed in ${ended.left}`);
    }
    const state = await world.state();
    assertNothingInFlight(state, "");
    assert.equal(await world.lockHeld(), undefined, "lock");
  } catch (error) {
    if (!(error instanceof Died)) throw error;
    outcome = "died";
  }
  for (const one of next === "after" ? [stack, before] : [before, stack]) {
    await converges(world, one, `after ${outcome}`);
  }
  return outcome;
}

/** What needs something unhealthy is as it was, or gone. */
function assertGated(
  { parts }: Shape,
  sick: readonly string[],
  now: ReadonlyMap<string, string>,
  prior: ReadonlyMap<string, string>,
) {
  for (const { id, needs } of parts) {
    if (!needs.some((need) => sick.includes(need)) || !now.has(id)) continue;
    assert.equal(now.get(id), prior.get(id), `${id} did not wait for its needs to be healthy`);
  }
}

/** One run without faults makes the stack true, and a second one has nothing to do. */
async function converges(world: DeployWorld, stack: ReturnType<typeof stackOf>, when: string) {
  const { outcome, left } = await world.deploy(stack);
  assert.ok(outcome === "succeeded" || outcome === "unchanged", `${when}: ${outcome} ${left}`);
  assertSame(await world.picture(), await desiredPicture(stack), when);
  const state = await world.state();
  assertNothingInFlight(state, when);
  assert.equal(await world.lockHeld(), undefined, `${when}: lock`);
  assert.equal((await world.deploy(stack)).outcome, "unchanged", `${when}: again`);
  assert.equal(world.enginesStarted, 0, `${when}: engines`);
}

function assertNothingInFlight(state: StateDocument | undefined, when: string): void {
  const open = Object.entries(state?.units ?? {}).filter(([, { inFlight }]) => inFlight);
  assert.deepEqual(open.map(([unit]) => unit), [], `${when}: in flight`);
}

/** The smallest case found by leaving things out that still fails. */
export async function shrink(found: Case): Promise<{ small: Case; error: unknown }> {
  let small = found;
  let error = await failureOf(found);
  for (let again = true; again;) {
    again = false;
    for (const smaller of smallerThan(small)) {
      const problem = await failureOf(smaller);
      if (problem === undefined) continue;
      [small, error, again] = [smaller, problem, true];
      break;
    }
  }
  return { small, error };
}

async function failureOf(one: Case): Promise<unknown> {
  try {
    await play(one);
  } catch (error) {
    return error;
  }
}

function* smallerThan(one: Case): Generator<Case> {
  const ids = new Set([...one.old.parts, ...one.after.parts].map(({ id }) => id));
  for (const id of ids) {
    const after = without(one.after, id);
    if (after.parts.length) yield { ...one, old: without(one.old, id), after };
    if (after.parts.length && one.after.parts.some((p) => p.id === id)) yield { ...one, after };
    if (one.old.parts.some((p) => p.id === id)) yield { ...one, old: without(one.old, id) };
  }
  if (one.only) yield { ...one, only: undefined };
  for (const fault of one.faults) yield { ...one, faults: one.faults.filter((f) => f !== fault) };
  for (const part of one.after.parts) {
    const parts = (change: Partial<typeof part>) =>
      one.after.parts.map((p) => p === part ? { ...p, ...change } : p);
    if (part.needs.length) yield { ...one, after: { ...one.after, parts: parts({ needs: [] }) } };
    const was = one.old.parts.find(({ id }) => id === part.id);
    // Unchanged is smaller than changed.
    const values = was?.v === part.v ? [] : [was?.v ?? part.v - 1, part.v - 1];
    for (const v of values) {
      if (v >= 0) yield { ...one, after: { ...one.after, parts: parts({ v }) } };
    }
  }
  if (one.dies !== undefined) {
    const { dies: _, ...alive } = one;
    yield alive;
    for (const dies of [one.dies >> 1, one.dies - 1]) if (dies >= 0) yield { ...one, dies };
  }
}

/** Plays cases from a seed on; throws with seed and smallest failing case. Answers how many ended how. */
export async function playMany(from: number, count: number): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  for (let seed = from; seed < from + count; seed++) {
    const one = randomCase(seed);
    try {
      const outcome = await play(one);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch {
      const { small, error } = await shrink(one);
      const why = error instanceof Error ? error.stack : error;
      throw new Error(`seed ${seed} fails:\n${JSON.stringify(small)}\n${why}`);
    }
  }
  return outcomes;
}
