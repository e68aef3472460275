import { arnOf, type Asked } from "../wanted.ts";

type Input = Record<string, unknown>;

/** The thing that a request to ECS or Cloud Map names, or `*`; undefined for other services. */
export function thingOf(asked: Asked, prefix: string, action: string, input: Input) {
  const read = { ecs, servicediscovery }[prefix];
  if (read === undefined) return undefined;
  const rest = read(action, input);
  if (rest === undefined) return "*";
  return rest.startsWith("arn:") ? rest : arnOf(asked, prefix, rest);
}

/** Name or ARN; the end of an ARN names it too. */
const named = (value: unknown): string | undefined =>
  typeof value === "string" ? value.replace(/^arn:.*[:/]/, "") : undefined;
const first = (value: unknown) => Array.isArray(value) ? value[0] : undefined;

function ecs(action: string, input: Input): string | undefined {
  if (typeof input.resourceArn === "string") return input.resourceArn;
  if (action === "DescribeTaskDefinition" || action.startsWith("List")) return undefined;
  const cluster = named(input.cluster ?? input.clusterName ?? first(input.clusters)) ?? "default";
  const service = named(input.service ?? input.serviceName ?? first(input.services));
  const task = named(input.task ?? first(input.tasks));
  if (action === "RunTask") return `task-definition/${named(input.taskDefinition)}`;
  if (action === "RegisterTaskDefinition") return `task-definition/${input.family}:*`;
  if (/CapacityProvider$/.test(action)) {
    return `capacity-provider/${named(input.name ?? input.capacityProvider)}`;
  }
  if (service !== undefined) return `service/${cluster}/${service}`;
  return task === undefined ? `cluster/${cluster}` : `task/${cluster}/${task}`;
}

function servicediscovery(action: string, input: Input): string | undefined {
  const { ResourceARN, NamespaceId, ServiceId, Id } = input as Record<string, string | undefined>;
  if (ResourceARN !== undefined) return ResourceARN;
  if (action === "CreateService") return `namespace/${NamespaceId}`;
  if (ServiceId !== undefined) return `service/${ServiceId}`;
  const kind = /(Service|Namespace)$/.exec(action)?.[1]?.toLowerCase();
  return Id === undefined || kind === undefined ? undefined : `${kind}/${Id}`;
}
