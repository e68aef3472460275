import assert from "node:assert/strict";
import type { CheckpointResource } from "../../../src/engine/pulumi/checkpoint.ts";
import { resolveOutputs } from "../../../src/engine/pulumi/outputs.ts";
import type { Value } from "../../../src/engine/resource.ts";

const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "v1:…",
};

const database: CheckpointResource = {
  urn: "urn:pulumi:shop-dev::panka::aws:rds/instance:Instance::shop/db/instance",
  type: "aws:rds/instance:Instance",
  id: "db-1",
  outputs: {
    address: "db.example",
    port: 5432,
    password: secret,
    none: [],
    replicas: [{ name: "r1", token: secret }],
  },
};
const stack: CheckpointResource = {
  urn: "urn:pulumi:shop-dev::panka::pulumi:pulumi:Stack::panka-shop-dev",
  type: "pulumi:pulumi:Stack",
  outputs: { "shop/db.network": "10.0.0.0/16", "shop/db.hidden": secret, "shop/db.port": "stale" },
};

const outputOf = (value: Value, name = "it") =>
  resolveOutputs({ resources: [], lookups: [], outputs: { "shop/db": { [name]: value } } }, [
    stack,
    database,
  ])["shop/db"]![name];

const attr = (path: string): Value => ({ $attr: ["shop/db/instance", path] });

Deno.test("resolveOutputs() fills in attributes, joins and JSON from the checkpoint", () => {
  assert.equal(outputOf(attr("id")), "db-1");
  assert.equal(outputOf(attr("port")), 5432);
  assert.equal(outputOf(attr("replicas[0].name")), "r1");
  assert.equal(outputOf({ $first: ["shop/db/instance", "replicas", "name"] }), "r1");
  assert.equal(outputOf({ $first: ["shop/db/instance", "none", "name"] }), "");
  assert.equal(
    outputOf({ $join: ["pg://", attr("address"), ":", attr("port")] }),
    "pg://db.example:5432",
  );
  assert.equal(
    outputOf({ $json: { port: attr("port"), a: [1, null] } }),
    '{"a":[1,null],"port":5432}',
  );
});

Deno.test("resolveOutputs() tells secrets, and what holds one, as where they live", () => {
  assert.deepEqual(outputOf(attr("password")), { $secret: "shop/db/instance#password" });
  assert.deepEqual(outputOf(attr("replicas[0].token")), {
    $secret: "shop/db/instance#replicas[0].token",
  });
  assert.deepEqual(outputOf({ $join: ["pg://", attr("password")] }), {
    $secret: "shop/db/instance#password",
  });
  assert.deepEqual(outputOf({ $secret: "db/main#password" }), { $secret: "db/main#password" });
});

Deno.test("resolveOutputs() leaves out what isn't there", () => {
  assert.equal(outputOf(attr("nothing")), undefined);
  assert.equal(outputOf({ $attr: ["shop/other/x", "id"] }), undefined);
  assert.equal(outputOf({ $join: ["x", { $attr: ["shop/other/x", "id"] }] }), undefined);
});

Deno.test("resolveOutputs() takes what lookups answered from the stack's outputs, unless it is secret", () => {
  const lookup: Value = { $lookup: ["vpc", "cidrBlock"] };
  assert.equal(outputOf({ $join: [lookup] }, "network"), "10.0.0.0/16");
  assert.equal(outputOf(lookup, "hidden"), undefined);
  assert.equal(outputOf({ $attr: ["shop/other/x", "port"] }, "port"), undefined);
});
