import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup.d.ts";
import type { TargetGroupAttachmentArgs } from "@pulumi/aws/lb/targetGroupAttachment.d.ts";
import type { WebAclAssociationArgs } from "@pulumi/aws/wafv2/webAclAssociation.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { RenderContext, Target } from "../render.ts";
import { balancer, outputsOf } from "../shapes/balancer/balancer.ts";
import { invokePermission } from "../shapes/invoke_permission.ts";
import { type AlbSpec, protocolOf } from "./fields.ts";
import { renderListener, type TargetGroups } from "./listeners.ts";

/** The balancer with its listeners. */
export function renderAlb(c: RenderContext<AlbSpec>) {
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
    const found = c.target(target);
    if (found?.kind.name !== "Lambda") return found?.outputs.targetGroupArn;
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
  const outputs = outputsOf(front, listeners);
  return {
    outputs: {
      ...outputs,
      url: {
        $join: [
          `${scheme}://`,
          spec.records[0]?.name ?? outputs.dnsName,
          ...(usual ? [] : [`:${first.port}`]),
        ],
      },
      // By way of a listener: AWS refuses to put an NLB before an ALB that does not listen yet.
      arn: listeners.at(-1)!.attr("loadBalancerArn"),
    },
    listener: front.listener,
  };
}

/** A target group with a function in it, and leave to call it. */
function functionGroup(c: RenderContext<unknown>, target: Target): Expression {
  const part = target.id.replace("/", "-");
  // 32 letters, digits and dashes: CreateTargetGroup.
  const name = c.physicalName({ max: 32, part });
  const group = c.resource<TargetGroupArgs>("aws:lb/targetGroup:TargetGroup", `target-${part}`, {
    name,
    targetType: "lambda",
    tags: c.tags,
  }, { physicalName: name });
  const arn = group.attr("arn");
  const permission = invokePermission(c, `permission-${part}`, {
    functionName: target.outputs.functionName!,
    principal: "elasticloadbalancing.amazonaws.com",
    sourceArn: arn,
  });
  c.resource<TargetGroupAttachmentArgs>(
    "aws:lb/targetGroupAttachment:TargetGroupAttachment",
    `attachment-${part}`,
    { targetGroupArn: arn, targetId: target.outputs.functionArn! },
    // AWS refuses to register a function that it may not call.
    { dependsOn: [permission] },
  );
  return arn;
}
