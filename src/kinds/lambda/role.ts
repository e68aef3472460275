import type { Handle, RenderContext } from "../render.ts";
import { keyStatements, kmsKeyArn } from "../shapes/kms_key.ts";
import { logStatement } from "../shapes/log_group.ts";
import { role, targetStatements } from "../shapes/role.ts";
import { secretStatements } from "../shapes/secret.ts";
import type { Statement } from "../shapes/statement.ts";
import type { LambdaSpec } from "./fields.ts";
import { sourceStatements } from "./polling.ts";

/** What Lambda does to join a VPC; it is judged without a resource, so AWS offers no narrower one. */
const NETWORK_STATEMENT: Statement = {
  actions: [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
};

const TRACING_STATEMENT: Statement = {
  actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
  resources: ["*"],
};

/** The function's role: the spec's, or one of its own. */
export function roleOf(c: RenderContext<LambdaSpec>, logs: Handle) {
  const { spec } = c;
  if (spec.roleArn !== undefined) return { roleArn: spec.roleArn, policies: [] };
  const made = role(c, {
    service: "lambda.amazonaws.com",
    statements: [
      logStatement(logs),
      ...targetStatements(c),
      ...sourceStatements(c, spec.triggers),
      ...secretStatements(c, spec.secrets),
      ...keyStatements(kmsKeyArn(c) ?? "", ["kms:Decrypt"]),
      ...(spec.vpc?.enabled ? [NETWORK_STATEMENT] : []),
      ...(spec.tracing ? [TRACING_STATEMENT] : []),
    ],
  });
  return { roleArn: made.attr("arn"), policies: made.policies };
}
