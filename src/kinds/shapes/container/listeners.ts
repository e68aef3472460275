import type { ListenerArgs } from "@pulumi/aws/lb/listener.d.ts";
import type { ListenerRuleArgs } from "@pulumi/aws/lb/listenerRule.d.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { NOT_FOUND, TLS_POLICY, TO_HTTPS } from "../balancer/answers.ts";
import type { LoadBalancer } from "./load_balancer_fields.ts";

const LISTENER = "aws:lb/listener:Listener";

/** Ports that the balancer is reached at. */
export function listenerPorts({ type, certificateArn }: LoadBalancer, port: number): number[] {
  if (type === "network") return [certificateArn ? 443 : port];
  return certificateArn ? [443, 80] : [80];
}

/** The listeners that forward to the tasks; those that the service waits for. */
export function listeners(
  c: RenderContext<unknown>,
  spec: LoadBalancer,
  { balancer, targetGroup, port }: { balancer: Handle; targetGroup: Handle; port: number },
): Handle[] {
  const { type, certificateArn, hostname, path } = spec;
  const common = { loadBalancerArn: balancer.attr("arn"), tags: c.tags };
  const forward = { type: "forward", targetGroupArn: targetGroup.attr("arn") };
  const certificate = certificateArn === undefined ? undefined : c.value(certificateArn);
  if (type === "network") {
    return [
      c.resource<ListenerArgs>(LISTENER, "listener", {
        ...common,
        ...(certificate === undefined ? { port, protocol: "TCP" } : {
          port: 443,
          protocol: "TLS",
          certificateArn: certificate,
          sslPolicy: TLS_POLICY,
        }),
        defaultActions: [forward],
      }),
    ];
  }
  const only = [
    ...(hostname === undefined ? [] : [{ hostHeader: { values: [hostname] } }]),
    ...(path === undefined ? [] : [{ pathPattern: { values: [path] } }]),
  ];
  const main = c.resource<ListenerArgs>(LISTENER, "listener", {
    ...common,
    ...(certificate === undefined ? { port: 80, protocol: "HTTP" } : {
      port: 443,
      protocol: "HTTPS",
      certificateArn: certificate,
      sslPolicy: TLS_POLICY,
    }),
    defaultActions: [only.length ? NOT_FOUND : forward],
  });
  const ready = [main];
  if (only.length) {
    ready.push(
      c.resource<ListenerRuleArgs>("aws:lb/listenerRule:ListenerRule", "listener-rule", {
        listenerArn: main.attr("arn"),
        priority: 1,
        conditions: only,
        actions: [forward],
        tags: c.tags,
      }),
    );
  }
  if (certificate !== undefined) {
    c.resource<ListenerArgs>(LISTENER, "listener-redirect", {
      ...common,
      port: 80,
      protocol: "HTTP",
      defaultActions: [TO_HTTPS],
    });
  }
  return ready;
}
