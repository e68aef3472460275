import type { WebAclAssociationArgs } from "@pulumi/aws/wafv2/webAclAssociation.d.ts";
import type { Expression } from "../engine/resource.ts";
import { boolean, integer, list, text } from "../schema/field.ts";
import { checkListener } from "./alb/check.ts";
import { listener, protocolOf } from "./alb/fields.ts";
import { functionGroup } from "./alb/function_group.ts";
import { renderListener, type TargetGroups } from "./alb/listeners.ts";
import { defineKind } from "./kind.ts";
import { under } from "./report.ts";
import { balancer, joined } from "./shapes/balancer/balancer.ts";
import { balancerFields } from "./shapes/balancer/fields.ts";
import { checkLogs, checkTasks } from "./shapes/balancer/uses.ts";

/** Limits: Elastic Load Balancing, "Quotas for your Application Load Balancers". */
export const alb = defineKind({
  name: "ALB",
  group: "Networking",
  summary: "Load balancer for HTTP that several components share (Application Load Balancer)",
  fields: {
    ...balancerFields,
    listeners: list(listener, {
      doc: "Ports that it is reached at",
      required: true,
      min: 1,
      max: 50,
      unique: "port",
    }),
    idleTimeoutSeconds: integer({
      doc: "How long a quiet connection stays open",
      unit: "seconds",
      min: 1,
      max: 4000,
      default: 60,
      aliases: ["idleTimeout"],
    }),
    http2: boolean({ doc: "Speak HTTP/2 with clients", default: true }),
    dropInvalidHeaders: boolean({
      doc: "Take out headers whose names are not valid",
      default: true,
    }),
    waf: text({
      doc: "ARN of a web ACL of AWS WAF that filters requests",
      pattern: /^arn:[\w-]+:wafv2:\S+:regional\/webacl\/\S+$/,
      hint: "the ARN of a regional web ACL",
      aliases: ["webAclArn"],
    }),
  },
  outputs: {
    dnsName: { doc: "Host name that AWS gave it" },
    url: {
      doc: "URL of its first listener with TLS, else of its first; by the first of its records",
    },
    arn: { doc: "ARN of the load balancer" },
    name: { doc: "Name of the load balancer" },
    listenerArn: { doc: "ARN of the first listener" },
    listenerArns: { doc: "ARNs of the listeners, separated by commas" },
    zoneId: { doc: "Hosted zone of its host name, for alias records" },
  },
  holdsData: false,
  balances: () => true,
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
      checkListener(
        item,
        spec.internal,
        under(report, "listeners", i),
      )
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
  render(c) {
    const { spec } = c;
    const open = spec.listeners.map(({ port }) => ({ port, protocol: "tcp" as const }));
    const front = balancer(c, "application", open, {
      idleTimeout: spec.idleTimeoutSeconds,
      enableHttp2: spec.http2,
      dropInvalidHeaderFields: spec.dropInvalidHeaders,
    });
    const functions = new Map<string, Expression>();
    const groups: TargetGroups = ({ target, targetGroupArn }) => {
      if (targetGroupArn !== undefined) return c.value(targetGroupArn);
      const found = c.targets.find(({ id }) => id === target);
      if (found?.kind.name !== "Lambda") return found?.outputs.targetGroupArn as Expression;
      const arn = functions.get(found.id) ?? functionGroup(c, found);
      functions.set(found.id, arn);
      return arn;
    };
    const listeners = spec.listeners.map((item) => renderListener(c, front.handle, item, groups));
    if (spec.waf !== undefined) {
      c.resource<WebAclAssociationArgs>("aws:wafv2/webAclAssociation:WebAclAssociation", "waf", {
        resourceArn: front.handle.attr("arn"),
        webAclArn: spec.waf,
      });
    }
    const first = spec.listeners.find((item) => protocolOf(item) === "HTTPS") ??
      spec.listeners[0]!;
    const scheme = protocolOf(first).toLowerCase();
    const usual = first.port === (scheme === "https" ? 443 : 80);
    const dnsName = front.handle.attr("dnsName");
    return {
      outputs: {
        dnsName,
        url: {
          $join: [
            `${scheme}://`,
            spec.records[0]?.name ?? dnsName,
            ...(usual ? [] : [`:${first.port}`]),
          ],
        },
        // By way of a listener: AWS refuses to put an NLB before an ALB that does not listen yet.
        arn: listeners.at(-1)!.attr("loadBalancerArn"),
        name: front.handle.attr("name"),
        listenerArn: listeners[0]!.attr("arn"),
        listenerArns: joined(listeners),
        zoneId: front.handle.attr("zoneId"),
      },
      listener: front.listener,
    };
  },
});
