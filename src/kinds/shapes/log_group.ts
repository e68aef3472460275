import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kmsKeyArn } from "./kms_key.ts";
import type { Statement } from "./statement.ts";

/** Leave to write to it. */
export const logStatement = (logs: Handle): Statement => ({
  actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
  resources: [{ $join: [logs.attr("arn"), ":*"] }],
});

/** A log group that keeps what is written for as long as the stack says; `name` has at most 512 characters. */
export function logGroup(c: RenderContext<unknown>, name: string, part?: string): Handle {
  return c.resource<LogGroupArgs>(
    "aws:cloudwatch/logGroup:LogGroup",
    part === undefined ? "log-group" : `${part}-log-group`,
    {
      name,
      retentionInDays: c.stack.logRetentionDays,
      kmsKeyId: kmsKeyArn(c),
      tags: c.tags,
    },
    { physicalName: name },
  );
}
