import type { Expression, Value } from "../../../engine/resource.ts";
import type { Handle, RenderContext } from "../../render.ts";
import { secretArn, secretName } from "../secret.ts";
import { CONFIG_VOLUME, configWriter } from "./config_files.ts";
import { type ContainerSpec, secretVariable } from "./fields.ts";
import { imageName } from "./image.ts";
import { containerCheck } from "./probe.ts";
import type { Probe } from "./probe_fields.ts";

export interface Port {
  port: number;
  protocol: "tcp" | "udp";
}

/** What a task runs, as Amazon ECS takes it: the component's container, and the one that writes its config files. */
export function containerDefinitions(
  c: RenderContext<ContainerSpec>,
  logGroup: Handle,
  ports: readonly Port[],
  liveness: Probe | undefined,
): Expression {
  const { spec } = c;
  const logConfiguration = {
    logDriver: "awslogs",
    options: {
      "awslogs-group": logGroup.attr("name"),
      "awslogs-region": c.stack.region,
      "awslogs-stream-prefix": c.name,
    },
  };
  const files = spec.configs && configWriter(c, spec.configs, logConfiguration);
  const main = {
    name: c.name,
    image: imageName(spec.image),
    essential: true,
    ...(spec.image.pullSecret && {
      repositoryCredentials: {
        credentialsParameter: secretArn(c, spec.image.pullSecret),
      },
    }),
    entryPoint: spec.command,
    command: spec.args,
    // Sorted, so that another order in the file is no change.
    environment: spec.environment
      .map(({ name, value, valueFrom }) => ({ name, value: c.value(value ?? valueFrom ?? "") }))
      .sort(byName),
    secrets: spec.secrets
      .map((secret) => ({
        name: secretVariable(secret),
        valueFrom: secretValue(c, secret.secretRef),
      }))
      .sort(byName),
    portMappings: ports.map(({ port, protocol }) => ({
      containerPort: port,
      hostPort: port,
      protocol,
    })),
    healthCheck: liveness && containerCheck(liveness, ports[0]?.port ?? 80),
    dependsOn: files?.dependsOn,
    mountPoints: files ? [files.mountPoint] : [],
    readonlyRootFilesystem: spec.readOnlyRootFilesystem,
    stopTimeout: spec.stopTimeoutSeconds,
    user: spec.user,
    workingDirectory: spec.workingDirectory,
    logConfiguration,
  };
  return { $json: [main, ...(files ? [files.container] : [])] as unknown as Value };
}

/** The volumes that the containers share. */
export const volumesOf = (spec: ContainerSpec) =>
  spec.configs ? [{ name: CONFIG_VOLUME }] : undefined;

const byName = (a: { name: string }, b: { name: string }) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** `arn`, or `arn:key::` for a key of a JSON secret: Amazon ECS, "Pass Secrets Manager secrets". */
function secretValue(c: RenderContext<unknown>, reference: string): Value {
  const { key } = secretName(reference);
  const arn = secretArn(c, reference);
  return key === undefined ? arn : { $join: [arn, `:${key}::`] };
}
