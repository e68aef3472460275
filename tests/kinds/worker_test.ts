import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const IMAGE = "image: { repository: worker, tag: '1.0.0' }";
const worker = (spec: string) => component("Worker", "jobs", `${IMAGE}\n${spec}`);
const QUEUE = component("SQS", "queue", "");

Deno.test("Worker renders a service from an image alone", () => {
  snapshot("worker-minimal", render([worker("")]).graph);
});

Deno.test("Worker follows a queue by the messages per running task", () => {
  const { graph } = render([
    worker(`autoscaling: { minReplicas: 1, maxReplicas: 20 }
scaling: { queue: { component: queue, messagesPerTask: 25 } }`),
    QUEUE,
  ]);
  const policies = graph.resources.filter(({ key }) => key.startsWith("api/jobs/scaling-"));
  snapshot("worker-queue-scaling", policies);
});

Deno.test("Worker holds its CPU as well as the queue when both are asked for", () => {
  const { graph } = render([
    worker(`autoscaling: { maxReplicas: 20, targetCPUUtilization: 60 }
scaling: { queue: queue }`),
    QUEUE,
  ]);
  const keys = graph.resources.map(({ key }) => key).filter((key) => key.includes("/scaling-"));
  assert.deepEqual(keys, ["api/jobs/scaling-cpu", "api/jobs/scaling-queue"]);
});

Deno.test("Worker on spare capacity brings the cluster's provider with it", () => {
  const { graph } = render([worker("runtime: { spot: true }")]);
  const service = graph.resources.find(({ key }) => key === "api/jobs/service")!;
  assert.equal(service.properties.launchType, undefined);
  assert.ok(service.dependsOn?.includes("api/@shared/cluster-capacity"));
});

Deno.test("Worker on ec2 gets machines that come and go with its tasks", () => {
  const { graph } = render([
    worker("runtime: { platform: ec2, instanceType: m7g.large, architecture: arm64 }"),
  ]);
  snapshot("worker-ec2", graph);
});

const refused: [string, string, string][] = [
  [
    "scaling without limits",
    "scaling: { queue: queue }",
    'missing-field "scaling" needs "autoscaling" | add autoscaling: {minReplicas: 1, maxReplicas: 10}',
  ],
  [
    "a queue followed from no task",
    "autoscaling: { minReplicas: 0, maxReplicas: 5 }\nscaling: { queue: queue }",
    "wrong-range a queue can't be followed from 0 tasks | set minReplicas: 1",
  ],
  [
    "requests as a target",
    "autoscaling: { maxReplicas: 5, policies: [{ metric: requests, target: 5 }] }",
    "wrong-value a Worker has no requests to count | choose cpu or memory, or use scaling.queue",
  ],
];
refused.push([
  "spare capacity on machines of its own",
  "runtime: { platform: ec2, spot: true }",
  'unused-field "spot" has no meaning on platform ec2 | remove "spot", or set platform: fargate',
], [
  "a type of machine on Fargate",
  "runtime: { instanceType: t3.large }",
  'unused-field "instanceType" has no meaning on platform fargate | remove "instanceType", or set platform: ec2',
]);
for (const [what, spec, expected] of refused) {
  Deno.test(`Worker refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([worker(spec), QUEUE])), [expected]);
  });
}
