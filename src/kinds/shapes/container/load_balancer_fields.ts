import { boolean, choice, type Infer, integer, list, object, text } from "../../../schema/field.ts";
import type { Report } from "../../report.ts";
import type { Probe } from "./probe.ts";

export const loadBalancer = object({
  enabled: boolean({ doc: "Put a load balancer in front of the tasks", default: true }),
  type: choice(["application", "network"], {
    doc: "application for HTTP, network for any TCP",
    default: "application",
    spellings: { alb: "application", nlb: "network" },
    replaces: "AWS can't change the type of a load balancer",
  }),
  shared: boolean({
    doc: "No balancer of its own: an ALB or NLB component forwards to the tasks",
    default: false,
  }),
  internal: boolean({
    doc: "Reachable from the VPC only",
    default: false,
    replaces: "AWS can't move a load balancer between public and private",
  }),
  port: integer({
    doc: "Container port that gets the traffic; default: the first of ports",
    min: 1,
    max: 65_535,
  }),
  certificateArn: text({
    doc: "ACM certificate: the balancer then speaks TLS on 443, and sends HTTP there",
    pattern: /^arn:[\w-]+:(acm|iam):[\w-]*:\d{12}:(server-)?certificate\/.+$/,
    hint: "the ARN of a certificate",
    reference: true,
  }),
  hostname: text({
    doc: "application: only requests for this host get through; others get 404",
    pattern: /^[\w*?.-]{1,128}$/,
    hint: "a host name of at most 128 characters",
    example: "api.example.com",
  }),
  path: text({
    doc: "application: only requests for this path get through (/api/*); others get 404",
    pattern: /^\/[\w\-.$/~"'@:+&*?]{0,127}$/,
    hint: "a path pattern of at most 128 characters",
    example: "/api/*",
  }),
  allowedCIDRs: list(
    text({
      doc: "Block of addresses",
      pattern: /^[\d.]+\/\d{1,2}$|^[\da-fA-F:]+\/\d{1,3}$/,
      hint: "a block such as 10.0.0.0/8",
    }),
    {
      doc: "Addresses that may connect; default: all, or the VPC's where internal",
      min: 1,
      unique: "",
    },
  ),
  idleTimeoutSeconds: integer({
    doc: "application: how long a quiet connection stays open",
    unit: "seconds",
    min: 1,
    max: 4000,
    default: 60,
  }),
  deregistrationDelaySeconds: integer({
    doc: "How long a task that is to stop may finish its requests",
    unit: "seconds",
    min: 0,
    max: 3600,
    default: 30,
  }),
  stickySeconds: integer({
    doc: "How long a client stays with one task",
    unit: "seconds",
    min: 1,
    max: 604_800,
  }),
}, { doc: "What spreads requests over the tasks" });

export type LoadBalancer = Infer<typeof loadBalancer>;

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
