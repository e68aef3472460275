import type { ClusterArgs } from "@pulumi/aws/ecs/cluster.d.ts";
import type { ClusterCapacityProvidersArgs } from "@pulumi/aws/ecs/clusterCapacityProviders.d.ts";
import type { Handle, RenderContext } from "../../render.ts";

/** The cluster of all tasks of the service. */
export function cluster(c: RenderContext<unknown>): Handle {
  // 255 letters, digits, _ and -: Amazon ECS, CreateCluster.
  const name = c.physicalName({ max: 255, shared: "service" });
  return c.shared<ClusterArgs>("aws:ecs/cluster:Cluster", "cluster", {
    name,
    tags: c.sharedTags("service"),
  }, { physicalName: name });
}

/** Lets the cluster's tasks run on spare capacity. */
export function spotCapacity(c: RenderContext<unknown>, cluster: Handle): Handle {
  return c.shared<ClusterCapacityProvidersArgs>(
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "cluster-capacity",
    { clusterName: cluster.attr("name"), capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
  );
}
