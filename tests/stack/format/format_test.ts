import assert from "node:assert/strict";
import { formatStack } from "../../../src/operations/format.ts";
import { memoryFiles } from "../../memory_files.ts";

/** Formats one file that is a whole stack, and checks that nothing is left to do. */
function fmt(text: string): string {
  const once = formatStack(memoryFiles({ "all.yaml": text }), { root: "all.yaml" }).files[0]!.after;
  const twice = formatStack(memoryFiles({ "all.yaml": once }), { root: "all.yaml" }).files[0]!;
  assert.equal(twice.after, once, "formatting twice changes it again");
  assert.deepEqual(twice.changes, []);
  return once;
}

const component = (kind: string, spec: string) =>
  `apiVersion: components.panka.io/v1
kind: ${kind}
metadata: {name: it, service: s}
spec:
${spec.replace(/^(?=.)/gm, "  ")}
`;
/** The spec of a component before and after. */
const becomes = (kind: string, before: string, after: string) =>
  assert.equal(fmt(component(kind, before)), component(kind, after));

Deno.test("formatText() writes the group of each kind for older apiVersions", () => {
  const before = component("SQS", "type: standard").replace("components.panka.io", '"panka.dev');
  assert.equal(
    fmt(before.replace("/v1", '/v1"')),
    component("SQS", "type: standard"),
  );
  const stack = "apiVersion: panka.io/v1 # old\nkind: Stack\nmetadata: {name: a}\n";
  assert.equal(fmt(stack), stack.replace("panka.io", "core.panka.io"));
});

Deno.test("formatText() writes a kind's own name for its aliases", () => {
  const spec = "version: '1.33'";
  assert.equal(fmt(component("EKSCluster", spec)), component("EKS", spec));
});

Deno.test("formatText() renames keys in older spellings, unless the right one is there too", () => {
  becomes(
    "MicroService",
    "image: {repository: a, tag: b}\nautoscaling:\n  targetCPUUtilization: 70 # percent",
    "image: {repository: a, tag: b}\nautoscaling:\n  targetCPUPercent: 70 # percent",
  );
  const both = "autoscaling: {targetCPUUtilization: 70, targetCPUPercent: 80}";
  becomes("MicroService", both, both);
});

Deno.test("formatText() takes the quotes off numbers and booleans where the schema has them", () => {
  becomes(
    "Lambda",
    'memory: "256"\ntimeout: \'60\'   # s\nvpc: {enabled: "true"}\nenvironment: {A: "1"}',
    'memory: 256\ntimeout: 60   # s\nvpc: {enabled: true}\nenvironment: {A: "1"}',
  );
});

Deno.test("formatText() leaves quotes where the number would change, or a variable stands", () => {
  const kept = 'memory: "${MEMORY}"\ntimeout: "007"\nreservedConcurrentExecutions: "1e2"';
  becomes("Lambda", kept, kept);
  const cpu = 'runtime: {cpu: "0.25 vCPU", memory: "512Mi"}';
  becomes("MicroService", cpu, cpu);
});

Deno.test("formatText() writes choices as they are listed, in the quotes they have", () => {
  becomes(
    "MicroService",
    "ports:\n  - {port: 80, protocol: TCP}\n  - port: 81\n    protocol: 'Tcp'",
    "ports:\n  - {port: 80, protocol: tcp}\n  - port: 81\n    protocol: 'tcp'",
  );
  becomes("RDS", "engine: {type: postgresql}", "engine: {type: postgres}");
  becomes("DynamoDB", "hashKey: {name: a, type: string}", "hashKey: {name: a, type: S}");
});

const two = (use: string) =>
  `${component("SQS", "type: standard").replace("name: it", "name: q")}---
${component("Lambda", use)}`;

Deno.test("formatText() writes outputs by their name, in valueFrom and in texts", () => {
  const use = (url: string, whole: string) =>
    two(
      `environment:\n  A: {valueFrom: {component: q, output: ${url}}}\n  B: \${${whole}}\n  C: "x \${${whole}}"`,
    );
  assert.equal(fmt(use("queue_url", "q.url")), use("queueUrl", "q.queueUrl"));
  assert.equal(fmt(use("url", "s/q.queue_url")), use("queueUrl", "s/q.queueUrl"));
});

Deno.test("formatText() leaves outputs that it does not know, escapes, and services' variables", () => {
  const kept = two(
    'environment:\n  A: {valueFrom: {component: other, output: queue_url}}\n  B: "$${q.url} ${q.nothing}"',
  );
  assert.equal(fmt(kept), kept);
  const service =
    "---\napiVersion: core.panka.io/v1\nkind: Service\nmetadata: {name: q}\nspec: {variables: {url: x}}\n";
  const variable = two('environment: {A: "${q.url}"}') + service;
  assert.equal(fmt(variable), variable);
});

Deno.test("formatText() writes a flat health check as readiness, with its comments", () => {
  becomes(
    "MicroService",
    `image: a:1
healthCheck:
  # Where it is asked.
  path: /health   # cheap
  enabled: true

  periodSeconds: "10"
  # Its own port.
  port: 8080
ports: [8080]`,
    `image: a:1
healthCheck:
  readiness:
    http:
      # Where it is asked.
      path: /health   # cheap
      # Its own port.
      port: 8080

    periodSeconds: 10
  enabled: true
ports: [8080]`,
  );
});

