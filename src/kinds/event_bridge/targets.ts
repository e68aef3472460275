import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Json } from "../../state/document.ts";
import type { Handle, RenderContext, Target } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonText } from "../shapes/json_value.ts";
import { keyNames } from "../shapes/key_names.ts";
import { keyStatements } from "../shapes/kms_key.ts";
import { role, type RoleHandle } from "../shapes/role.ts";
import type { Statement } from "../shapes/statement.ts";
import type { EventTarget, Rule } from "./fields.ts";

const arnOfTarget = ({ kind, outputs }: Target): string | Expression =>
  (kind.name === "SQS"
    ? outputs.arn
    : kind.name === "SNS"
    ? outputs.topicArn
    : kind.name === "EventBridge"
    ? outputs.busArn
    : outputs.functionArn)!;

/** Everything that one rule delivers to. */
export function targets(
  c: RenderContext<unknown>,
  { name, rule, items, busName, role }: {
    name: string;
    rule: Handle;
    items: readonly EventTarget[];
    busName: string | Expression;
    role: RoleHandle | undefined;
  },
): void {
  const nameOf = keyNames();
  for (const item of items) {
    const target = c.target(item.component);
    const part = `${name}-${nameOf(target?.id ?? item.arn ?? "")}`;
    const isFunction = target?.kind.name === "Lambda";
    const permission = isFunction
      ? invokePermission(c, `permission-${part}`, {
        functionName: target.outputs.functionName!,
        principal: "events.amazonaws.com",
        sourceArn: rule.attr("arn"),
      })
      : undefined;
    const failed = c.target(item.deadLetterQueue);
    const { inputTransformer, retry } = item;
    c.resource<EventTargetArgs>("aws:cloudwatch/eventTarget:EventTarget", `target-${part}`, {
      rule: rule.attr("name"),
      eventBusName: busName,
      // 64 letters, digits, ".", "-" and "_": EventBridge, Target.
      targetId: c.physicalName({ max: 64, allowed: /[\w.-]/, part }),
      arn: target ? arnOfTarget(target) : c.value(item.arn!),
      roleArn: target
        ? (isFunction ? undefined : role!.attr("arn"))
        : item.roleArn && c.value(item.roleArn),
      input: inputOf(c, item.input),
      inputPath: item.inputPath,
      inputTransformer: inputTransformer && {
        inputPaths: inputTransformer.paths,
        inputTemplate: inputTransformer.template,
      },
      sqsTarget: item.messageGroupId === undefined
        ? undefined
        : { messageGroupId: item.messageGroupId },
      retryPolicy: retry && {
        maximumRetryAttempts: retry.maxAttempts ?? 185,
        maximumEventAgeInSeconds: retry.maxAge ?? 86_400,
      },
      deadLetterConfig: failed && { arn: failed.outputs.arn! },
    }, { dependsOn: [permission, ...(role?.policies ?? [])] });
  }
}

function inputOf(
  c: RenderContext<unknown>,
  input: Json | undefined,
): string | Expression | undefined {
  // Older stacks write JSON as text.
  if (typeof input === "string" && isJson(input)) return input;
  return jsonText(c, input);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What EventBridge does with a component that it delivers to, by a role. */
function deliveryStatements({ kind, outputs }: Target): Statement[] {
  const key = keyStatements(outputs.kmsKeyArn ?? "", ["kms:Decrypt", "kms:GenerateDataKey"]);
  switch (kind.name) {
    case "SQS":
      return [{ actions: ["sqs:SendMessage"], resources: [outputs.arn!] }, ...key];
    case "SNS":
      return [{ actions: ["sns:Publish"], resources: [outputs.topicArn!] }, ...key];
    case "EventBridge":
      return [{ actions: ["events:PutEvents"], resources: [outputs.busArn!] }];
    default:
      return [];
  }
}

/**
 * The one role with which EventBridge delivers to queues, topics and buses: AWS takes a role
 * for these ("Using resource-based policies for Amazon EventBridge"), so nothing has to be
 * written into a policy that others share. Functions are called by a statement of their own.
 */
export function deliveryRole(
  c: RenderContext<unknown>,
  rules: readonly Rule[],
): RoleHandle | undefined {
  const statements = rules.flatMap(({ targets }) =>
    targets.flatMap(({ component }) => {
      const target = c.target(component);
      return target ? deliveryStatements(target) : [];
    })
  );
  if (statements.length === 0) return undefined;
  return role(c, {
    service: "events.amazonaws.com",
    statements,
    conditions: { StringEquals: { "aws:SourceAccount": c.accountId() } },
  });
}
