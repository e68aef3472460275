import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { unheardEvents } from "../../src/planning/unheard_events.ts";
import { component, load } from "../kinds/harness.ts";

function refused(when: string, bus = "", tenant = "acme"): string[] {
  const spec = `${bus}rules: [{ name: r, ${when}, targets: [{ component: jobs }] }]`;
  const { stack } = load([component("EventBridge", "it", spec), component("SQS", "jobs", "")]);
  const whole = { ...stack!, tenant: tenant === "none" ? undefined : tenant };
  return unheardEvents(whole, renderStack(whole)).map(({ summary }) => summary);
}

Deno.test("unheardEvents() finds rules on the account's bus that no tenant's role may make", () => {
  const summary = "api/it/rule-r can't hear events of \"shop\" on the account's bus";
  assert.deepEqual(refused("pattern: { source: [shop] }"), [summary]);
  assert.deepEqual(refused("pattern: { source: [aws.s3, shop] }"), [summary]);
  assert.equal(refused("pattern: { source: [{ prefix: aws. }] }").length, 1);
});

Deno.test("unheardEvents() has nothing against AWS's services, schedules, other buses and stacks of no tenant", () => {
  assert.deepEqual(refused("pattern: { source: [aws.s3] }"), []);
  assert.deepEqual(refused("schedule: rate(1 hour)"), []);
  assert.deepEqual(refused("pattern: { source: [shop] }", "bus: own\n"), []);
  assert.deepEqual(refused("pattern: { source: [shop] }", "existingBus: theirs\n"), []);
  assert.deepEqual(refused("pattern: { source: [shop] }", "", "none"), []);
});
