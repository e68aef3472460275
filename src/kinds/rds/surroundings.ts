import type { Expression } from "../../engine/resource.ts";
import type { Handle, Listener, RenderContext } from "../render.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { storeNetwork, subnetGroup } from "../shapes/private_store.ts";
import { usualPort } from "./family.ts";
import type { RdsSpec } from "./fields.ts";
import { parametersOf } from "./parameter_group.ts";

/** What a server and a cluster both stand on. */
export interface Surroundings {
  port: number;
  subnetGroup: Handle;
  parameterGroup: Handle;
  securityGroupIds: (string | Expression)[];
  listener: Listener;
  kmsKeyArn: string | Expression | undefined;
  /** What replaces it when it changes. */
  made: unknown;
}

/** Network, parameters and key of a server or cluster. */
export function surroundings(c: RenderContext<RdsSpec>): Surroundings {
  const { spec } = c;
  const port = spec.database.port ?? usualPort(spec.engine.type);
  const network = storeNetwork(c, { port, description: "Database (managed by panka)" });
  const { engine, database, backup, encryption } = spec;
  const key = encryption.enabled ? kmsKeyArn(c, encryption.kmsKeyId) : undefined;
  return {
    port,
    subnetGroup: subnetGroup(c, "rds", network),
    parameterGroup: parametersOf(c),
    securityGroupIds: network.securityGroups,
    listener: network.listener,
    kmsKeyArn: key,
    made: [
      engine.type,
      database.name,
      database.username,
      backup.restoreFrom,
      encryption.enabled,
      key,
    ],
  };
}
