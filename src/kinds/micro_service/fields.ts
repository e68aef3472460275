import { choice, type InferFields, integer, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { allowExec, deployment } from "../shapes/container/deployment.ts";
import { serviceDiscovery } from "../shapes/container/discovery.ts";
import { containerFields } from "../shapes/container/fields.ts";
import { loadBalancer } from "../shapes/container/load_balancer_fields.ts";
import { healthCheck } from "../shapes/container/probe_fields.ts";
import { autoscaling, replicas } from "../shapes/container/scaling_fields.ts";

const ports = list(
  object({
    name: text({
      doc: "Name of the port",
      pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
      hint: "lower-case letters, digits, _ and -",
      example: "http",
    }),
    port: integer({
      doc: "Port that the program listens on",
      required: true,
      min: 1,
      max: 65_535,
      aliases: ["containerPort"],
      example: 8080,
    }),
    protocol: choice(["tcp", "udp"], { doc: "Protocol", default: "tcp" }),
  }, { doc: "One port", shorthand: "port" }),
  { doc: "Ports that the program listens on", unique: "port", default: [], max: 100 },
);

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
