import type { LockTable } from "../../src/lock/table.ts";
import type { Store } from "../../src/state/store.ts";

/** Where the racing processes meet. */
export type Backend =
  | { kind: "directory"; root: string }
  | { kind: "aws"; url: string; bucket: string; table: string };

export async function openBackend(backend: Backend): Promise<{ store: Store; table: LockTable }> {
  if (backend.kind === "directory") {
    const { DirectoryStore } = await import("../../src/state/directory_store.ts");
    const { DirectoryTable } = await import("../../src/lock/directory_table.ts");
    return {
      store: new DirectoryStore(`${backend.root}/state`),
      table: new DirectoryTable(`${backend.root}/locks`),
    };
  }
  const { S3 } = await import("../../src/aws/s3.ts");
  const { DynamoDb } = await import("../../src/aws/dynamodb.ts");
  const { S3Store } = await import("../../src/state/s3_store.ts");
  const { DynamoDbTable } = await import("../../src/lock/dynamodb_table.ts");
  const { clientOf } = await import("../aws/real_world.ts");
  const client = clientOf(backend.url);
  return {
    store: new S3Store(new S3(client), backend.bucket),
    table: new DynamoDbTable(new DynamoDb(client), backend.table),
  };
}

/** A bucket with versions and a lock table on an emulator. */
export async function makeAwsBackend(url: string, name: string): Promise<Backend> {
  const { VERSIONED } = await import("../../src/aws/backend/documents.ts");
  const { DynamoDb } = await import("../../src/aws/dynamodb.ts");
  const { S3Bucket } = await import("../../src/aws/s3_bucket.ts");
  const { clientOf } = await import("../aws/real_world.ts");
  const client = clientOf(url);
  const bucket = new S3Bucket(client, name);
  await bucket.create();
  await bucket.put("versioning", VERSIONED);
  await new DynamoDb(client).call("CreateTable", {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "lockKey", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "lockKey", KeyType: "HASH" }],
  }, "always");
  return { kind: "aws", url, bucket: name, table: name };
}
