import type { HealthSubject, Verdict } from "../../ports/health.ts";
import type { AwsClient } from "../client.ts";
import { askJson } from "../calls.ts";

/** Whether a table can be used. */
export async function dynamodbTable(
  client: AwsClient,
  _subject: HealthSubject,
  name: string,
  signal?: AbortSignal,
): Promise<Verdict> {
  const { Table } = await askJson(
    client,
    {
      service: "dynamodb",
      target: "DynamoDB_20120810",
      operation: "DescribeTable",
      version: "1.0",
    },
    { TableName: name },
    signal,
  ) as { Table?: { TableStatus?: string } };
  const status = Table?.TableStatus;
  if (status === "ACTIVE" || status === "UPDATING") return { status: "healthy", message: "" };
  if (status === "CREATING") return { status: "waiting", message: "it is being created" };
  return { status: "unhealthy", message: `it is ${status?.toLowerCase() ?? "not there"}` };
}
