import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kmsKeyArn } from "./kms_key.ts";

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
