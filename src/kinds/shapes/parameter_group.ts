import type { ParameterGroupArgs } from "@pulumi/aws/rds/parameterGroup.d.ts";
import type { Handle, RenderContext } from "../render.ts";
import { storeName } from "./store_name.ts";

interface Parameter {
  name: string;
  value: string;
  applyMethod?: string;
}

const TYPES = {
  docdb: "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
  elasticache: "aws:elasticache/parameterGroup:ParameterGroup",
  memorydb: "aws:memorydb/parameterGroup:ParameterGroup",
  rds: "aws:rds/parameterGroup:ParameterGroup",
  rdsCluster: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
};

/**
 * A parameter group of the component's own. The family is in the name: a new version needs
 * a second group while the first is still in use.
 */
export function parameterGroup(
  c: RenderContext<unknown>,
  service: keyof typeof TYPES,
  family: string,
  parameters: readonly Parameter[],
): Handle {
  // 255 characters, lower case: CreateDBParameterGroup, CreateCacheParameterGroup, CreateParameterGroup.
  const name = storeName(c, { max: 255, part: family });
  const key = service === "rdsCluster" ? "cluster-parameters" : "parameters";
  return c.resource<ParameterGroupArgs>(TYPES[service], key, {
    name,
    family,
    description: "Managed by panka",
    parameters: [...parameters],
    tags: c.tags,
  }, { physicalName: name });
}

/** Parameters in an order that does not change with the spec's. */
export const sorted = (parameters: Readonly<Record<string, string>>): Parameter[] =>
  Object.keys(parameters).sort().map((name) => ({ name, value: parameters[name]! }));
