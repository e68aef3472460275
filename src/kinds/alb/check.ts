import { type Report, under } from "../report.ts";
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

/** Rules between the conditions of one rule. */
function checkConditions(rule: Rule, report: Report): void {
  for (const [one, many] of [["host", "hosts"], ["path", "paths"]] as const) {
    if (rule[one] === undefined || rule[many] === undefined) continue;
    report({
      code: "exclusive-fields",
      path: [many],
      at: "key",
      summary: `"${one}" and "${many}" can't be given together`,
      why: `"${many}" is for more than one`,
      fix: `put all of them in "${many}"`,
    });
  }
  const values = [rule.hosts, rule.paths, rule.methods, rule.sourceCIDRs]
    .reduce((sum, list) => sum + (list?.length ?? 0), 0) +
    (rule.host === undefined ? 0 : 1) + (rule.path === undefined ? 0 : 1) +
    (rule.headers ?? []).reduce((sum, { values }) => sum + values.length, 0);
  if (values > 5) {
    report({
      code: "too-many-conditions",
      path: [],
      summary: `A rule can compare with 5 values, not ${values}`,
      why: "hosts, paths, methods, headers and addresses count together",
      fix: "make two rules of it",
    });
  }
  const { redirect, response } = rule;
  if (response && response.status >= 300 && response.status < 400) {
    report({
      code: "wrong-value",
      path: ["response", "status"],
      summary: `A fixed answer can't have status ${response.status}`,
      why: "load balancers answer with 2xx, 4xx and 5xx",
      fix: "use redirect, or another status",
    });
  }
  const elsewhere = redirect?.host ?? redirect?.path ?? redirect?.port;
  if (redirect && redirect.protocol === "HTTP" && elsewhere === undefined) {
    report({
      code: "redirect-loop",
      path: ["redirect"],
      at: "key",
      summary: "The redirect leads to where it comes from",
      why: "host, path, port and protocol stay the same",
      fix: "set protocol: HTTPS, or another host, path or port",
    });
  }
}
