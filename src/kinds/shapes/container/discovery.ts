import type { PrivateDnsNamespaceArgs } from "@pulumi/aws/servicediscovery/privateDnsNamespace.d.ts";
import type { ServiceArgs } from "@pulumi/aws/servicediscovery/service.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import { boolean, type Infer, object, text } from "../../../schema/field.ts";
import type { Handle, RenderContext } from "../../render.ts";

export const serviceDiscovery = object({
  enabled: boolean({ doc: "Give the tasks a name in the private network", default: true }),
  namespace: text({
    doc:
      "Private DNS zone, shared by the stack's services; default: ENVIRONMENT.STACK.internal, with locking: service SERVICE.ENVIRONMENT.STACK.internal",
    pattern:
      /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/,
    hint: "a domain name in lower case",
    replaces: "AWS can't rename a namespace",
  }),
  name: text({
    doc: "Name in that zone; default: the component's",
    pattern: /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    hint: "1 to 63 lower-case letters, digits and dashes",
    replaces: "AWS can't rename a discovery service",
  }),
}, {
  doc:
    "A DNS name under which anything in the VPC reaches the tasks: its ports are open to the VPC",
});

export type ServiceDiscovery = Infer<typeof serviceDiscovery>;

/** Registers the tasks' addresses under a name; answers the registry and the whole name. */
export function discovery(
  c: RenderContext<unknown>,
  spec: ServiceDiscovery,
  vpcId: string | Expression,
): { registry: Handle; host: string } {
  const { environment, name: stack, locking } = c.stack;
  // Services that are deployed by themselves have a zone each.
  const owner = locking === "service" ? `${c.service}.` : "";
  const namespace = spec.namespace ?? `${owner}${environment}.${stack}.internal`.toLowerCase();
  const zone = c.shared<PrivateDnsNamespaceArgs>(
    "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    `namespace-${namespace}`,
    { name: namespace, vpc: vpcId, tags: c.sharedTags("stack") },
    { scope: "stack", physicalName: namespace },
  );
  const name = spec.name ?? c.name;
  const host = `${name}.${namespace}`;
  const registry = c.resource<ServiceArgs>("aws:servicediscovery/service:Service", "discovery", {
    name,
    namespaceId: zone.id,
    dnsConfig: {
      namespaceId: zone.id,
      routingPolicy: "MULTIVALUE",
      dnsRecords: [{ type: "A", ttl: 10 }],
    },
    // ECS reports the tasks' health; AWS fixes this number at 1.
    healthCheckCustomConfig: { failureThreshold: 1 },
    // ECS takes the tasks' addresses out some time after the tasks are gone; AWS deletes none with addresses.
    forceDestroy: true,
    tags: c.tags,
    // Only in its namespace is the name its own.
  }, { physicalName: host });
  return { registry, host };
}
