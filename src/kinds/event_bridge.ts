import { checkEventBridge, checkTargetUse } from "./event_bridge/check.ts";
import { eventBridgeFields } from "./event_bridge/fields.ts";
import { renderEventBridge } from "./event_bridge/render.ts";
import { defineKind } from "./kind.ts";
import { under } from "./report.ts";

/** Limits: EventBridge, PutRule, CreateEventBus, CreateArchive. */
export const eventBridge = defineKind({
  name: "EventBridge",
  group: "Messaging",
  summary: "Rules that pass events on, by schedule or by what is in them (Amazon EventBridge)",
  fields: eventBridgeFields,
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
  check: checkEventBridge,
  checkUses(spec, used, report) {
    spec.rules.forEach((item, i) =>
      item.targets.forEach((target, j) =>
        checkTargetUse(target, used, under(report, "rules", i, "targets", j))
      )
    );
  },
  render: renderEventBridge,
  access(outputs, { mode }) {
    return mode === "consume"
      ? []
      : [{ actions: ["events:PutEvents"], resources: [outputs.busArn] }];
  },
});
