import type { FunctionArgs } from "@pulumi/aws/lambda/function.d.ts";
import { defineKind } from "./kind.ts";
import { checkLambda } from "./lambda/check.ts";
import { codeFiles, codeProperties } from "./lambda/code.ts";
import { lambdaFields, type LambdaSpec } from "./lambda/fields.ts";
import { addressOf } from "./lambda/function_url.ts";
import { httpApi } from "./lambda/http_api.ts";
import { connectTriggers, sourceStatements } from "./lambda/trigger_resources.ts";
import { checkUses } from "./lambda/uses.ts";
import type { Handle, RenderContext } from "./render.ts";
import { keyStatements, kmsKeyArn } from "./shapes/kms_key.ts";
import { logGroup } from "./shapes/log_group.ts";
import { placement } from "./shapes/placement.ts";
import { role, targetStatements } from "./shapes/role.ts";
import { secretStatements } from "./shapes/secret.ts";
import { connect, securityGroup } from "./shapes/security_group.ts";
import type { Statement } from "./shapes/statement.ts";

export const lambda = defineKind({
  name: "Lambda",
  group: "Containers",
  summary: "Function that runs when something calls it (AWS Lambda)",
  fields: lambdaFields,
  outputs: {
    functionName: { doc: "Name of the function", aliases: ["name"] },
    functionArn: { doc: "ARN of the function", aliases: ["arn"] },
    invokeArn: { doc: "ARN that API Gateway calls it by" },
    url: { doc: "Its HTTPS address: the function URL, else the HTTP API; empty without either" },
    logGroup: { doc: "Log group that it writes to" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "never invoked" },
  example: `runtime: nodejs22.x
handler: index.handler
code:
  zipFile: "exports.handler = async () => ({ statusCode: 200 })"
memory: 256
timeout: 60
triggers:
  - type: eventbridge
    schedule: rate(5 minutes)`,
  check: checkLambda,
  checkUses,
  files: (spec) => codeFiles(spec.code),
  render(c) {
    const { spec } = c;
    // 64 letters, digits, - and _: AWS Lambda, CreateFunction.
    const name = c.physicalName({ max: 64, allowed: /[\w-]/ });
    const logs = logGroup(c, `/aws/lambda/${name}`);
    const { roleArn, policies } = roleOf(c, logs);
    const letters = c.targets.find(({ id }) => id === spec.deadLetter)?.outputs;
    const deadLetter = letters?.arn ?? letters?.topicArn;
    const encrypted = kmsKeyArn(c);
    const environment = Object.entries(spec.environment).sort(([a], [b]) => a < b ? -1 : 1);
    const fn = c.resource<FunctionArgs>("aws:lambda/function:Function", "function", {
      name,
      description: c.description?.slice(0, 256),
      role: roleArn,
      packageType: spec.code.imageUri === undefined ? "Zip" : "Image",
      runtime: spec.runtime,
      handler: spec.handler,
      ...codeProperties(c),
      imageConfig: spec.imageConfig && {
        commands: spec.imageConfig.command,
        entryPoints: spec.imageConfig.entryPoint,
        workingDirectory: spec.imageConfig.workingDirectory,
      },
      memorySize: spec.memory,
      timeout: spec.timeout,
      architectures: [spec.architecture],
      environment: environment.length
        ? { variables: Object.fromEntries(environment.map(([key, text]) => [key, c.value(text)])) }
        : undefined,
      kmsKeyArn: environment.length ? encrypted : undefined,
      vpcConfig: spec.vpc?.enabled ? vpcConfig(c) : undefined,
      reservedConcurrentExecutions: spec.reservedConcurrentExecutions,
      ephemeralStorage: spec.ephemeralStorageMB === undefined
        ? undefined
        : { size: spec.ephemeralStorageMB },
      layers: spec.layers,
      deadLetterConfig: deadLetter === undefined ? undefined : { targetArn: deadLetter as string },
      tracingConfig: { mode: spec.tracing ? "Active" : "PassThrough" },
      loggingConfig: { logFormat: "Text", logGroup: logs.attr("name") },
      tags: c.tags,
    }, { physicalName: name, protect: spec.deletionProtection, dependsOn: [...policies] });
    const isHttp = (trigger: LambdaSpec["triggers"][number]) => trigger.type === "apigateway";
    connectTriggers(c, fn, spec.triggers.filter((trigger) => !isHttp(trigger)), policies);
    const api = httpApi(c, fn, spec.triggers.filter(isHttp));
    const address = spec.functionUrl?.enabled ? addressOf(c, fn, spec.functionUrl) : undefined;
    return {
      outputs: {
        functionName: fn.attr("name"),
        functionArn: fn.attr("arn"),
        invokeArn: fn.attr("invokeArn"),
        url: address ?? api ?? "",
        logGroup: logs.attr("name"),
      },
    };
  },
  access(outputs, { mode }) {
    if (mode === "consume") return [];
    const { functionArn } = outputs;
    return [{
      actions: ["lambda:InvokeFunction"],
      resources: [functionArn, { $join: [functionArn, ":*"] }],
    }];
  },
});

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

function roleOf(c: RenderContext<LambdaSpec>, logs: Handle) {
  const { spec } = c;
  if (spec.roleArn !== undefined) return { roleArn: spec.roleArn, policies: [] };
  const made = role(c, {
    service: "lambda.amazonaws.com",
    statements: [
      {
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [{ $join: [logs.attr("arn"), ":*"] }],
      },
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

function vpcConfig(c: RenderContext<LambdaSpec>) {
  const { group } = securityGroup(c, { description: "A panka function" });
  connect(c, group);
  const { privateSubnets, securityGroups } = placement(c, group);
  return { subnetIds: privateSubnets, securityGroupIds: securityGroups };
}
