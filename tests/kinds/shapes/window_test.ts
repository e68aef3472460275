import assert from "node:assert/strict";
import fc from "fast-check";
import { windowMinutes, windowsOverlap } from "../../../src/kinds/shapes/window.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const two = (n: number) => String(n).padStart(2, "0");
const clock = (minute: number) => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
const point = (minute: number) => `${DAYS[Math.floor(minute / 1440) % 7]}:${clock(minute % 1440)}`;

Deno.test("windowMinutes() goes over midnight and over the week's end", () => {
  assert.equal(windowMinutes("23:30-00:15"), 45);
  assert.equal(windowMinutes("sun:23:00-mon:01:00"), 120);
  assert.equal(windowMinutes("mon:04:00-tue:04:00"), 1440);
});

Deno.test("windowsOverlap() says no when one begins as the other ends", () => {
  assert.equal(windowsOverlap("03:00-04:00", "mon:04:00-mon:05:00"), false);
  assert.equal(windowsOverlap("04:00-05:00", "mon:03:00-mon:04:00"), false);
});

Deno.test("windowsOverlap() agrees with a walk through every minute of the week", () => {
  const property = fc.property(
    fc.nat(1439),
    fc.integer({ min: 30, max: 1439 }),
    fc.nat(10_079),
    fc.integer({ min: 30, max: 1439 }),
    (dailyStart, dailyLength, weeklyStart, weeklyLength) => {
      const daily = `${clock(dailyStart)}-${clock((dailyStart + dailyLength) % 1440)}`;
      const end = (weeklyStart + weeklyLength) % 10_080;
      const weekly = `${point(weeklyStart)}-${point(end)}`;
      const inDaily = (minute: number) => (minute - dailyStart + 1440) % 1440 < dailyLength;
      const shared = Array.from({ length: weeklyLength }, (_, i) => (weeklyStart + i) % 1440)
        .some(inDaily);
      assert.equal(windowsOverlap(daily, weekly), shared, `${daily} and ${weekly}`);
    },
  );
  // On a failure fast-check prints the seed and the smallest windows that disagree.
  fc.assert(property, { numRuns: 300 });
});
