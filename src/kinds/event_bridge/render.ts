import type { EventArchiveArgs } from "@pulumi/aws/cloudwatch/eventArchive.d.ts";
import type { EventBusArgs } from "@pulumi/aws/cloudwatch/eventBus.d.ts";
import type { EventBusPolicyArgs } from "@pulumi/aws/cloudwatch/eventBusPolicy.d.ts";
import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.d.ts";
import type { Expression } from "../../engine/resource.ts";
import { partition } from "../../ports/partition.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { jsonText } from "../shapes/json_value.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { resourcePolicy } from "../shapes/resource_policy.ts";
import { scheduledPattern, scheduleExpression } from "../shapes/schedule.ts";
import type { EventBridgeSpec } from "./fields.ts";
import { deliveryRole, targets } from "./targets.ts";

const NAME = /[\w.-]/;

/** The bus, its rules and their targets, and the archive. */
export function renderEventBridge(c: RenderContext<EventBridgeSpec>) {
  const { spec } = c;
  let busName: string | Expression = "default";
  let busArn: Expression;
  if (spec.bus === "own") {
    const name = c.physicalName({ max: 256, allowed: NAME });
    const bus = c.resource<EventBusArgs>("aws:cloudwatch/eventBus:EventBus", "bus", {
      name,
      description: c.description,
      kmsKeyIdentifier: kmsKeyArn(c, spec.kmsKeyId),
      tags: c.tags,
    }, { physicalName: name, protect: spec.deletionProtection });
    busName = bus.attr("name");
    busArn = bus.attr("arn");
    if (spec.allowedAccounts.length) {
      c.resource<EventBusPolicyArgs>("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy", {
        eventBusName: busName,
        policy: resourcePolicy([{
          sid: "Accounts",
          principal: {
            accounts: spec.allowedAccounts.toSorted().map((id) =>
              `arn:${partition(c.stack.region)}:iam::${id}:root`
            ),
          },
          actions: ["events:PutEvents"],
          resource: busArn,
        }]),
      });
    }
  } else {
    if (spec.existingBus !== undefined) busName = c.value(spec.existingBus);
    busArn = arnOf(c, "events", "event-bus/", busName);
  }
  const role = deliveryRole(c, spec.rules);
  const ruleArns = spec.rules.map((item, i) => {
    const part = item.name ?? `rule-${i + 1}`;
    const name = c.physicalName({ max: 64, allowed: NAME, part });
    const rule = c.resource<EventRuleArgs>(
      "aws:cloudwatch/eventRule:EventRule",
      item.name === undefined ? part : `rule-${part}`,
      {
        name,
        description: item.description,
        eventBusName: busName,
        state: item.enabled ? "ENABLED" : "DISABLED",
        scheduleExpression: item.schedule && scheduleExpression(item.schedule),
        eventPattern: jsonText(c, item.pattern) ?? scheduledPattern(c.stack.tenant),
        tags: c.tags,
      },
      { physicalName: name },
    );
    targets(c, { name: part, rule, items: item.targets, busName, role });
    return rule.attr("arn");
  });
  if (spec.archive) {
    const { retentionDays, pattern } = spec.archive;
    const name = c.physicalName({ max: 48, allowed: NAME });
    c.resource<EventArchiveArgs>("aws:cloudwatch/eventArchive:EventArchive", "archive", {
      name,
      eventSourceArn: busArn,
      retentionDays,
      eventPattern: jsonText(c, pattern),
    }, { physicalName: name, protect: spec.deletionProtection });
  }
  return {
    outputs: {
      busName,
      busArn,
      ruleArns: { $join: ruleArns.flatMap((arn, i) => i ? [",", arn] : [arn]) },
    },
  };
}
