import assert from "node:assert/strict";
import process from "node:process";

/** Milliseconds of this process's own time: what others do on the machine is not in it. */
async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Asserts that work of four times the size takes at most eight times as long (sixteen times would be quadratic): the
 * least of some runs each, until they are so.
 */
export async function assertSoon(
  work: (size: number) => unknown,
  size: number,
  what = "",
): Promise<void> {
  await work(size);
  let [one, four] = [Infinity, Infinity];
  for (let run = 1; run <= 8; run++) {
    one = Math.min(one, await processorTime(() => work(size)));
    four = Math.min(four, await processorTime(() => work(4 * size)));
    // A millisecond is nothing, and can't be told from none.
    if (four <= 8 * one + 1) return;
  }
  assert.fail(
    `${what} takes ${one.toFixed(1)} ms, and ${four.toFixed(1)} ms for four times as much`,
  );
}
