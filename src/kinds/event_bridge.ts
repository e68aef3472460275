import type { EventArchiveArgs } from "@pulumi/aws/cloudwatch/eventArchive.d.ts";
import type { EventBusArgs } from "@pulumi/aws/cloudwatch/eventBus.d.ts";
import type { EventBusPolicyArgs } from "@pulumi/aws/cloudwatch/eventBusPolicy.d.ts";
import type { EventRuleArgs } from "@pulumi/aws/cloudwatch/eventRule.d.ts";
import type { Expression } from "../engine/resource.ts";
import { choice, integer, json, list, object, text } from "../schema/field.ts";
import { checkRule, checkTargetUse } from "./event_bridge/rule_check.ts";
import { rule } from "./event_bridge/rule_fields.ts";
import { deliveryRole, targets } from "./event_bridge/targets.ts";
import { defineKind } from "./kind.ts";
import { under } from "./report.ts";
import { arnOf, partition } from "./shapes/arn.ts";
import { jsonValue } from "./shapes/json_value.ts";
import { kmsKeyArn, kmsKeyField } from "./shapes/kms_key.ts";
import { resourcePolicy } from "./shapes/resource_policy.ts";
import { scheduleExpression } from "./shapes/schedule.ts";

const NAME = /[\w.-]/;

/** Limits: EventBridge, PutRule, CreateEventBus, CreateArchive. */
export const eventBridge = defineKind({
  name: "EventBridge",
  group: "Messaging",
  summary: "Rules that pass events on, by schedule or by what is in them (Amazon EventBridge)",
  fields: {
    bus: choice(["default", "own"], {
      doc: "Where events come in: the account's default bus, or one of this component's own",
      default: "default",
      spellings: { custom: "own", new: "own" },
      replaces: "A rule can't move to another bus",
    }),
    existingBus: text({
      doc: "Name of a bus that exists, in place of those two",
      reference: true,
      pattern: /^[\w./-]{1,256}$/,
      hint: "the name of a bus: letters, digits and _ . - /",
      aliases: ["eventBusName"],
      replaces: "A rule can't move to another bus",
    }),
    rules: list(rule, { doc: "What happens with events", default: [], unique: "name", max: 300 }),
    archive: object({
      retentionDays: integer({
        doc: "How long events are kept; 0 keeps them for ever",
        unit: "days",
        min: 0,
        default: 0,
      }),
      pattern: json({ doc: "Events that are kept; default: all" }),
    }, { doc: "Keep events, so that they can be replayed" }),
    allowedAccounts: list(
      text({ doc: "Account id", pattern: /^\d{12}$/, hint: "12 digits, in quotes" }),
      { doc: "With a bus of its own: accounts that may send events", default: [], unique: "" },
    ),
    kmsKeyId: kmsKeyField(),
  },
  outputs: {
    busName: { doc: "Name of the bus", aliases: ["name"] },
    busArn: { doc: "ARN of the bus", aliases: ["arn"] },
    ruleArns: { doc: "ARNs of the rules, separated by commas" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "the policy of a bus for other accounts is not kept" },
  example: `bus: own
rules:
  - name: orders
    pattern:
      source: [shop.orders]
      detail-type: [Order created]
    targets:
      - arn: arn:aws:logs:eu-west-1:123456789012:log-group:/aws/events/orders
archive:
  retentionDays: 30`,
  check(spec, report) {
    const own = spec.bus === "own";
    if (own && spec.existingBus !== undefined) {
      report({
        code: "exclusive-fields",
        path: ["existingBus"],
        at: "key",
        summary: '"existingBus" and "bus: own" can\'t be given together',
        why: "a rule is on one bus",
        fix: 'remove "existingBus", or "bus"',
      });
    }
    for (const field of ["allowedAccounts", "kmsKeyId"] as const) {
      const given = field === "kmsKeyId" ? spec.kmsKeyId !== undefined : spec[field].length > 0;
      if (own || !given) continue;
      report({
        code: "own-bus-only",
        path: [field],
        at: "key",
        summary: `"${field}" needs a bus of the component's own`,
        why: "other buses are shared, and so are their settings",
        fix: `set bus: own, or remove "${field}"`,
      });
    }
    spec.rules.forEach((item, i) =>
      checkRule(
        item,
        own || spec.existingBus !== undefined,
        under(report, "rules", i),
      )
    );
  },
  checkUses(spec, used, report) {
    spec.rules.forEach((item, i) =>
      item.targets.forEach((target, j) =>
        checkTargetUse(
          target,
          used,
          under(report, "rules", i, "targets", j),
        )
      )
    );
  },
  render(c) {
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
          eventPattern: item.pattern === undefined
            ? undefined
            : { $json: jsonValue(c, item.pattern) },
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
        eventPattern: pattern === undefined ? undefined : { $json: jsonValue(c, pattern) },
      }, { physicalName: name, protect: spec.deletionProtection });
    }
    return {
      outputs: {
        busName,
        busArn,
        ruleArns: { $join: ruleArns.flatMap((arn, i) => i ? [",", arn] : [arn]) },
      },
    };
  },
  access(outputs, { mode }) {
    return mode === "consume"
      ? []
      : [{ actions: ["events:PutEvents"], resources: [outputs.busArn] }];
  },
});
