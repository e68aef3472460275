import type { ServerlessClusterArgs } from "@pulumi/aws/msk/serverlessCluster.d.ts";
import type { RenderContext } from "../render.ts";
import { kept } from "../shapes/keep.ts";
import type { Interfaces } from "./brokers.ts";
import type { MskSpec } from "./fields.ts";

/** The spec's subnets, else the private ones, of which MSK takes three at most. */
export function subnets(c: RenderContext<MskSpec>): Interfaces["subnetIds"] {
  const all = c.network().privateSubnetIds;
  if (c.spec.subnetIds) return c.spec.subnetIds;
  return Array.isArray(all) ? all.slice(0, 3) : all;
}

/** A cluster whose brokers AWS runs. */
export function serverless(
  c: RenderContext<MskSpec>,
  name: string,
  { subnetIds, securityGroupIds }: Interfaces,
) {
  return c.resource<ServerlessClusterArgs>(
    "aws:msk/serverlessCluster:ServerlessCluster",
    "cluster",
    {
      clusterName: name,
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds, securityGroupIds }],
      tags: c.tags,
    },
    { physicalName: name, protect: kept(c) },
  );
}