Deno.test("formatText() writes a flat health check in one line, and one by tcp", () => {
  becomes(
    "Worker",
    "healthCheck: {path: /, port: 80, timeoutSeconds: 2}",
    "healthCheck: {readiness: {http: {path: /, port: 80}, timeoutSeconds: 2}}",
  );
  becomes(
    "MicroService",
    "healthCheck:\n  protocol: TCP\n  port: 5432\nreplicas: 1",
    "healthCheck:\n  readiness:\n    tcp:\n      port: 5432\nreplicas: 1",
  );
  becomes(
    "MicroService",
    "healthCheck:\n  protocol: tcp",
    "healthCheck:\n  readiness:\n    tcp: {}",
  );
});

Deno.test("formatText() leaves a health check that it can't read, or that has probes", () => {
  for (
    const kept of [
      'healthCheck: {path: /, protocol: "${HOW}"}',
      "healthCheck: {protocol: tcp, path: /x}",
      "healthCheck:\n  port: 1\n  protocol: tcp # why",
      "healthCheck:\n  readiness:\n    http: {path: /}\n  path: /x",
      "healthCheck:\n  periodSeconds: 10",
    ]
  ) becomes("MicroService", kept, kept);
});

Deno.test("formatText() moves what stands in an older place, and keeps every comment", () => {
  becomes(
    "S3",
    "bucket:\n  # Who pays.\n  tags: # by team\n    team: a\nversioning: true",
    "# Who pays.\ntags: # by team\n  team: a\nversioning: true",
  );
  becomes(
    "S3",
    "bucket:\n  forceDestroy: true\n  tags:\n    team: a\n",
    "bucket:\n  forceDestroy: true\ntags:\n  team: a\n",
  );
  becomes(
    "RDS",
    "backup:\n  retentionDays: 7\n  maintenanceWindow: mon:04:00-mon:05:00\nmaintenance:\n  autoMinorVersionUpgrade: true\n",
    "backup:\n  retentionDays: 7\nmaintenance:\n  autoMinorVersionUpgrade: true\n  preferredWindow: mon:04:00-mon:05:00\n",
  );
  const explained = "bucket: # only this\n  tags:\n    team: a\nversioning: true";
  becomes("S3", explained, explained);
});

Deno.test("formatText() moves spec.description to the metadata, over several lines too", () => {
  const head = "apiVersion: core.panka.io/v1\nkind: Service\nmetadata:\n  name: web\n";
  assert.equal(
    fmt(
      `${head}  labels: {a: b}\nspec:\n  description: |\n    one\n    two\n  variables: {A: b}\n`,
    ),
    `${head}  description: |\n    one\n    two\n  labels: {a: b}\nspec:\n  variables: {A: b}\n`,
  );
  assert.equal(
    fmt(`${head}spec:\n  description: one`),
    `${head}  description: one\nspec: {}\n`,
  );
  const both = `${head}  description: a\nspec:\n  description: b\n`;
  assert.equal(fmt(both), both);
});

Deno.test("formatText() moves a description into metadata in braces, where it fits there", () => {
  const service = (metadata: string, spec: string) =>
    `apiVersion: core.panka.io/v1\nkind: Service\nmetadata: {name: web${metadata}}\nspec:${spec}`;
  assert.equal(
    fmt(service("", '\n  description: "a, b"\n  variables: {A: b}\n')),
    service(', description: "a, b"', "\n  variables: {A: b}\n"),
  );
  assert.equal(
    fmt(service(", labels: {a: b}", "\n  description: plain words\n")),
    service(", labels: {a: b}, description: plain words", " {}\n"),
  );
  for (const kept of ["a, b", "it's {x}", "one # why", "|\n    one\n    two"]) {
    const text = service("", `\n  description: ${kept}\n  variables: {A: b}\n`);
    assert.equal(fmt(text), text);
  }
});

Deno.test("formatText() leaves the rest of a file to the letter", () => {
  const odd =
    "# top\r\n\r\n---\r\napiVersion: core.panka.io/v1\r\nkind:   Stack\r\nmetadata: {name: a}   \r\n\r\n# end";
  assert.equal(fmt(odd), odd);
  assert.equal(fmt("\ufeff" + odd), "\ufeff" + odd);
  for (const text of ["", "a: 1\n", "- x\n", "kind: Nothing\nspec: {a: 1}\n", "just text\n"]) {
    assert.equal(fmt(text), text);
  }
});

Deno.test("formatText() keeps Windows line ends in what it moves", () => {
  const text = component("MicroService", "healthCheck:\n  port: 80\n").replaceAll("\n", "\r\n");
  assert.ok(!/[^\r]\n/.test(fmt(text)), "a line ends in \\n alone");
});

Deno.test("formatText() leaves what an anchor names, or a tag marks", () => {
  const kept = 'ports: &ports\n  - {port: 80, protocol: TCP}\nreplicas: !!str "2"';
  becomes("MicroService", kept, kept);
});
