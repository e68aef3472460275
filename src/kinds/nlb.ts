import { boolean } from "../schema/field.ts";
import { defineKind } from "./kind.ts";
import { checkListener, checkTarget } from "./nlb/check.ts";
import { listeners } from "./nlb/fields.ts";
import { openPorts, renderListener } from "./nlb/listeners.ts";
import { under } from "./report.ts";
import { balancer, outputsOf } from "./shapes/balancer/balancer.ts";
import { balancerFields, balancerOutputs } from "./shapes/balancer/fields.ts";
import { checkLogs, checkTasks } from "./shapes/balancer/uses.ts";

export const nlb = defineKind({
  name: "NLB",
  group: "Networking",
  summary: "Load balancer for TCP, UDP and TLS with fixed addresses (Network Load Balancer)",
  fields: {
    ...balancerFields,
    listeners,
    crossZone: boolean({
      doc: "Spread connections over the targets of all zones, which AWS bills as traffic",
      default: true,
    }),
  },
  outputs: {
    dnsName: { doc: "Host name that AWS gave it" },
    ...balancerOutputs,
  },
  holdsData: false,
  balances: () => true,
  forwards: true,
  proof: { level: "emulator", note: "no connection is forwarded" },
  example: `internal: true
listeners:
  - port: 5432
    protocol: TCP
    targetGroupArn: arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/db/0123456789abcdef`,
  check(spec, report) {
    spec.listeners.forEach((item, i) => checkListener(item, under(report, "listeners", i)));
  },
  checkUses(spec, used, report) {
    checkLogs(spec, used, report);
    spec.listeners.forEach((item, i) => {
      const path = ["listeners", i];
      checkTarget(item, used, under(report, ...path));
      if (item.target !== undefined) {
        checkTasks(item.target, "network", used, [...path, "target"], report);
      }
    });
  },
  render(c) {
    const { spec } = c;
    const front = balancer(c, "network", spec.listeners.flatMap(openPorts), {
      enableCrossZoneLoadBalancing: spec.crossZone,
    });
    const made = spec.listeners.map((item) => renderListener(c, front, item));
    return {
      outputs: { ...outputsOf(front, made), arn: front.handle.attr("arn") },
      listener: front.listener,
    };
  },
});
