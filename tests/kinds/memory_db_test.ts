import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const db = (more: Record<string, unknown> = {}, kind = "MemoryDB") =>
  component(kind, "mem", JSON.stringify({ cluster: { nodeType: "db.t4g.small" }, ...more }));

Deno.test("MemoryDB renders a shard and its replica, over TLS", () => {
  snapshot("memory-db-minimal", render([db()]).graph);
});

Deno.test("MemoryDB renders a user with a password and parameters of its own", () => {
  const more = {
    engine: { type: "redis", version: "7.1", parameters: { "maxmemory-policy": "noeviction" } },
    cluster: { nodeType: "db.r7g.large", shards: 2, replicasPerShard: 2 },
    security: { authSecret: "live/mem" },
  };
  snapshot("memory-db-full", render([db(more)], { environment: "live" }).graph);
});

Deno.test("MemoryDB says that nodes with a disk use it, which AWS wants to be told", () => {
  const tiering = (nodeType: string) =>
    render([db({ cluster: { nodeType } })]).graph.resources.find(({ type }) =>
      type === "aws:memorydb/cluster:Cluster"
    )!.properties.dataTiering;
  assert.deepEqual([tiering("db.r6gd.xlarge"), tiering("db.r6g.large")], [true, undefined]);
});

Deno.test("MemoryDB is read under its older name", () => {
  assert.equal(load([db({}, "AWSMemoryDB")]).stack!.components[0]!.kind.name, "MemoryDB");
});

Deno.test("MemoryDB lets components that refer to it read the password, where there is one", () => {
  const allowed = (more: Record<string, unknown>) => {
    const { stack } = load([db(more)]);
    const { kind, spec } = stack!.components[0]!;
    const outputs = renderStack(stack!).graph.outputs["api/mem"]!;
    return kind.access!(outputs, { via: "x", mode: "use" }, spec).flatMap((s) => s.actions);
  };
  assert.deepEqual(allowed({}), []);
  assert.deepEqual(allowed({ security: { authSecret: "live/mem" } }), [
    "secretsmanager:DescribeSecret",
    "secretsmanager:GetSecretValue",
  ]);
});

Deno.test("MemoryDB refuses a user without a password and says how to mend it", () => {
  assert.deepEqual(errorsOf(load([db({ security: { userName: "app" } })])), [
    'missing-field "userName" needs "authSecret" | add authSecret: {ref: path/of/secret}, or remove "userName"',
  ]);
});

Deno.test("MemoryDB refuses a password without TLS and says how to mend it", () => {
  const security = { authSecret: "live/mem", transitEncryption: false };
  assert.deepEqual(errorsOf(load([db({ security })])), [
    'wrong-value "authSecret" needs transitEncryption | set transitEncryption: true',
  ]);
});
