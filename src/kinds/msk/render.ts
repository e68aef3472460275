import type { Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import { arnOf } from "../shapes/arn.ts";
import { letIn } from "../shapes/inbound.ts";
import { placement } from "../shapes/placement.ts";
import { securityGroup } from "../shapes/security_group.ts";
import { cluster } from "./brokers.ts";
import type { MskSpec } from "./fields.ts";
import { serverless, subnets } from "./serverless.ts";
import { BOOTSTRAP, PORTS, type Way, waysIn } from "./ways_in.ts";

/** The cluster, or what AWS runs in its place. */
export function renderMsk(c: RenderContext<MskSpec>) {
  const { spec } = c;
  const ways = waysIn(spec);
  const ports = ways.map((way) => PORTS[way]);
  const { group, listener } = securityGroup(c, {
    ports: [...ports, ...(spec.prometheus ? [11_001, 11_002] : [])],
    description: "Brokers of a panka component",
  });
  letIn(c, group, ports, spec.inbound);
  const { securityGroups } = placement(c, group);
  const at = { subnetIds: subnets(c), securityGroupIds: securityGroups };
  // 64 letters, digits and dashes: Amazon MSK, CreateCluster.
  const name = c.physicalName({ max: 64 });
  const created = spec.serverless ? serverless(c, name, at) : cluster(c, name, at);
  const brokersFor = (way: Way | undefined): Value =>
    way === undefined || !ways.includes(way) ? "" : created.attr(BOOTSTRAP[way]);
  return {
    outputs: {
      bootstrapBrokers: brokersFor(ways[0]),
      bootstrapBrokersScram: brokersFor("scram"),
      bootstrapBrokersTls: brokersFor("tls"),
      clusterArn: created.attr("arn"),
      clusterName: name,
      topicArns: arnOf(c, "kafka", `topic/${name}/*/*`),
      groupArns: arnOf(c, "kafka", `group/${name}/*/*`),
    },
    listener,
  };
}
