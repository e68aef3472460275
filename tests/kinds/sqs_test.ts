import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

Deno.test("SQS renders one queue when nothing is asked for", () => {
  snapshot("sqs-minimal", render([component("SQS", "jobs", "")]).graph);
});

Deno.test("SQS renders a fifo queue with its dead-letter queue", () => {
  const spec =
    "type: fifo\ndeadLetterQueue: { maxReceiveCount: 3 }\ncontentBasedDeduplication: true";
  snapshot("sqs-fifo", render([component("SQS", "jobs", spec)]).graph);
});

Deno.test("SQS refuses fifo options on a standard queue and says how to mend it", () => {
  const errors = errorsOf(load([component("SQS", "jobs", "contentBasedDeduplication: true")]));
  assert.deepEqual(errors, [
    'fifo-only "contentBasedDeduplication" needs a fifo queue | remove "contentBasedDeduplication", or set type: fifo',
  ]);
});
