import { type Report, under } from "../report.ts";
import { checkConditions } from "./check_rule.ts";
import { type Listener, protocolOf } from "./fields.ts";
import { isDefault, type Rule } from "./rule_fields.ts";

/** Rules between the fields of one listener. */
export function checkListener(item: Listener, internal: boolean, report: Report): void {
  const { port, certificateArn, rules } = item;
  const protocol = protocolOf(item);
  if (protocol === "HTTPS" && certificateArn === undefined) {
    report({
      code: "missing-field",
      path: ["protocol"],
      summary: 'HTTPS needs "certificateArn"',
      why: "clients check the name in the certificate",
      fix: "add certificateArn: the ARN of an ACM certificate",
    });
  }
  const secure = certificateArn !== undefined || item.additionalCertificateArns.length > 0 ||
    item.sslPolicy !== undefined;
  if (protocol === "HTTP" && secure) {
    report({
      code: "https-only",
      path: ["protocol"],
      summary: "HTTP has no certificates and no security policy",
      why: `the listener on ${port} speaks HTTP`,
      fix: 'set protocol: HTTPS, or remove "certificateArn" and "sslPolicy"',
    });
  }
  const open = rules.length === 0 || rules.some((rule) => rule.redirect === undefined);
  if (protocol === "HTTP" && !internal && port !== 80 && open) {
    report({
      severity: "warning",
      code: "plain-http",
      path: ["port"],
      summary: "the load balancer serves the internet without TLS",
      why: `the listener on ${port} speaks HTTP`,
      fix: "add certificateArn: the ARN of an ACM certificate, or internal: true",
    });
  }
  const defaults = rules.filter(isDefault);
  const priorities = new Map<number, number>();
  rules.forEach((rule, i) => {
    checkConditions(rule, under(report, "rules", i));
    if (defaults.length > 1 && rule === defaults[1]) {
      report({
        code: "second-default",
        path: ["rules", i],
        summary: "Only one rule can take the requests that are left",
        why: `rule ${rules.indexOf(defaults[0]!) + 1} of this listener has no conditions either`,
        fix: "add a host or a path to one of them",
      });
    }
    const priority = priorityOf(rule, i);
    if (priorities.has(priority) && !isDefault(rule)) {
      report({
        code: "duplicate-priority",
        path: ["rules", i],
        summary: `Two rules have priority ${priority}`,
        why: `rule ${priorities.get(priority)! + 1} of this listener has it already`,
        fix: "give one of them another priority",
      });
    }
    if (!isDefault(rule)) priorities.set(priority, i);
  });
}

/** Gaps leave room for rules that are added by hand. */
export const priorityOf = (rule: Rule, index: number): number => rule.priority ?? (index + 1) * 10;
