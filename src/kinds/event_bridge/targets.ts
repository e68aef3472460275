import type { EventTargetArgs } from "@pulumi/aws/cloudwatch/eventTarget.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { Json } from "../../state/document.ts";
import type { Handle, RenderContext, Target } from "../render.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { jsonValue } from "../shapes/json_value.ts";
import { keyNames } from "../shapes/key_names.ts";
import type { RoleHandle } from "../shapes/role.ts";
import type { EventTarget } from "./target_fields.ts";

const arnOfTarget = ({ kind, outputs }: Target): Value =>
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
      arn: target ? arnOfTarget(target) as Expression : c.value(item.arn!),
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
      deadLetterConfig: failed && { arn: failed.outputs.arn as Expression },
    }, { dependsOn: [permission, ...(role?.policies ?? [])] });
  }
}

function inputOf(
  c: RenderContext<unknown>,
  input: Json | undefined,
): string | Expression | undefined {
  if (input === undefined) return undefined;
  // Older stacks write JSON as text.
  if (typeof input === "string" && isJson(input)) return input;
  return { $json: jsonValue(c, input) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
