import type { SubnetGroupArgs } from "@pulumi/aws/rds/subnetGroup.d.ts";
import type { Infer } from "../../schema/field.ts";
import type { Handle, Listener, RenderContext } from "../render.ts";
import { type inboundField, letIn } from "./inbound.ts";
import { type Placement, placement } from "./placement.ts";
import { securityGroup } from "./security_group.ts";
import { storeName } from "./store_name.ts";

export interface StoreNetwork extends Placement {
  listener: Listener;
}

/** A data store's own security group, open to those of the spec and to whoever refers to it. */
export function storeNetwork(
  c: RenderContext<{ network: Infer<typeof inboundField> }>,
  { port, description }: { port: number; description: string },
): StoreNetwork {
  const { group, listener } = securityGroup(c, { ports: [port], description });
  letIn(c, group, [port], c.spec.network);
  return { ...placement(c, group), listener };
}

/** The private subnets under a name, as RDS, DocumentDB, ElastiCache and MemoryDB each want them. */
export function subnetGroup(
  c: RenderContext<unknown>,
  service: "rds" | "docdb" | "elasticache" | "memorydb",
  { privateSubnetIds }: StoreNetwork,
): Handle {
  // 255 characters, lower case: CreateDBSubnetGroup, CreateCacheSubnetGroup, CreateSubnetGroup.
  const name = storeName(c, { max: 255 });
  return c.resource<SubnetGroupArgs>(
    `aws:${service}/subnetGroup:SubnetGroup`,
    "subnet-group",
    { name, subnetIds: privateSubnetIds, description: "Managed by panka", tags: c.tags },
    { physicalName: name },
  );
}
