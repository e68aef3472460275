import type { ListenerArgs } from "@pulumi/aws/lb/listener.d.ts";
import type { ListenerRuleArgs } from "@pulumi/aws/lb/listenerRule.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { NOT_FOUND, TLS_POLICY, TO_HTTPS } from "../shapes/balancer/answers.ts";
import { certificates } from "../shapes/balancer/certificates.ts";
import { priorityOf } from "./check.ts";
import { type Listener, protocolOf } from "./fields.ts";
import { isDefault, type Rule } from "./rule_fields.ts";

/** A listener, its further certificates and its rules. */
export function renderListener(
  c: RenderContext<{ listeners: Listener[] }>,
  balancer: Handle,
  item: Listener,
  groups: TargetGroups,
): Handle {
  const { port, certificateArn } = item;
  const protocol = protocolOf(item);
  const last = item.rules.find(isDefault);
  // Nothing but a port 80 beside a secure one is there for those who forgot the s.
  const forgotten = protocol === "HTTP" && item.rules.length === 0 &&
    c.spec.listeners.some((other) => other.port === 443 && protocolOf(other) === "HTTPS");
  const listener = c.resource<ListenerArgs>("aws:lb/listener:Listener", `listener-${port}`, {
    loadBalancerArn: balancer.attr("arn"),
    port,
    protocol,
    certificateArn: certificateArn === undefined ? undefined : c.value(certificateArn),
    sslPolicy: protocol === "HTTPS" ? item.sslPolicy ?? TLS_POLICY : undefined,
    defaultActions: [last ? actionOf(last, groups) : forgotten ? TO_HTTPS : NOT_FOUND],
    tags: c.tags,
  });
  certificates(c, listener, item);
  item.rules.forEach((rule, i) => {
    if (isDefault(rule)) return;
    // Called by its priority: a rule that is put between others changes what stands at each
    // priority, in place, where moving priorities would meet "priority in use".
    const priority = priorityOf(rule, i);
    c.resource<ListenerRuleArgs>(
      "aws:lb/listenerRule:ListenerRule",
      `listener-${port}-rule-${priority}`,
      {
        listenerArn: listener.attr("arn"),
        priority,
        conditions: conditionsOf(rule),
        actions: [actionOf(rule, groups)],
        tags: c.tags,
      },
    );
  });
  return listener;
}

/** The ARN of the target group that a rule forwards to. */
export type TargetGroups = (rule: Rule) => string | Expression | undefined;

/** What a request must be like for a rule to take it. */
function conditionsOf(rule: Rule) {
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
function actionOf(rule: Rule, groups: TargetGroups) {
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
