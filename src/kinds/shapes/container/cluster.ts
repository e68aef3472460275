import type { ClusterArgs } from "@pulumi/aws/ecs/cluster.d.ts";
import type { Handle, RenderContext } from "../../render.ts";

/** The cluster of all tasks of the service. */
export function serviceCluster(c: RenderContext<unknown>): Handle {
  // 255 letters, digits, _ and -: Amazon ECS, CreateCluster.
  const name = c.physicalName({ max: 255, shared: "service" });
  return c.shared<ClusterArgs>("aws:ecs/cluster:Cluster", "cluster", {
    name,
    tags: c.sharedTags("service"),
  }, { physicalName: name });
}
