import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const IMAGE = "image: { repository: nginx, tag: '1.27' }";
const micro = (spec: string) => component("MicroService", "web", `${IMAGE}\n${spec}`);
const resources = (spec: string, others: string[] = []) =>
  render([micro(spec), ...others]).graph.resources;
const named = (all: Resource[], name: string) => {
  const found = all.find((resource) => resource.key.endsWith(`/web/${name}`));
  assert.ok(found, `no ${name} in ${all.map((resource) => resource.key).join(" ")}`);
  return found;
};
const containers = (all: Resource[]) =>
  (named(all, "task-definition").properties.containerDefinitions as {
    // deno-lint-ignore no-explicit-any
    $json: any[];
  }).$json;

Deno.test("MicroService renders a service without ports from an image alone", () => {
  snapshot("micro-service-minimal", render([micro("")]).graph);
});

Deno.test("MicroService renders a public load balancer with TLS, rules and scaling by requests", () => {
  snapshot(
    "micro-service-balanced",
    render([micro(`ports: [8080]
healthCheck: { readiness: { http: /health, initialDelaySeconds: 20 } }
replicas: 3
autoscaling:
  minReplicas: 2
  maxReplicas: 8
  policies: [{ metric: requests, target: 500 }]
loadBalancer:
  certificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
  hostname: shop.example.com
  path: /api/*`)]).graph,
  );
});

Deno.test("MicroService puts a network load balancer in front of its port", () => {
  const all = resources("ports: [5432]\nloadBalancer: { type: nlb, internal: true }");
  const { port, protocol } = named(all, "listener").properties;
  assert.deepEqual([port, protocol], [5432, "TCP"]);
  const check = named(all, "target-group").properties.healthCheck as Record<string, unknown>;
  assert.equal(check.protocol, "TCP");
  const ingress = named(all, "load-balancer-ingress-vpc-tcp-5432").properties;
  assert.deepEqual(ingress.cidrIpv4, { $lookup: ["network/vpc", "cidrBlock"] });
});

Deno.test("MicroService shares one namespace in the stack and one cluster in the service", () => {
  const discovery = "ports: [80]\nserviceDiscovery: { namespace: shop.internal }";
  const { graph } = render([
    micro(discovery),
    component("MicroService", "api", `${IMAGE}\n${discovery}`),
  ]);
  const shared = graph.resources.map(({ key }) => key).filter((key) => key.includes("@shared"));
  assert.deepEqual(shared.sort(), [
    "@stack/@shared/namespace-shop.internal",
    "api/@shared/cluster",
  ]);
  const registry = named(graph.resources, "discovery").properties;
  const zone = { $attr: ["@stack/@shared/namespace-shop.internal", "id"] };
  assert.deepEqual(registry.namespaceId, zone);
  assert.deepEqual((registry.dnsConfig as Record<string, unknown>).namespaceId, zone);
  assert.equal(graph.outputs["api/web"]!.endpoint, "web.shop.internal:80");
});

Deno.test("MicroService names a shared cluster by the service, whichever component comes first", () => {
  const cluster = (components: string[]) =>
    render(components).graph.resources.find(({ key }) => key === "api/@shared/cluster")!;
  const alone = cluster([component("MicroService", "zoo", IMAGE)]);
  const together = cluster([
    component("SQS", "jobs", ""),
    component("MicroService", "api", `${IMAGE}\ndependsOn: [jobs]`),
    component("MicroService", "zoo", IMAGE),
  ]);
  assert.deepEqual(together, alone);
});

Deno.test("MicroService reads secrets by partial ARN, and may read exactly those", () => {
  const all = resources(`secrets:
  - { name: db-password, secretRef: "prod/db#password" }
  - { name: token, secretRef: prod/token, envVar: API_TOKEN }`);
  const arn = (path: string) => ({
    $join: ["arn:aws:secretsmanager:eu-west-1:", "123456789012", ":", `secret:${path}`],
  });
  assert.deepEqual(containers(all)[0].secrets, [
    { name: "API_TOKEN", valueFrom: arn("prod/token") },
    { name: "DB_PASSWORD", valueFrom: { $join: [arn("prod/db"), ":password::"] } },
  ]);
  const policy = named(all, "execution-role-policy").properties.policy as {
    $json: { Statement: { Action: string[]; Resource: unknown }[] };
  };
  const reading = policy.$json.Statement.filter(({ Action }) =>
    Action.includes("secretsmanager:GetSecretValue")
  );
  assert.deepEqual(reading.map(({ Resource }) => Resource), [
    [arn("prod/db-??????"), arn("prod/token-??????")],
  ]);
});

Deno.test("MicroService mounts config files that a first container writes", () => {
  const { graph } = render([], {
    files: {
      "services/api/web.yaml": micro("configs: { mountPath: /etc/app, files: [app.ini] }"),
      "services/api/config/app.ini": "size=große\n",
    },
  });
  const [main, writer] = containers(graph.resources);
  assert.deepEqual(main.dependsOn, [{ containerName: "config", condition: "SUCCESS" }]);
  assert.equal(main.mountPoints[0].readOnly, true);
  const bytes = Uint8Array.from(
    atob(writer.environment[0].value),
    (character) => character.charCodeAt(0),
  );
  assert.equal(new TextDecoder().decode(bytes), "size=große\n");
  assert.match(writer.command[0], /base64 -d > '\/etc\/app\/app\.ini'/);
});

