import assert from "node:assert/strict";
import { Uploader } from "../../src/operations/uploader.ts";
import { SteppedClock } from "../state/session_world.ts";

/** An uploader whose commits take `ms` each; `commits` are the moments they began at. */
function uploaderOf(clock: SteppedClock, ms: number) {
  const commits: number[] = [];
  const commit = async () => {
    commits.push(clock.now);
    await clock.sleep(ms);
  };
  return { commits, uploader: new Uploader(commit, () => assert.fail("it failed"), clock) };
}

Deno.test("Uploader commits at once, and then leaves nine tenths of the time to others", async () => {
  const clock = new SteppedClock();
  const began = clock.now;
  const { commits, uploader } = uploaderOf(clock, 20);
  for (let i = 0; i < 199; i++) {
    uploader.touch();
    await clock.tick(10);
  }
  assert.equal(commits[0], began);
  assert.deepEqual(commits.slice(1).map((at, i) => at - commits[i]!), Array(9).fill(200));
  await clock.until(uploader.close());
});

Deno.test("Uploader is never more than a quarter of a second behind, and a commit, where commits take long", async () => {
  const clock = new SteppedClock();
  const { commits, uploader } = uploaderOf(clock, 500);
  for (let i = 0; i < 299; i++) {
    uploader.touch();
    await clock.tick(10);
  }
  assert.deepEqual(commits.slice(1).map((at, i) => at - commits[i]!), [750, 750, 750]);
  await clock.until(uploader.close());
});

Deno.test("close() of Uploader does not wait for a rest, and commits nothing more", async () => {
  const clock = new SteppedClock();
  const { commits, uploader } = uploaderOf(clock, 100);
  uploader.touch();
  await clock.tick(100);
  uploader.touch();
  const before = clock.now;
  await uploader.close();
  assert.equal(clock.now, before);
  assert.equal(commits.length, 1);
});

Deno.test("settle() of Uploader waits for a commit that began after it, and for no rest", async () => {
  const clock = new SteppedClock();
  const began = clock.now;
  const { commits, uploader } = uploaderOf(clock, 100);
  uploader.touch();
  await clock.tick(50);
  await clock.until(uploader.settle(), 10);
  assert.equal(clock.now - began, 200);
  await clock.tick(10);
  await clock.until(uploader.settle(), 10);
  assert.deepEqual(commits.map((at) => at - began), [0, 100, 210]);
  await clock.until(uploader.close());
  await uploader.settle();
  assert.equal(commits.length, 3);
});

Deno.test("settle() of Uploader does not wait for ever for what can't be committed", async () => {
  const clock = new SteppedClock();
  let failures = 0;
  const uploader = new Uploader(() => Promise.reject(new Error("no")), () => failures++, clock);
  await Promise.all([uploader.settle(), uploader.settle()]);
  await uploader.settle();
  assert.equal(failures, 1);
  await uploader.close();
});
