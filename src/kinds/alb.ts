import { checkListener } from "./alb/check.ts";
import { albFields } from "./alb/fields.ts";
import { renderAlb } from "./alb/render.ts";
import { defineKind } from "./kind.ts";
import { under } from "./report.ts";
import { balancerOutputs } from "./shapes/balancer/fields.ts";
import { checkLogs, checkTasks } from "./shapes/balancer/uses.ts";

/** Limits: Elastic Load Balancing, "Quotas for your Application Load Balancers". */
export const alb = defineKind({
  name: "ALB",
  group: "Networking",
  summary: "Load balancer for HTTP that several components share (Application Load Balancer)",
  fields: albFields,
  outputs: {
    dnsName: { doc: "Host name that AWS gave it" },
    url: {
      doc: "URL of its first listener with TLS, else of its first; by the first of its records",
    },
    ...balancerOutputs,
  },
  holdsData: false,
  balances: () => true,
  forwards: true,
  proof: { level: "emulator", note: "no request is forwarded" },
  example: `listeners:
  - port: 443
    certificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/12345678-aaaa-bbbb-cccc-123456789012
    rules:
      - path: /old/*
        redirect: {path: /new}
      - response: {status: 503, body: Back soon}
  - port: 80`,
  check(spec, report) {
    spec.listeners.forEach((item, i) =>
      checkListener(item, spec.internal, under(report, "listeners", i))
    );
  },
  checkUses(spec, used, report) {
    checkLogs(spec, used, report);
    spec.listeners.forEach(({ rules }, i) =>
      rules.forEach(({ target }, j) => {
        if (target === undefined) return;
        const path = ["listeners", i, "rules", j, "target"];
        checkTasks(target, "application", used, path, report);
      })
    );
  },
  render: renderAlb,
});
