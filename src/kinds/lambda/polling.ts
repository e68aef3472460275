import type { EventSourceMappingArgs } from "@pulumi/aws/lambda/eventSourceMapping.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { FROM_QUEUE, FROM_TABLE } from "../shapes/consume.ts";
import { jsonText } from "../shapes/json_value.ts";
import type { Statement } from "../shapes/statement.ts";
import type { Source } from "./trigger_resources.ts";
import type { Trigger } from "./triggers.ts";

const POLLING: Partial<Record<Trigger["type"], readonly string[]>> = {
  sqs: FROM_QUEUE,
  kinesis: [
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
    "kinesis:SubscribeToShard",
  ],
  dynamodb: FROM_TABLE,
};

/** AWS's own number of records per call, and for queues the largest without a waiting time. */
const BATCH = { sqs: 10, kinesis: 100, dynamodb: 100 };

/** Leave to read queues and streams outside the stack, which no kind speaks for. */
export function sourceStatements(
  c: RenderContext<unknown>,
  triggers: readonly Trigger[],
): Statement[] {
  return triggers.flatMap(({ type, source }) => {
    const actions = POLLING[type];
    return actions && source?.arn !== undefined
      ? [{ actions, resources: [c.value(source.arn)] }]
      : [];
  });
}

/** Lets Lambda read a queue or stream and call the function. */
export function poll(
  c: RenderContext<unknown>,
  fn: Handle,
  trigger: Trigger,
  source: Source,
  name: string,
  ready: readonly Handle[],
): void {
  const type = trigger.type as keyof typeof BATCH;
  const batchSize = trigger.batchSize ?? BATCH[type];
  const { filters, maximumConcurrency } = trigger;
  const streamed = type !== "sqs";
  c.resource<EventSourceMappingArgs>("aws:lambda/eventSourceMapping:EventSourceMapping", name, {
    functionName: fn.attr("arn"),
    eventSourceArn: (type === "dynamodb" ? source.outputs.streamArn : source.outputs.arn)!,
    enabled: trigger.enabled,
    batchSize,
    // Lambda refuses more than 10 messages of a queue without a waiting time.
    maximumBatchingWindowInSeconds: trigger.batchingWindowSeconds ??
      (!streamed && batchSize > 10 ? 1 : undefined),
    functionResponseTypes: trigger.reportBatchItemFailures
      ? ["ReportBatchItemFailures"]
      : undefined,
    scalingConfig: maximumConcurrency === undefined ? undefined : { maximumConcurrency },
    filterCriteria: filters?.length
      ? { filters: filters.map((pattern) => ({ pattern: jsonText(c, pattern) })) }
      : undefined,
    ...(streamed && {
      startingPosition: trigger.startingPosition ?? "LATEST",
      // Said also where they are what AWS begins with (-1: no end): what is not said stays as it was.
      parallelizationFactor: trigger.parallelizationFactor ?? 1,
      maximumRetryAttempts: trigger.maximumRetryAttempts ?? -1,
      bisectBatchOnFunctionError: trigger.bisectBatchOnError,
    }),
    tags: c.tags,
  }, { dependsOn: [...ready] });
}
