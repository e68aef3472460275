import { checkCopies, checkTable } from "./dynamodb/check.ts";
import { dynamodbFields } from "./dynamodb/fields.ts";
import { renderTable } from "./dynamodb/table.ts";
import { defineKind } from "./kind.ts";
import { FROM_TABLE } from "./shapes/consume.ts";
import { keyStatements } from "./shapes/kms_key.ts";

/** Limits: AWS, "Quotas in Amazon DynamoDB" and CreateTable. */
export const dynamodb = defineKind({
  name: "DynamoDB",
  group: "Databases",
  summary: "Table of a key-value store (Amazon DynamoDB)",
  fields: dynamodbFields,
  outputs: {
    tableName: { doc: "Name of the table", aliases: ["name"] },
    arn: { doc: "ARN of the table", aliases: ["tableArn"] },
    streamArn: { doc: "ARN of its stream of changes; empty without one" },
    kmsKeyArn: { doc: "ARN of the key it is encrypted with; empty with AWS's own" },
  },
  holdsData: true,
  proof: { level: "emulator", note: "scaling itself, and the tags of its targets" },
  example: `hashKey:
  name: orderId
  type: S
rangeKey:
  name: createdAt
  type: N
globalSecondaryIndexes:
  - name: ByCustomer
    hashKey:
      name: customerId
      type: S
    projection: KEYS_ONLY
ttl:
  attributeName: expiresAt
stream:
  viewType: NEW_AND_OLD_IMAGES`,
  check: checkTable,
  checkUses: checkCopies,
  render: renderTable,
  access(outputs, { mode }) {
    const key = keyStatements(outputs.kmsKeyArn, ["kms:Decrypt"]);
    if (mode === "consume") {
      return [{ actions: FROM_TABLE, resources: [outputs.streamArn] }, ...key];
    }
    return [{
      actions: [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
      ],
      resources: [outputs.arn, { $join: [outputs.arn, "/index/*"] }],
    }, ...key];
  },
});
