import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import { clientOf } from "../aws/real_world.ts";
import { ministackOfFile, motoOfFile, skipped } from "../rig/emulator_of_file.ts";
import { tableSuite } from "./table.ts";

const servers = {
  ministack: await ministackOfFile({ services: ["dynamodb"] }),
  moto: await motoOfFile(),
};
let count = 0;

for (const [name, server] of Object.entries(servers)) {
  const title = `DynamoDB table on ${name}`;
  if (!server) {
    Deno.test.ignore(`${title} (skipped: ${skipped})`, () => {});
    continue;
  }
  tableSuite(title, async () => {
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
}
