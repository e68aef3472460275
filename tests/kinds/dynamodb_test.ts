import assert from "node:assert/strict";
import { renderStack } from "../../src/planning/render_stack.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

/** A table that validates; `more` is added, and wins where a field is in it. */
const table = (more: Record<string, unknown> = {}) =>
  component("DynamoDB", "orders", JSON.stringify({ hashKey: { name: "id" }, ...more }));

Deno.test("DynamoDB renders one table with recovery and encryption when only a key is given", () => {
  snapshot("dynamodb-minimal", render([table()]).graph);
});

Deno.test("DynamoDB renders indexes, expiry, a stream and copies", () => {
  const more = {
    rangeKey: { name: "at", type: "N" },
    globalSecondaryIndexes: [{
      name: "ByCustomer",
      hashKey: "customer",
      rangeKey: { name: "at", type: "N" },
      projection: "INCLUDE",
      nonKeyAttributes: ["total"],
    }],
    localSecondaryIndexes: [{ name: "ByTotal", rangeKey: { name: "total", type: "N" } }],
    ttl: "expiresAt",
    stream: true,
    maxRequests: { read: 1000 },
    pointInTimeRecovery: { days: 7 },
    replicaRegions: ["eu-central-1"],
  };
  snapshot("dynamodb-full", render([table(more)]).graph);
});

Deno.test("DynamoDB renders scaling of the table and its global indexes when provisioned", () => {
  const more = {
    billingMode: "PROVISIONED",
    readCapacity: 10,
    autoscaling: { read: { min: 10, max: 50 } },
    encryption: { kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/abc" },
    globalSecondaryIndexes: [{ name: "ByCustomer", hashKey: "customer", writeCapacity: 3 }],
  };
  snapshot("dynamodb-provisioned", render([table(more)]).graph);
});

Deno.test("DynamoDB is protected in AWS and in the engine when the environment is production", () => {
  const [resource] = render([table()], { environment: "live" }).graph.resources;
  assert.equal(resource!.protect, true);
  assert.equal(resource!.properties.deletionProtectionEnabled, true);
});

Deno.test("DynamoDB lets clients use its items and triggers read its stream", () => {
  const { stack } = load([table({ stream: true })]);
  const { kind, spec } = stack!.components[0]!;
  const outputs = renderStack(stack!).graph.outputs["api/orders"]!;
  const allowed = (mode: "use" | "consume") => kind.access!(outputs, { via: "x", mode }, spec);
  const arn = { $attr: ["api/orders/table", "arn"] };
  assert.deepEqual(allowed("use").map((s) => s.resources), [[arn, { $join: [arn, "/index/*"] }]]);
  assert.ok(allowed("use")[0]!.actions.includes("dynamodb:PutItem"));
  assert.deepEqual(allowed("consume"), [{
    actions: [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ],
    resources: [{ $attr: ["api/orders/table", "streamArn"] }],
  }]);
});

/** What is wrong → the errors that are reported. */
const refusals: [string, Record<string, unknown>, string[]][] = [
  [
    "one attribute with two types",
    { globalSecondaryIndexes: [{ name: "ById", hashKey: { name: "id", type: "N" } }] },
    ['wrong-value "id" can\'t be both S and N | set type: S'],
  ],
  [
    "a sort key that is the partition key",
    { rangeKey: "id" },
    [
      'wrong-value "rangeKey" must be another attribute than "hashKey", not "id" | give it another name, or remove "rangeKey"',
    ],
  ],
  [
    "local indexes without a sort key",
    { localSecondaryIndexes: [{ name: "ByTotal", rangeKey: "total" }] },
    [
      'missing-field "localSecondaryIndexes" need "rangeKey" | add rangeKey, or use globalSecondaryIndexes',
    ],
  ],
  [
    "projection INCLUDE without attributes",
    { globalSecondaryIndexes: [{ name: "ByX", hashKey: "x", projection: "INCLUDE" }] },
    [
      'missing-field index "ByX" needs "nonKeyAttributes" | add nonKeyAttributes: [name], or set projection: ALL',
    ],
  ],
  [
    "attributes without projection INCLUDE",
    { globalSecondaryIndexes: [{ name: "ByX", hashKey: "x", nonKeyAttributes: ["y"] }] },
    [
      'wrong-value "nonKeyAttributes" of index "ByX" need projection: INCLUDE | remove "nonKeyAttributes", or set projection: INCLUDE',
    ],
  ],
  [
    "capacity with PAY_PER_REQUEST",
    { readCapacity: 5, autoscaling: {} },
    [
      'wrong-value "readCapacity" needs billingMode: PROVISIONED | remove "readCapacity", or set billingMode: PROVISIONED',
      'wrong-value "autoscaling" needs billingMode: PROVISIONED | remove "autoscaling", or set billingMode: PROVISIONED',
    ],
  ],
  [
    "maxRequests with PROVISIONED",
    { billingMode: "PROVISIONED", maxRequests: { read: 1 } },
    [
      'wrong-value "maxRequests" needs billingMode: PAY_PER_REQUEST | remove "maxRequests", or set billingMode: PAY_PER_REQUEST',
    ],
  ],
  [
    "scaling from more to less",
    { billingMode: "PROVISIONED", autoscaling: { write: { min: 20, max: 10 } } },
    ['wrong-value "min" must be at most max (10), not 20 | set min: 10 or less'],
  ],
  [
    "expiry without its attribute",
    { ttl: { enabled: true } },
    ['missing-field "ttl" needs "attributeName" | add attributeName: expiresAt'],
  ],
  [
    "copies without the stream that they need",
    { replicaRegions: ["eu-central-1"], stream: { viewType: "KEYS_ONLY" } },
    [
      'wrong-value "replicaRegions" need a stream of NEW_AND_OLD_IMAGES | remove "stream", or set viewType: NEW_AND_OLD_IMAGES',
    ],
  ],
  [
    "copies with capacity that is bought",
    { replicaRegions: ["eu-central-1"], billingMode: "PROVISIONED", autoscaling: {} },
    [
      'wrong-value "replicaRegions" need billingMode: PAY_PER_REQUEST | set billingMode: PAY_PER_REQUEST',
    ],
  ],
  [
    "a copy where the table is, and copies with a key of one region",
    { replicaRegions: ["eu-west-1"], encryption: { kmsKeyId: "alias/data" } },
    [
      `wrong-value copies can't be encrypted with alias/data | remove "encryption.kmsKeyId", for keys of AWS's own`,
      "wrong-value the table itself is in eu-west-1 | remove eu-west-1",
    ],
  ],
];

for (const [what, more, errors] of refusals) {
  Deno.test(`DynamoDB refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load([table(more)])), errors);
  });
}
