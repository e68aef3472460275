import type { InferFields } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { allowExec, deployment } from "../shapes/container/deployment.ts";
import { serviceDiscovery } from "../shapes/container/discovery.ts";
import { containerFields } from "../shapes/container/fields.ts";
import { loadBalancer } from "../shapes/container/load_balancer_fields.ts";
import { healthCheck } from "../shapes/container/probe_fields.ts";
import { autoscaling, replicas } from "../shapes/container/scaling_fields.ts";
import { ports } from "./ports.ts";

export const microServiceFields = {
  ...containerFields,
  ports,
  healthCheck,
  replicas,
  autoscaling,
  loadBalancer,
  serviceDiscovery,
  deployment,
  allowExec,
};

export type MicroServiceSpec = InferFields<typeof microServiceFields> & CommonSpec;
