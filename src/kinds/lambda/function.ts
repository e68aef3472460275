import type { FunctionArgs } from "@pulumi/aws/lambda/function.d.ts";
import type { RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { logGroup } from "../shapes/log_group.ts";
import { placement } from "../shapes/placement.ts";
import { connect, securityGroup } from "../shapes/security_group.ts";
import { codeProperties } from "./code.ts";
import type { LambdaSpec } from "./fields.ts";
import { addressOf } from "./function_url.ts";
import { httpApi } from "./http_api.ts";
import { roleOf } from "./role.ts";
import { connectTriggers } from "./trigger_resources.ts";

/** The function, its log, its role, and what calls it. */
export function renderFunction(c: RenderContext<LambdaSpec>) {
  const { spec } = c;
  // 64 letters, digits, - and _: AWS Lambda, CreateFunction.
  const name = c.physicalName({ max: 64, allowed: /[\w-]/ });
  const logs = logGroup(c, `/aws/lambda/${name}`);
  const { roleArn, policies } = roleOf(c, logs);
  const letters = c.target(spec.deadLetter)?.outputs;
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
    ephemeralStorage: { size: spec.ephemeralStorageMB },
    layers: spec.layers,
    deadLetterConfig: deadLetter === undefined ? undefined : { targetArn: deadLetter },
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
}

/** The function's interfaces in the VPC; undefined without. */
function vpcConfig(c: RenderContext<LambdaSpec>) {
  const { group } = securityGroup(c, { description: "A panka function" });
  connect(c, group);
  const { privateSubnetIds, securityGroups } = placement(c, group);
  return { subnetIds: privateSubnetIds, securityGroupIds: securityGroups };
}
