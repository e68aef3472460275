import type { Report } from "../report.ts";
import type { Rule } from "./rule_fields.ts";

/** Rules between the conditions of one rule. */
export function checkConditions(rule: Rule, report: Report): void {
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
