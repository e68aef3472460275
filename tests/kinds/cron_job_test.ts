import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const IMAGE = "image: { repository: report, tag: '1.0.0' }";
const job = (spec: string) => component("CronJob", "report", `${IMAGE}\n${spec}`);
const machineOf = (all: Resource[]) =>
  all.find(({ type }) => type.endsWith(":StateMachine"))?.properties.definition as {
    // deno-lint-ignore no-explicit-any
    $json: any;
  } | undefined;

Deno.test("CronJob renders a schedule that starts the task by itself", () => {
  snapshot("cron-job-minimal", render([job("schedule: rate(1 hour)")]).graph);
});

Deno.test("CronJob that forbids two runs at a time looks before it starts one", () => {
  const { graph } = render([job(`schedule: "0 3 * * *"
timezone: Europe/Berlin
concurrency: forbid
retries: 2
timeoutMinutes: 30`)]);
  snapshot("cron-job-guarded", graph);
});

Deno.test("CronJob repeats a failed run without looking for others when they are allowed", () => {
  const machine = machineOf(render([job("schedule: rate(1 hour)\nretries: 3")]).graph.resources)!;
  assert.deepEqual(Object.keys(machine.$json.States), ["Run"]);
  assert.equal(machine.$json.States.Run.Retry[0].MaxAttempts, 3);
});

Deno.test("CronJob needs no state machine for a plain schedule, nor runs when it is disabled", () => {
  const { resources } = render([job("schedule: rate(1 hour)\nenabled: false")]).graph;
  assert.equal(machineOf(resources), undefined);
  const schedule = resources.find(({ key }) => key === "api/report/schedule")!;
  assert.equal(schedule.properties.state, "DISABLED");
});

Deno.test("CronJob refuses a schedule and a time zone that are none and says how to mend them", () => {
  assert.deepEqual(errorsOf(load([job("schedule: nightly\ntimezone: Europe/Berlim")])), [
    'wrong-value "nightly" is not a schedule | write it as rate(5 minutes), cron(0 3 * * ? *) or "0 3 * * *"',
    'wrong-value "Europe/Berlim" is not a time zone | set timezone: Europe/Berlin',
  ]);
});
