import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/db/0123456789abcdef";
const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1234";
const TASKS = component(
  "MicroService",
  "web",
  'image: { repository: nginx, tag: "1" }\nports: [8080]\nloadBalancer: { shared: true, type: network }',
);
const ALB = component("ALB", "front", "listeners: [{ port: 80 }]\ninternal: true");
const own = (spec: string, ...others: string[]) =>
  render([component("NLB", "edge", spec), ...others]).graph.resources
    .filter((r) => r.key.startsWith("api/edge/"));
const errors = (spec: string, ...others: string[]) =>
  errorsOf(load([component("NLB", "edge", spec), ...others]));

Deno.test("NLB passes a port on to a target group that exists", () => {
  const spec = `internal: true\nlisteners: [{ port: 5432, targetGroupArn: "${GROUP}" }]`;
  snapshot("nlb-minimal", render([component("NLB", "edge", spec)]).graph);
});

Deno.test("NLB stands before tasks with TLS and before an ALB", () => {
  const spec = `allowedCIDRs: [203.0.113.0/24]
listeners:
  - port: 443
    certificateArn: "${CERTIFICATE}"
    alpnPolicy: HTTP2Preferred
    target: web
  - port: 8000
    target: front
    targetPort: 80
  - port: 53
    protocol: TCP_UDP
    targetGroupArn: "${GROUP}"`;
  snapshot("nlb-targets", own(spec, TASKS, ALB));
});

Deno.test("NLB refuses what AWS would, and says what to do", () => {
  const cases: [string, ...string[]][] = [
    [
      `{ port: 1, protocol: TLS, targetGroupArn: "${GROUP}" }`,
      'missing-field TLS needs "certificateArn" | add certificateArn: the ARN of an ACM certificate',
    ],
    [
      `{ port: 1, alpnPolicy: None, targetGroupArn: "${GROUP}" }`,
      'tls-only "alpnPolicy" needs protocol TLS | set protocol: TLS, or remove "alpnPolicy"',
    ],
    [
      `{ port: 1, protocol: UDP, idleTimeoutSeconds: 60, targetGroupArn: "${GROUP}" }`,
      'tcp-only "idleTimeoutSeconds" needs protocol TCP | remove "idleTimeoutSeconds"',
    ],
    [
      "{ port: 1, protocol: UDP, target: web }",
      "wrong-protocol Tasks can't be forwarded UDP | set protocol: TCP, or give the targetGroupArn of a group of your own",
    ],
    [
      "{ port: 1, targetPort: 2, target: web }",
      'alb-only "targetPort" is for an ALB as target | remove "targetPort"',
    ],
    [
      "{ port: 443, target: front }",
      'unknown-port "api/front" has no listener on 443 | set targetPort: 80',
    ],
    [
      `{ port: 80, certificateArn: "${CERTIFICATE}", target: front }`,
      "wrong-protocol An ALB can't be forwarded TLS | set protocol: TCP, and remove the certificate here",
    ],
  ];
  for (const [item, ...expected] of cases) {
    assert.deepEqual(errors(`listeners: [${item}]`, TASKS, ALB), expected, item);
  }
});

Deno.test("NLB refuses tasks whose target group is for an ALB", () => {
  const tasks = TASKS.replace(", type: network", "");
  assert.deepEqual(errors("listeners: [{ port: 1, target: web }]", tasks), [
    'not-shared "api/web" can\'t be forwarded to | set loadBalancer: {shared: true, type: network} in "api/web"',
  ]);
});
