import type { ParameterGroupArgs } from "@pulumi/aws/rds/parameterGroup.d.ts";
import type { Expression } from "../../engine/resource.ts";
import type { Handle, Listener, RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { storeNetwork, subnetGroup } from "../shapes/private_store.ts";
import { storeName } from "../shapes/store_name.ts";
import { isAurora, parameterFamily, requireTls, usualPort } from "./family.ts";
import type { RdsSpec } from "./fields.ts";
import { applyMethod, convertParameter } from "./parameters.ts";

/** What a server and a cluster both stand on. */
export interface Surroundings {
  port: number;
  subnetGroup: Handle;
  parameterGroup: Handle;
  securityGroupIds: (string | Expression)[];
  listener: Listener;
  kmsKeyArn: string | Expression | undefined;
}

export function surroundings(c: RenderContext<RdsSpec>): Surroundings {
  const { spec } = c;
  const port = spec.database.port ?? usualPort(spec.engine.type);
  const network = storeNetwork(c, { port, description: "Database (managed by panka)" });
  return {
    port,
    subnetGroup: subnetGroup(c, "rds", network),
    parameterGroup: parameterGroup(c),
    securityGroupIds: network.securityGroups,
    listener: network.listener,
    kmsKeyArn: spec.encryption.enabled ? kmsKeyArn(c, spec.encryption.kmsKeyId) : undefined,
  };
}

function parameterGroup(c: RenderContext<RdsSpec>): Handle {
  const { engine, encryption } = c.spec;
  const found = parameterFamily(engine.type, engine.version);
  if ("wanted" in found) throw new Error(`"${c.id}" was not checked: version ${engine.version}`);
  const { family } = found;
  const parameters = {
    ...(encryption.inTransit && requireTls(engine.type, engine.version)),
    ...engine.parameters,
  };
  // The family is in the name: a new version needs a second group while the first is still in use.
  const name = storeName(c, { max: 255, part: family.replaceAll(".", "-") });
  const [type, key] = isAurora(engine.type)
    ? ["aws:rds/clusterParameterGroup:ClusterParameterGroup", "cluster-parameters"]
    : ["aws:rds/parameterGroup:ParameterGroup", "parameters"];
  return c.resource<ParameterGroupArgs>(type, key, {
    name,
    family,
    description: "Managed by panka",
    parameters: Object.keys(parameters).sort().map((parameter) => {
      const converted = convertParameter(engine.type, parameter, parameters[parameter]!);
      return {
        name: parameter,
        value: "value" in converted ? converted.value : parameters[parameter]!,
        applyMethod: applyMethod(engine.type, parameter),
      };
    }),
    tags: c.tags,
  }, { physicalName: name });
}
