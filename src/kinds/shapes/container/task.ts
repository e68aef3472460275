import type { TaskDefinitionArgs } from "@pulumi/aws/ecs/taskDefinition.d.ts";
import type { Handle, Listener, RenderContext } from "../../render.ts";
import { logGroup, logStatement } from "../log_group.ts";
import { role, type RoleHandle, targetStatements } from "../role.ts";
import { secretStatements } from "../secret.ts";
import { connect, securityGroup } from "../security_group.ts";
import type { Statement } from "../statement.ts";
import { type Capacity, capacity } from "./capacity.ts";
import { containerDefinitions, type Port, volumesOf } from "./definition.ts";
import type { ContainerSpec } from "./fields.ts";
import { pullStatements } from "./image.ts";
import type { Probe } from "./probe_fields.ts";
import { fitMemory } from "./size.ts";

/** Everything a task needs to run, whoever starts it. */
export interface Task {
  cluster: Handle;
  capacity: Capacity;
  definition: Handle;
  logGroup: Handle;
  /** The security group of its interface. */
  group: Handle;
  listener: Listener;
  /** What the program does on AWS, it does as this role. */
  taskRole: RoleHandle;
  /** Pulls the image, reads the secrets, writes the logs. */
  executionRole: RoleHandle;
}

const SERVICE = "ecs-tasks.amazonaws.com";

/** A task definition, and all that its tasks need to run. */
export function task(
  c: RenderContext<ContainerSpec>,
  options: { ports?: readonly Port[]; liveness?: Probe; statements?: readonly Statement[] } = {},
): Task {
  const { ports = [], liveness, statements = [] } = options;
  const { spec } = c;
  const { cpu, memory, architecture, ephemeralStorageGB } = spec.runtime;
  const runsOn = capacity(c);
  const size = fitMemory(cpu, memory)!;
  // Log groups have 512 characters: CloudWatch Logs, CreateLogGroup.
  const logs = logGroup(c, `/ecs/${c.physicalName({ max: 500 })}`);
  const executionRole = role(c, {
    service: SERVICE,
    part: "execution",
    statements: [
      ...pullStatements(c, spec.image),
      ...secretStatements(c, spec.secrets.map(({ secretRef }) => secretRef)),
      logStatement(logs),
    ],
  });
  const taskRole = role(c, {
    service: SERVICE,
    statements: [...targetStatements(c), ...statements],
  });
  const { group, listener } = securityGroup(c, {
    ports: ports.map(({ port }) => port),
    protocol: ports[0]?.protocol,
    description: "Tasks of a panka component",
  });
  connect(c, group);
  // 255 letters, digits, _ and -: Amazon ECS, RegisterTaskDefinition.
  const family = c.physicalName({ max: 255 });
  const definition = c.resource<TaskDefinitionArgs>(
    "aws:ecs/taskDefinition:TaskDefinition",
    "task-definition",
    {
      family,
      requiresCompatibilities: [runsOn.compatibility],
      networkMode: "awsvpc",
      cpu: String(size.cpu),
      memory: String(size.memory),
      executionRoleArn: executionRole.attr("arn"),
      taskRoleArn: taskRole.attr("arn"),
      runtimePlatform: {
        operatingSystemFamily: "LINUX",
        cpuArchitecture: architecture.toUpperCase(),
      },
      ephemeralStorage: ephemeralStorageGB === undefined
        ? undefined
        : { sizeInGib: ephemeralStorageGB },
      volumes: volumesOf(spec),
      // AWS can't confine who deregisters one, so that no tenant may; they cost nothing.
      skipDestroy: c.stack.roles ? true : undefined,
      containerDefinitions: containerDefinitions(c, logs, ports, liveness),
      tags: c.tags,
    },
    { physicalName: family },
  );
  return {
    cluster: runsOn.cluster,
    capacity: runsOn,
    definition,
    logGroup: logs,
    group,
    listener,
    taskRole,
    executionRole,
  };
}
