import assert from "node:assert/strict";
import { policyDocument } from "../../../src/kinds/shapes/statement.ts";
import { component, render } from "../harness.ts";

const statementsOf = (document: unknown) =>
  (document as { $json: { Statement: Record<string, unknown>[] } }).$json.Statement;

Deno.test("policyDocument() joins what is said of the same resources, and what is allowed on several", () => {
  const [queue, topic, table] = ["queue", "topic", "table"].map((key) => ({
    $attr: [key, "arn"] as [string, string],
  }));
  const statements = statementsOf(policyDocument([
    { actions: ["sqs:SendMessage"], resources: [queue!] },
    { actions: ["sqs:ReceiveMessage", "sqs:SendMessage"], resources: [queue!] },
    { actions: ["sns:Publish"], resources: [topic!] },
    { actions: ["sqs:SendMessage", "sqs:ReceiveMessage"], resources: [table!] },
    { actions: ["sns:Publish"], resources: [topic!], conditions: { Bool: { a: "true" } } },
  ]));
  assert.deepEqual(statements, [
    {
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:SendMessage"],
      Resource: [queue, table],
    },
    { Effect: "Allow", Action: ["sns:Publish"], Resource: topic },
    {
      Effect: "Allow",
      Action: ["sns:Publish"],
      Resource: topic,
      Condition: { Bool: { a: "true" } },
    },
  ]);
});

Deno.test("policyDocument() stays within the size of a role's policies with forty tables and queues", () => {
  const names = Array.from({ length: 40 }, (_, i) => `part-number-${i}`);
  const { resources } = render([
    component(
      "Lambda",
      "user",
      `runtime: nodejs22.x\nhandler: a.b\ncode: { zipFile: x }\ndependsOn: [${names}]`,
    ),
    ...names.map((name, i) =>
      component(i % 2 ? "SQS" : "DynamoDB", name, i % 2 ? "" : "hashKey: id")
    ),
  ]).graph;
  const { policy } = resources.find(({ key }) => key === "api/user/role-policy")!.properties;
  const text = JSON.stringify((policy as { $json: unknown }).$json)
    .replace(/\{"\$attr":\[[^\]]*\]\}/g, `"${"x".repeat(90)}"`);
  assert.ok(text.length < 10_240, `${text.length} characters`);
});

Deno.test("secretStatements() lets a role decrypt its secrets, whatever keys they have, and nothing else", () => {
  const other = "arn:aws:secretsmanager:eu-west-1:999999999999:secret:theirs";
  const { resources } = render([
    component(
      "Worker",
      "it",
      `image: { repository: nginx, tag: "1" }
secrets: [{ name: own, secretRef: db/password }, { name: theirs, secretRef: "${other}" }]`,
    ),
  ]).graph;
  const { policy } =
    resources.find(({ key }) => key === "api/it/execution-role-policy")!.properties;
  const [, decrypt] = statementsOf(policy);
  assert.deepEqual(decrypt, {
    Effect: "Allow",
    Action: ["kms:Decrypt"],
    Resource: [
      "arn:aws:kms:eu-west-1:999999999999:key/*",
      { $join: ["arn:aws:kms:eu-west-1:", "123456789012", ":", "key/*"] },
    ],
    Condition: {
      StringLike: {
        "kms:EncryptionContext:SecretARN": [
          other,
          `${other}-??????`,
          {
            $join: [
              "arn:aws:secretsmanager:eu-west-1:",
              "123456789012",
              ":",
              "secret:db/password-??????",
            ],
          },
        ],
      },
    },
  });
});
