import type { Clock } from "../../ports/clock.ts";
import type { DynamoDb } from "../dynamodb.ts";
import { AwsError } from "../errors.ts";
import { BackendProblem, type Step } from "./step.ts";

const KEY = "lockKey";
const TTL = "expiresAt";
const POLL_MS = 2000;
/** Polls until a table that is not ready counts as failed: five minutes. */
const POLLS = 150;

interface Table {
  TableStatus: string;
  KeySchema: { AttributeName: string; KeyType: string }[];
  BillingModeSummary?: { BillingMode?: string };
  DeletionProtectionEnabled?: boolean;
}

/** What makes a table fit for locks, in order. */
export function tableSteps(dynamodb: DynamoDb, name: string, clock: Clock): Step[] {
  const step = (
    operation: string,
    why: string,
    input: Record<string, unknown>,
    isDone: Step["isDone"],
  ): Step => ({
    call: {
      service: "dynamodb",
      operation,
      resource: `dynamodb:${name}`,
      why,
      document: JSON.stringify({ TableName: name, ...input }),
    },
    isDone,
    async run(signal) {
      await patiently(
        () => dynamodb.call(operation, { TableName: name, ...input }, "always", signal),
        clock,
        signal,
      );
      await active(dynamodb, name, clock, signal);
    },
  });

  return [
    step("CreateTable", "holds the locks, paid per request", {
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: KEY, AttributeType: "S" }],
      KeySchema: [{ AttributeName: KEY, KeyType: "HASH" }],
      DeletionProtectionEnabled: true,
    }, async (signal) => {
      const table = await describe(dynamodb, name, signal);
      if (table) checkKey(table, name);
      return table !== undefined;
    }),
    step("UpdateTable", "needs no capacity planned", {
      BillingMode: "PAY_PER_REQUEST",
    }, async (signal) => {
      const mode = (await describe(dynamodb, name, signal))?.BillingModeSummary?.BillingMode;
      return mode === "PAY_PER_REQUEST";
    }),
    step(
      "UpdateTable",
      "nobody deletes the locks by mistake",
      {
        DeletionProtectionEnabled: true,
      },
      async (signal) =>
        (await describe(dynamodb, name, signal))?.DeletionProtectionEnabled === true,
    ),
    step("UpdateTimeToLive", "items that nobody used for 90 days go", {
      TimeToLiveSpecification: { Enabled: true, AttributeName: TTL },
    }, async (signal) => {
      const answer = await dynamodb.call(
        "DescribeTimeToLive",
        { TableName: name },
        "always",
        signal,
      );
      const { TimeToLiveStatus: status, AttributeName: attribute } = answer
        .TimeToLiveDescription as { TimeToLiveStatus?: string; AttributeName?: string };
      const on = status === "ENABLED" || status === "ENABLING";
      if (on && attribute !== TTL) {
        throw new BackendProblem(
          `The table "${name}" lets items end by "${attribute}"; choose another table`,
        );
      }
      return on;
    }),
    step("UpdateContinuousBackups", "the table can be restored to any second of 35 days", {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }, async (signal) => {
      const answer = await dynamodb.call(
        "DescribeContinuousBackups",
        { TableName: name },
        "always",
        signal,
      );
      const backups = answer.ContinuousBackupsDescription as {
        PointInTimeRecoveryDescription?: { PointInTimeRecoveryStatus?: string };
      };
      return backups.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED";
    }),
  ];
}

async function describe(
  dynamodb: DynamoDb,
  name: string,
  signal?: AbortSignal,
): Promise<Table | undefined> {
  try {
    const answer = await dynamodb.call("DescribeTable", { TableName: name }, "always", signal);
    return answer.Table as Table;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

async function active(
  dynamodb: DynamoDb,
  name: string,
  clock: Clock,
  signal?: AbortSignal,
): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    if ((await describe(dynamodb, name, signal))?.TableStatus === "ACTIVE") return;
    await clock.sleep(POLL_MS, signal);
  }
  throw new BackendProblem(`The table "${name}" did not get ready in five minutes`);
}

/** Some settings are refused for some seconds after the table was made, or after another setting. */
async function patiently<T>(
  task: () => Promise<T>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<T> {
  for (let poll = 0;; poll++) {
    try {
      return await task();
    } catch (error) {
      const early = error instanceof AwsError &&
        ["ContinuousBackupsUnavailableException", "ResourceInUseException"].includes(error.code);
      if (!early || poll >= POLLS) throw error;
      await clock.sleep(POLL_MS, signal);
    }
  }
}

function checkKey({ KeySchema }: Table, name: string): void {
  const keys = KeySchema.map(({ AttributeName }) => AttributeName).join(", ");
  if (keys !== KEY) {
    throw new BackendProblem(
      `The table "${name}" has the key "${keys}" and not "${KEY}"; choose another table`,
    );
  }
}
