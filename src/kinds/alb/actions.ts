import type { Expression } from "../../engine/resource.ts";
import type { Rule } from "./rule_fields.ts";

/** The ARN of the target group that a rule forwards to. */
export type TargetGroups = (rule: Rule) => string | Expression | undefined;

/** What a request must be like for a rule to take it. */
export function conditionsOf(rule: Rule) {
  const hosts = rule.hosts ?? (rule.host === undefined ? [] : [rule.host]);
  const paths = rule.paths ?? (rule.path === undefined ? [] : [rule.path]);
  const { methods = [], headers = [], sourceCIDRs = [] } = rule;
  return [
    ...(hosts.length ? [{ hostHeader: { values: hosts } }] : []),
    ...(paths.length ? [{ pathPattern: { values: paths } }] : []),
    ...(methods.length ? [{ httpRequestMethod: { values: methods } }] : []),
    ...headers.map(({ name, values }) => ({ httpHeader: { httpHeaderName: name, values } })),
    ...(sourceCIDRs.length ? [{ sourceIp: { values: sourceCIDRs } }] : []),
  ];
}

/** What a rule does with a request. */
export function actionOf(rule: Rule, groups: TargetGroups) {
  const { redirect, response } = rule;
  if (redirect) {
    const { host, path, port, protocol, permanent } = redirect;
    return {
      type: "redirect",
      redirect: {
        host,
        path,
        port: port === undefined ? (protocol === "HTTPS" ? "443" : undefined) : String(port),
        protocol,
        statusCode: permanent ? "HTTP_301" : "HTTP_302",
      },
    };
  }
  if (response) {
    return {
      type: "fixed-response",
      fixedResponse: {
        contentType: response.contentType,
        messageBody: response.body,
        statusCode: String(response.status),
      },
    };
  }
  return { type: "forward", targetGroupArn: groups(rule) };
}
