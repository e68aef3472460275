import type { Expression } from "../../../engine/resource.ts";
import type { Handle, IngressRule, RenderContext } from "../../render.ts";
import { allow } from "../ingress.ts";
import { keyNames } from "../key_names.ts";

export interface OpenPort {
  port: number;
  protocol: "tcp" | "udp";
}

/** Lets clients into a load balancer's group: where its spec says so, and by the stack's rules. */
export function letClientsIn(
  c: RenderContext<unknown>,
  group: Handle,
  spec: { internal: boolean; allowedCIDRs?: readonly string[] },
  open: readonly OpenPort[],
  part?: string,
): void {
  const nameOf = keyNames();
  const known = new Set<string>();
  const letIn = (cidr: string | Expression, rule: Omit<IngressRule, "cidrBlocks">) => {
    const { port, toPort = port, protocol, description } = rule;
    const from = typeof cidr === "string" ? cidr : "vpc";
    const ports = toPort === port ? port : `${port}-${toPort}`;
    const key = [part, "ingress", from, protocol, ports].filter((word) => word !== undefined);
    // AWS refuses the same rule twice, whatever is said of it.
    if (known.has(key.join(" "))) return;
    known.add(key.join(" "));
    allow(c, nameOf(...key as string[]), {
      into: group.id,
      from: { cidr },
      port,
      toPort,
      protocol,
      description,
    });
  };
  const sources = spec.allowedCIDRs ??
    [spec.internal ? c.network().vpcCidr as string | Expression : "0.0.0.0/0"];
  for (const cidr of sources) for (const one of open) letIn(cidr, one);
  for (const rule of c.stack.ingress) for (const cidr of rule.cidrBlocks) letIn(cidr, rule);
}
