import type { RenderContext, Target } from "../render.ts";
import { keyStatements } from "../shapes/kms_key.ts";
import { role, type RoleHandle } from "../shapes/role.ts";
import type { Statement } from "../shapes/statement.ts";
import type { Rule } from "./rule_fields.ts";

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
