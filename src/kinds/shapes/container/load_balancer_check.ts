import type { Report } from "../../report.ts";
import type { LoadBalancer } from "./load_balancer_fields.ts";
import type { Probe } from "./probe_fields.ts";

/** Rules between a load balancer and the ports behind it. */
export function checkLoadBalancer(
  spec: {
    loadBalancer?: LoadBalancer;
    ports: readonly { port: number; protocol: string }[];
  },
  probes: { readiness?: Probe },
  report: Report,
): void {
  const { loadBalancer: balancer, ports } = spec;
  if (!balancer?.enabled) {
    if (probes.readiness && !probes.readiness.exec) {
      report({
        severity: "note",
        code: "ignored-field",
        path: ["healthCheck"],
        summary: "readiness is not checked: there is no load balancer",
        why:
          "without one, Amazon ECS knows of the check inside the container only, which is liveness",
      });
    }
    return;
  }
  const port = balancer.port ?? ports[0]?.port;
  const target = ports.find((candidate) => candidate.port === port);
  if (target === undefined) {
    const known = ports.map((candidate) => candidate.port).join(", ");
    report({
      code: "missing-field",
      path: port === undefined ? ["loadBalancer"] : ["loadBalancer", "port"],
      summary: port === undefined
        ? `"loadBalancer" needs a port of the component`
        : `the component has no port ${port}`,
      why: ports.length ? `its ports: ${known}` : "there is nothing to send traffic to",
      fix: ports.length ? `set port: ${ports[0]!.port}` : "add ports: [{name: http, port: 8080}]",
    });
  } else if (target.protocol === "udp") {
    report({
      code: "wrong-value",
      path: ["loadBalancer", "port"],
      summary: `the load balancer can't forward to port ${port}, which is udp`,
      why: "this load balancer speaks HTTP and TCP",
      fix: "name a tcp port, or use a component of kind NLB",
    });
  }
  if (balancer.shared) {
    for (const field of ["hostname", "path", "certificateArn", "allowedCIDRs"] as const) {
      if (balancer[field] === undefined) continue;
      report({
        code: "own-balancer-only",
        path: ["loadBalancer", field],
        at: "key",
        summary: `"${field}" belongs to the component that balances`,
        why: "loadBalancer.shared is true, so the tasks have no balancer of their own",
        fix: `give it to the ALB or NLB component, or remove "shared"`,
      });
    }
    return;
  }
  for (const field of ["hostname", "path"] as const) {
    if (balancer.type === "application" || balancer[field] === undefined) continue;
    report({
      code: "application-only",
      path: ["loadBalancer", field],
      summary: `"${field}" needs a load balancer of type application`,
      why: "a network load balancer does not read requests",
      fix: `remove "${field}", or set type: application`,
    });
  }
  if (balancer.type === "application" && !balancer.certificateArn && !balancer.internal) {
    report({
      severity: "warning",
      code: "plain-http",
      path: ["loadBalancer"],
      summary: "the load balancer serves the internet without TLS",
      why: `"certificateArn" is not given`,
      fix: "add certificateArn: the ARN of an ACM certificate, or internal: true",
    });
  }
}
