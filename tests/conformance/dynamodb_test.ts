import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import { clientOf } from "../aws/real_world.ts";
import { ministackOfFile, skipped } from "../rig/ministack_of_file.ts";
import { tableSuite } from "./table.ts";

const server = await ministackOfFile({ services: ["dynamodb"] });
let count = 0;

if (server) {
  tableSuite("DynamoDB table on ministack", async () => {
    const dynamodb = new DynamoDb(clientOf(server.url));
    const TableName = `locks-${++count}`;
    await dynamodb.call("CreateTable", {
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "lockKey", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "lockKey", KeyType: "HASH" }],
    }, "always");
    return {
      table: new DynamoDbTable(dynamodb, TableName),
      close: () => Promise.resolve(),
      async corrupt(key) {
        const Item = {
          lockKey: { S: key },
          fence: { S: "seven" },
          owner: { N: "3" },
          stray: { S: "x" },
        };
        await dynamodb.call("PutItem", { TableName, Item }, "always");
      },
    };
  });
} else Deno.test.ignore(`DynamoDB table on ministack (skipped: ${skipped})`, () => {});
