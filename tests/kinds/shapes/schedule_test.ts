import assert from "node:assert/strict";
import { scheduleExpression } from "../../../src/kinds/shapes/schedule.ts";

Deno.test("scheduleExpression() leaves EventBridge's own spellings alone", () => {
  for (
    const text of [
      "rate(5 minutes)",
      "rate(1 hour)",
      "cron(0 3 * * ? *)",
      "cron(0/5 8 ? * MON-FRI *)",
    ]
  ) {
    assert.equal(scheduleExpression(text), text);
  }
});

Deno.test("scheduleExpression() mends the number of a rate's unit", () => {
  assert.equal(scheduleExpression("rate(1 minutes)"), "rate(1 minute)");
  assert.equal(scheduleExpression("rate(5 minute)"), "rate(5 minutes)");
});

Deno.test("scheduleExpression() turns Unix cron into six fields and counts weekdays from Sunday = 1", () => {
  assert.deepEqual(
    [
      "0 3 * * *",
      "*/5 * * * *",
      "0 9 * * 1-5",
      "0 0 * * 0",
      "0 0 * * 7",
      "30 2 1 * *",
      "0 0 * * 1/2",
    ]
      .map(scheduleExpression),
    [
      "cron(0 3 * * ? *)",
      "cron(*/5 * * * ? *)",
      "cron(0 9 ? * 2-6 *)",
      "cron(0 0 ? * 1 *)",
      "cron(0 0 ? * 1 *)",
      "cron(30 2 1 * ? *)",
      "cron(0 0 ? * 2/2 *)",
    ],
  );
});

Deno.test("scheduleExpression() refuses what EventBridge refuses", () => {
  for (
    const text of [
      "every day",
      "rate(0 minutes)",
      "rate(5)",
      "cron(0 3 * * *)",
      "cron(0 3 * * * *)",
      "cron(0 3 ? * ? *)",
      "0 3 1 * 1",
      "",
    ]
  ) {
    assert.equal(scheduleExpression(text), undefined, text);
  }
});
