import assert from "node:assert/strict";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1234";
const TASKS = (balancer = "{ shared: true }") =>
  component(
    "MicroService",
    "web",
    `image: { repository: nginx, tag: "1" }\nports: [8080]\nloadBalancer: ${balancer}`,
  );
const FUNCTION = component(
  "Lambda",
  "handler",
  "runtime: nodejs22.x\nhandler: i.handler\ncode: { s3Bucket: b, s3Key: k }",
);
const of = (spec: string, ...others: string[]) =>
  render([component("ALB", "front", spec), ...others]).graph.resources;
const own = (spec: string, ...others: string[]) =>
  of(spec, ...others).filter((r) => r.key.startsWith("api/front/"));
const errors = (spec: string, ...others: string[]) =>
  errorsOf(load([component("ALB", "front", spec), ...others]));

Deno.test("ALB answers 404 on a listener without rules", () => {
  snapshot("alb-minimal", render([component("ALB", "front", "listeners: [{ port: 8000 }]")]).graph);
});

Deno.test("ALB forwards to tasks and functions, redirects and answers", () => {
  const spec = `internal: true
accessLogs: { component: logs, prefix: front }
records: [{ name: www.example.com, hostedZoneId: Z0123456789ABC }]
waf: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/1"
listeners:
  - port: 443
    certificateArn: "${CERTIFICATE}"
    additionalCertificateArns: ["${CERTIFICATE}5"]
    rules:
      - host: api.example.com
        path: /api/*
        target: web
      - paths: [/f, /g]
        methods: [POST]
        headers: [{ name: X-Kind, values: [a, b] }]
        target: handler
      - path: /old
        redirect: { path: /new, permanent: false }
      - sourceCIDRs: [10.0.0.0/8]
        priority: 5
        response: { status: 403, body: "no" }
      - target: web
  - port: 80`;
  snapshot(
    "alb-rules",
    own(spec, TASKS(), FUNCTION, component("S3", "logs", "acceptLogs: true")),
  );
});

Deno.test("ALB gives tasks that share it a target group and no balancer of their own", () => {
  const resources = of("listeners: [{ port: 8000, rules: [{ target: web }] }]", TASKS());
  const balancers = resources.filter((r) => r.type === "aws:lb/loadBalancer:LoadBalancer");
  assert.deepEqual(balancers.map((r) => r.key), ["api/front/load-balancer"]);
  const service = resources.find((r) => r.type === "aws:ecs/service:Service")!;
  assert.deepEqual(service.properties.loadBalancers, [{
    targetGroupArn: { $attr: ["api/web/target-group", "arn"] },
    containerName: "web",
    containerPort: 8080,
  }]);
  const listener = resources.find((r) => r.key === "api/front/listener-8000")!;
  assert.deepEqual(listener.properties.defaultActions, [{
    type: "forward",
    targetGroupArn: { $attr: ["api/web/target-group", "arn"] },
  }]);
  const ingress = resources.find((r) => r.key === "api/front/to-api-web-8080")!;
  assert.deepEqual(ingress.properties.referencedSecurityGroupId, {
    $attr: ["api/front/security-group", "id"],
  });
});

Deno.test("ALB keeps every rule's priority when one is put between them", () => {
  const rules = (paths: string[]) =>
    own(
      `listeners: [{ port: 8000, rules: [${
        paths.map((path) => `{ path: ${path}, response: { status: 200 } }`).join(", ")
      }] }]`,
    ).filter((r) => r.type.endsWith(":ListenerRule"))
      .map((r) => [r.key, r.properties.priority]);
  assert.deepEqual(rules(["/a", "/b", "/c"]).slice(0, 2), rules(["/a", "/c"]));
});

Deno.test("ALB sends clients of port 80 to the secure port beside it", () => {
  const action = (spec: string) =>
    own(spec).find((r) => r.key === "api/front/listener-80")!.properties.defaultActions as {
      type: string;
    }[];
  assert.equal(
    action(`listeners: [{ port: 443, certificateArn: "${CERTIFICATE}" }, { port: 80 }]`)[0]!.type,
    "redirect",
  );
  assert.equal(action("listeners: [{ port: 80 }]")[0]!.type, "fixed-response");
});

Deno.test("ALB protects itself from deletion when told to", () => {
  const balancer = own("deletionProtection: true\nlisteners: [{ port: 8000 }]")
    .find((r) => r.type === "aws:lb/loadBalancer:LoadBalancer")!;
  assert.deepEqual([balancer.protect, balancer.properties.enableDeletionProtection], [true, true]);
});

Deno.test("ALB refuses what AWS would, and says what to do", () => {
  const answer = "response: { status: 200 }";
  const cases: [string, ...string[]][] = [
    [
      "listeners: [{ port: 443, protocol: HTTPS }]",
      'missing-field HTTPS needs "certificateArn" | add certificateArn: the ARN of an ACM certificate',
    ],
    [
      `listeners: [{ port: 80, protocol: HTTP, certificateArn: "${CERTIFICATE}" }]`,
      'https-only HTTP has no certificates and no security policy | set protocol: HTTPS, or remove "certificateArn" and "sslPolicy"',
    ],
    [
      `listeners: [{ port: 80, rules: [{ ${answer} }, { ${answer} }] }]`,
      "second-default Only one rule can take the requests that are left | add a host or a path to one of them",
    ],
    [
      `listeners: [{ port: 80, rules: [{ path: /a, ${answer} }, { path: /b, priority: 10, ${answer} }] }]`,
      "duplicate-priority Two rules have priority 10 | give one of them another priority",
    ],
    [
      `listeners: [{ port: 80, rules: [{ path: /a, paths: [/b], ${answer} }] }]`,
      'exclusive-fields "path" and "paths" can\'t be given together | put all of them in "paths"',
    ],
    [
      `listeners: [{ port: 80, rules: [{ hosts: [a, b, c], paths: [/a, /b, /c], ${answer} }] }]`,
      "too-many-conditions A rule can compare with 5 values, not 6 | make two rules of it",
    ],
    [
      "listeners: [{ port: 80, rules: [{ response: { status: 301 } }] }]",
      "wrong-value A fixed answer can't have status 301 | use redirect, or another status",
    ],
    [
      "listeners: [{ port: 80, rules: [{ redirect: { protocol: HTTP } }] }]",
      "redirect-loop The redirect leads to where it comes from | set protocol: HTTPS, or another host, path or port",
    ],
  ];
  for (const [spec, ...expected] of cases) assert.deepEqual(errors(spec), expected, spec);
});

Deno.test("ALB refuses tasks that are behind a balancer of their own, or behind none", () => {
  const spec = "listeners: [{ port: 80, rules: [{ target: web }] }]";
  const expected = [
    'not-shared "web" can\'t be forwarded to | set loadBalancer: {shared: true, type: application} in "web"',
  ].map((line) => line.replaceAll('"web"', '"api/web"'));
  assert.deepEqual(errors(spec, TASKS("{ internal: true }")), expected);
  assert.deepEqual(errors(spec, TASKS("{ enabled: false }")), expected);
  assert.deepEqual(errors(spec, TASKS("{ shared: true, type: network }")), expected);
});

Deno.test("ALB refuses to log to a bucket that takes no logs", () => {
  const spec = "accessLogs: { component: logs }\nlisteners: [{ port: 80 }]";
  assert.deepEqual(errors(spec, component("S3", "logs", "")), [
    'logs-refused "api/logs" does not take logs | add acceptLogs: true to "api/logs"',
  ]);
});
