import type { ClusterArgs } from "@pulumi/aws/ecs/cluster.d.ts";
import type { ClusterCapacityProvidersArgs } from "@pulumi/aws/ecs/clusterCapacityProviders.d.ts";
import type { Expression } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { machines } from "./ec2_machines.ts";
import type { ContainerSpec } from "./fields.ts";

/** What tasks run on. */
export interface Capacity {
  cluster: Handle;
  compatibility: "FARGATE" | "EC2";
  /** Where tasks are placed, in place of a launch type. */
  provider?: string | Expression;
  /** What has to be there before a task can be placed. */
  ready: Handle[];
}

/** The capacity that a service runs on. */
export function capacity(c: RenderContext<ContainerSpec>): Capacity {
  const { platform, spot } = c.spec.runtime;
  if (platform === "ec2") return { compatibility: "EC2", ...machines(c) };
  const cluster = serviceCluster(c);
  return {
    cluster,
    compatibility: "FARGATE",
    ...(spot ? { provider: "FARGATE_SPOT", ready: [spotCapacity(c, cluster)] } : { ready: [] }),
  };
}

/** Lets the cluster's tasks run on spare capacity. */
function spotCapacity(c: RenderContext<unknown>, cluster: Handle): Handle {
  return c.shared<ClusterCapacityProvidersArgs>(
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
    "cluster-capacity",
    { clusterName: cluster.attr("name"), capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
  );
}

/** How a service or a schedule says it: a launch type, or one provider that gets all tasks. */
export function placementOf({ compatibility, provider }: Capacity) {
  return provider === undefined
    ? { launchType: compatibility }
    : { capacityProviderStrategies: [{ capacityProvider: provider, base: 0, weight: 1 }] };
}

/** The cluster of all tasks of the service. */
function serviceCluster(c: RenderContext<unknown>): Handle {
  // 255 letters, digits, _ and -: Amazon ECS, CreateCluster.
  const name = c.physicalName({ max: 255, shared: "service" });
  return c.shared<ClusterArgs>("aws:ecs/cluster:Cluster", "cluster", {
    name,
    tags: c.sharedTags("service"),
  }, { physicalName: name });
}
