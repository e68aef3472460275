import assert from "node:assert/strict";
import { assertSoon } from "../growth.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

const stack = (extra = "") => ({
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop }
spec:
  provider: { region: eu-west-1 }
  environments: { dev: {} }
`,
  "services/data/service.yaml": `apiVersion: core.panka.io/v1
kind: Service
metadata: { name: data }
`,
  "services/data/all.yaml": `apiVersion: components.panka.io/v1
kind: DynamoDB
metadata: { name: orders }
spec: { hashKey: { name: id, type: S } }
---
apiVersion: components.panka.io/v1
kind: SQS
metadata: { name: failed }
---
apiVersion: components.panka.io/v1
kind: SQS
metadata: { name: jobs }
spec:
  dependsOn: [orders]
  deadLetterQueue: { component: failed }
${extra}`,
  "services/api/service.yaml": `apiVersion: core.panka.io/v1
kind: Service
metadata: { name: api }
spec: { dependsOn: [data] }
`,
  "services/api/all.yaml": `apiVersion: components.panka.io/v1
kind: MicroService
metadata: { name: server }
spec:
  image: { repository: example/server, tag: "1" }
  dependsOn: [jobs]
  environment:
    - { name: QUEUE, valueFrom: { component: jobs, output: queueUrl } }
    - { name: TABLE, value: "\${orders.tableName}" }
`,
});
const cyclic = () =>
  stack(
    "  visibilityTimeout: 60\n---\napiVersion: components.panka.io/v1\nkind: SQS\nmetadata: { name: a }\nspec: { dependsOn: [b] }\n---\napiVersion: components.panka.io/v1\nkind: SQS\nmetadata: { name: b }\nspec: { dependsOn: [a] }\n",
  );

for (const format of ["ascii", "dot", "mermaid", "json"]) {
  Deno.test(`graph --format ${format} draws components, implicit edges and services`, async () => {
    const { code, stdout, stderr } = await runIn(
      testWorld({ files: stack() }),
      "graph",
      "--format",
      format,
    );
    assert.equal(code, 0, stderr);
    golden(`graph-${format}`, stdout);
  });
}

Deno.test("graph --output dot is the older spelling of --format dot", async () => {
  const world = testWorld({ files: stack() });
  const { stdout } = await runIn(world, "graph", "--format", "dot");
  for (const args of [["--output", "dot"], ["-o", "dot"], ["--output=dot"]]) {
    const other = await runIn(world, "graph", ...args);
    assert.equal(other.code, 0, `${args}: ${other.stderr}`);
    assert.equal(other.stdout, stdout);
  }
});

Deno.test("graph -o json prints the document of --format json, with every field scripts read", async () => {
  const world = testWorld({ files: stack() });
  const { stdout } = await runIn(world, "graph", "-o", "json");
  assert.equal(stdout, (await runIn(world, "graph", "--format", "json")).stdout);
  const { schema, nodes, edges, cycles } = JSON.parse(stdout);
  assert.equal(schema, "panka/graph@1");
  assert.deepEqual(nodes.find((n: { id: string }) => n.id === "data/jobs"), {
    id: "data/jobs",
    kind: "SQS",
    wave: 2,
  });
  assert.deepEqual(cycles, []);
  const from = (id: string) =>
    edges.filter((e: { from: string }) => e.from === id).map((
      { to, implicit, via, output }: Record<string, unknown>,
    ) => [to, implicit, via, output]);
  assert.deepEqual(from("data/jobs"), [
    ["data/failed", true, "deadLetterQueue", undefined],
    ["data/orders", false, "dependsOn", undefined],
  ]);
  assert.deepEqual(from("api/server"), [
    ["data/failed", true, "service", undefined],
    ["data/jobs", false, "dependsOn", undefined],
    ["data/jobs", true, "environment", "queueUrl"],
    ["data/orders", true, "environment", "tableName"],
  ]);
});

Deno.test("graph reads well at 40 and 60 columns", async () => {
  for (const columns of [40, 60]) {
    const { stdout } = await runIn(testWorld({ files: stack(), columns }), "graph");
    assert.deepEqual(stdout.split("\n").filter((line) => line.length > columns), []);
    golden(`graph-ascii-${columns}`, stdout);
  }
});

Deno.test("graph draws a stack with a cycle and exits 1", async () => {
  const world = testWorld({ files: cyclic(), columns: 80 });
  const ascii = await runIn(world, "graph");
  assert.equal(ascii.code, 1);
  golden("graph-cycle", `${ascii.stdout}--- stderr\n${ascii.stderr}`);
  const json = await runIn(world, "graph", "-o", "json");
  assert.equal(json.code, 1);
  const { nodes, cycles, diagnostics } = JSON.parse(json.stdout);
  assert.deepEqual(cycles, [["data/a", "data/b", "data/a"]]);
  assert.equal(nodes.find((n: { id: string }) => n.id === "data/a").wave, null);
  assert.equal(diagnostics[0].code, "cycle");
  const dot = await runIn(world, "graph", "-o", "dot");
  assert.match(dot.stdout, /"data\/a" -> "data\/b" \[color=red\]/);
});

Deno.test("graph --component draws that component and what it needs", async () => {
  const { stdout } = await runIn(
    testWorld({ files: stack() }),
    "graph",
    "-o",
    "json",
    "--component",
    "data/jobs",
  );
  assert.deepEqual(JSON.parse(stdout).nodes.map((n: { id: string }) => n.id), [
    "data/failed",
    "data/jobs",
    "data/orders",
  ]);
});

Deno.test("graph --service names near misses", async () => {
  const { code, stderr } = await runIn(testWorld({ files: stack() }), "graph", "--service", "dat");
  assert.equal(code, 64);
  assert.match(stderr, /there is no service "dat"[\s\S]*fix: use --service data/);
});

Deno.test("graph refuses a format that there is not", async () => {
  const { code, stderr } = await runIn(testWorld({ files: stack() }), "graph", "--format", "png");
  assert.equal(code, 64);
  assert.match(stderr, /ascii,\s+dot,\s+mermaid,\s+json/);
});

Deno.test("graph draws 1000 components in 50 services, soon", async () => {
  await assertSoon(drawChain, 13);
  await drawChain(50);
});

/** Draws so many services of twenty components, each of which needs the one before it. */
async function drawChain(services: number): Promise<void> {
  const files: Record<string, string> = {
    "stack.yaml": "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: { name: big }\n",
  };
  for (let s = 0; s < services; s++) {
    files[`services/s${s}/all.yaml`] = Array.from(
      { length: 20 },
      (_, i) =>
        `apiVersion: components.panka.io/v1\nkind: SQS\nmetadata: { name: q${i} }\nspec:\n  dependsOn: [${
          i ? `q${i - 1}` : s ? `s${s - 1}/q19` : ""
        }]\n`,
    ).join("---\n");
  }
  const world = testWorld({ files, columns: 60 });
  const { code, stdout, stderr } = await runIn(world, "graph");
  assert.equal(code, 0, stderr);
  const count = 20 * services;
  assert.match(stdout, new RegExp(`${count} components; ${count - 1} by dependsOn`));
  assert.match(stdout, new RegExp(`wave ${count}\n`));
}