Deno.test("MicroService refuses config files that a task definition has no room for", () => {
  const loaded = load([], {
    files: {
      "services/api/web.yaml": micro("configs: { mountPath: /etc/app, files: [a, b] }"),
      "services/api/config/a": "x".repeat(20_000),
      "services/api/config/b": "x".repeat(5_000),
    },
  });
  assert.deepEqual(errorsOf(loaded), [
    'large-files "b" and the files before it have 25000 bytes | make them smaller, or let the program fetch them itself',
  ]);
});

Deno.test("MicroService reads the short form of its health check as readiness", () => {
  const balanced = "ports: [8080]\nloadBalancer: { internal: true }\n";
  const long = resources(
    `${balanced}healthCheck: { readiness: { http: { path: /ok }, periodSeconds: 7 } }`,
  );
  const short = resources(`${balanced}healthCheck: { path: /ok, periodSeconds: 7 }`);
  assert.deepEqual(short, long);
});

Deno.test("MicroService runs liveness inside the container", () => {
  const [main] = containers(resources("ports: [8080]\nhealthCheck: { liveness: { http: /live } }"));
  assert.match(main.healthCheck.command[1], /^wget .*'http:\/\/127\.0\.0\.1:8080\/live'/);
});

Deno.test("MicroService leaves the number of tasks to autoscaling", () => {
  const all = resources("replicas: 1\nautoscaling: { minReplicas: 2, maxReplicas: 4 }");
  const service = named(all, "service");
  assert.equal(service.properties.desiredCount, 2);
  assert.deepEqual(service.ignoreChanges, ["desiredCount"]);
  const policy = named(all, "scaling-cpu").properties.targetTrackingScalingPolicyConfiguration;
  assert.equal((policy as Record<string, unknown>).targetValue, 70);
});

Deno.test("MicroService gives a reference as text and lets itself into a database", () => {
  const all = resources(
    "environment: [{ name: DB, valueFrom: { component: db, output: endpoint } }]",
    [component(
      "RDS",
      "db",
      `engine: { type: postgres, version: "16.4" }
instance: { class: db.t3.micro, storage: { type: gp3, allocatedGB: 20 } }
database: { name: app, username: app, managedPassword: true }`,
    )],
  );
  assert.ok(containers(all)[0].environment[0].value.$attr[0].startsWith("api/db/"));
  const rule = named(all, "to-api-db-5432").properties;
  assert.deepEqual(rule.referencedSecurityGroupId, { $attr: ["api/web/security-group", "id"] });
  assert.deepEqual(rule.securityGroupId, { $attr: ["api/db/security-group", "id"] });
});

const refused: [string, string, string][] = [
  [
    "two tags",
    "image: { repository: 'nginx:1', tag: '2' }",
    'exclusive-fields "image" has two tags | remove the tag from "repository"',
  ],
  ["no tag", "image: nginx", 'missing-field "image" needs "tag" | add tag: 1.0.0'],
  [
    "more memory than the CPU size has",
    `${IMAGE}\nruntime: { cpu: 256, memory: 4Gi }`,
    "wrong-size 256 CPU units have at most 2048 MiB of memory, not 4096 | set cpu: 512, or memory: 2048",
  ],
  [
    "a load balancer without a port",
    `${IMAGE}\nloadBalancer: { internal: true }`,
    'missing-field "loadBalancer" needs a port of the component | add ports: [{name: http, port: 8080}]',
  ],
  [
    "a load balancer on a port that is not there",
    `${IMAGE}\nports: [80]\nloadBalancer: { internal: true, port: 81 }`,
    "missing-field the component has no port 81 | set port: 80",
  ],
  [
    "a host name on a network load balancer",
    `${IMAGE}\nports: [80]\nloadBalancer: { type: network, hostname: a.example.com }`,
    'application-only "hostname" needs a load balancer of type application | remove "hostname", or set type: application',
  ],
  [
    "limits of scaling that are crossed",
    `${IMAGE}\nautoscaling: { minReplicas: 5, maxReplicas: 2 }`,
    'wrong-range "minReplicas" is more than "maxReplicas" | set minReplicas: 2, or maxReplicas: 5',
  ],
  [
    "requests as a target without a load balancer",
    `${IMAGE}\nautoscaling: { maxReplicas: 2, policies: [{ metric: requests, target: 5 }] }`,
    "application-only requests can't be counted without an application load balancer | add a loadBalancer of its own, or choose metric: cpu or memory",
  ],
  [
    "a check that takes longer than its period",
    `${IMAGE}\nhealthCheck: { liveness: { tcp: 80, periodSeconds: 5, timeoutSeconds: 9 } }`,
    'wrong-range "timeoutSeconds" of liveness must be less than "periodSeconds" | set periodSeconds: 10, or a shorter timeoutSeconds',
  ],
  [
    "a variable and a secret of one name",
    `${IMAGE}\nenvironment: [{ name: A, value: b }]\nsecrets: [{ name: a, secretRef: x }]`,
    'duplicate-item the environment has "A" twice | give this secret another envVar, or remove the other "A"',
  ],
];
for (const [what, spec, expected] of refused) {
  Deno.test(`MicroService refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([component("MicroService", "web", spec)])), [expected]);
  });
}

Deno.test("MicroService warns of a public load balancer without TLS", () => {
  const { diagnostics } = load([micro("ports: [80]\nloadBalancer: {}")]);
  assert.deepEqual(diagnostics.map(({ severity, code }) => [severity, code]), [
    ["warning", "plain-http"],
  ]);
});
