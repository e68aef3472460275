import type { Action, Change } from "../../planning/plan.ts";

/** From, to, in seconds. */
export type Span = readonly [from: number, to: number];

const min = (from: number, to: number): Span => [from * 60, to * 60];

/**
 * How long AWS usually takes, as its documentation says and as it is seen; no promise. A kind that is not here is
 * done within a minute.
 */
const USUAL: Record<string, Partial<Record<"create" | "update" | "delete", Span>>> = {
  ALB: { create: min(2, 4), update: [10, 60], delete: [20, 60] },
  APIGateway: { create: [10, 60], update: [5, 30], delete: [10, 60] },
  CloudFront: { create: min(4, 10), update: min(3, 8), delete: min(5, 15) },
  CronJob: { create: [20, 60], update: [10, 30], delete: [10, 60] },
  DocumentDB: { create: min(7, 15), update: min(5, 15), delete: min(5, 12) },
  DynamoDB: { create: [10, 40], update: [10, 60], delete: [10, 40] },
  EBS: { create: [10, 30], update: [10, 60], delete: [10, 40] },
  EC2Instance: { create: [30, 90], update: [20, 120], delete: [40, 120] },
  EFS: { create: min(1, 3), update: [10, 60], delete: min(1, 3) },
  EKS: { create: min(10, 18), update: min(10, 40), delete: min(8, 15) },
  ElastiCacheMemcached: { create: min(4, 8), update: min(3, 10), delete: min(3, 6) },
  ElastiCacheRedis: { create: min(6, 12), update: min(5, 15), delete: min(4, 10) },
  EventBridge: { create: [5, 20], update: [5, 20], delete: [5, 20] },
  Lambda: { create: [10, 40], update: [10, 40], delete: [5, 30] },
  MSK: { create: min(20, 40), update: min(15, 60), delete: min(5, 10) },
  MemoryDB: { create: min(8, 15), update: min(5, 20), delete: min(5, 10) },
  MicroService: { create: min(2, 6), update: min(2, 6), delete: min(1, 5) },
  NLB: { create: min(2, 4), update: [10, 60], delete: [20, 60] },
  RDS: { create: min(5, 12), update: min(5, 10), delete: min(4, 10) },
  S3: { create: [5, 20], update: [5, 20], delete: [5, 30] },
  SNS: { create: [5, 20], update: [5, 20], delete: [5, 20] },
  SQS: { create: [25, 60], update: [25, 60], delete: [5, 60] },
  // AWS takes minutes for a NAT gateway.
  VPC: { create: min(2, 4), update: [10, 180], delete: min(1, 3) },
  Worker: { create: min(1, 4), update: min(1, 5), delete: min(1, 4) },
};

/** How long an action on a component usually takes; undefined where that is not known. */
export function usualSpan(kind: string, action: Action): Span | undefined {
  const known = USUAL[kind];
  if (!known) return undefined;
  if (action !== "replace") return action === "unchanged" ? undefined : known[action];
  const { create, delete: gone } = known;
  return create && gone && [create[0] + gone[0], create[1] + gone[1]];
}

/** Seconds that an action is taken to last where only one number will do. */
export function typicalSeconds(kind: string, action: Action): number {
  const [from, to] = usualSpan(kind, action) ?? [5, 15];
  return (from + to) / 2;
}

/** `5–10 min`, `30–60 s`, `1–2 h`; no more exact than such a figure can be. */
export function spanText([from, to]: Span): string {
  const [unit, size] = to >= 7200 ? ["h", 3600] : to >= 120 ? ["min", 60] : ["s", 1];
  const [a, b] = [Math.max(1, Math.round(from / size)), Math.round(to / size)];
  return a === b ? `${a} ${unit}` : `${a}–${b} ${unit}`;
}

/** What changing a field means besides its new value; the first that matches a path counts. */
const FIELDS: Record<string, readonly (readonly [path: RegExp, means: string])[]> = {
  RDS: [
    [/^instance\.class$/, "in place, 5–10 min, connections drop once"],
    [/^engine\.version$/, "in place, 10–30 min, no connections while it upgrades"],
    [/^instance\.storage\b/, "in place, no downtime; not again within 6 hours"],
    [/^instance\.multiAZ$/, "in place, 10–30 min, no downtime"],
    [/^(backup|maintenance|monitoring|deletionProtection|tags)\b/, "in place, no downtime"],
  ],
  DocumentDB: [
    [/^instance\.class$/, "in place, 5–15 min, connections drop once"],
    [/^engine\.version$/, "in place, 10–30 min, no connections while it upgrades"],
    [/^(backup|maintenance|deletionProtection|tags)\b/, "in place, no downtime"],
  ],
  ElastiCacheRedis: [
    [/^cluster\.nodeType$/, "in place, 5–15 min, connections drop once"],
    [/^engine\.version$/, "in place, 10–20 min, connections drop once"],
    [/^cluster\.(numNodes|shards)$/, "in place, 5–15 min, no downtime"],
  ],
  MemoryDB: [
    [/^cluster\.nodeType$/, "in place, 5–20 min, connections drop once"],
    [/^cluster\.(shards|replicasPerShard)$/, "in place, 5–20 min, no downtime"],
  ],
  MSK: [
    [/^kafkaVersion$/, "in place, broker by broker, 15–60 min"],
    [/^brokers\.instanceType$/, "in place, broker by broker, 15–60 min"],
    [/^brokers\.storageGB$/, "in place, no downtime; not again within 6 hours"],
  ],
  EKS: [[/^version$/, "in place, 10–40 min; nodes are replaced one by one"]],
  CloudFront: [[/^/, "in place, reaches all edges in 3–8 min"]],
  DynamoDB: [[/^globalSecondaryIndexes\b/, "in place; an index fills for minutes to hours"]],
  MicroService: [
    [/^(replicas|autoscaling)\b/, "in place, running tasks stay"],
    [/^(image|runtime|command|args|environment|secrets|configs|ports|healthCheck)\b/, "tasks"],
  ],
  Worker: [
    [/^(replicas|autoscaling|scaling)\b/, "in place, running tasks stay"],
    [/^(image|runtime|command|args|environment|secrets|configs|healthCheck)\b/, "tasks"],
  ],
  CronJob: [[/^/, "the next run uses it"]],
  Lambda: [
    [/^(code|runtime|handler|memory|timeout|environment|layers)\b/, "new calls use it at once"],
  ],
};

/** What an update means for what runs: each thing once, in the order of the fields. */
export function changeHints({ kind, action, fields, reasons }: Change): string[] {
  if (action !== "update") return [];
  const hints = new Set<string>();
  for (const { path, forcesReplacement } of fields) {
    if (forcesReplacement) continue;
    const means = FIELDS[kind]?.find(([pattern]) => pattern.test(path))?.[1];
    if (means) hints.add(means === "tasks" ? TASKS : means);
  }
  // Config files are part of a task.
  if (reasons.some((reason) => reason.startsWith("content of "))) {
    if (kind === "MicroService" || kind === "Worker") hints.add(TASKS);
  }
  return [...hints];
}

const TASKS = "tasks are replaced one by one, no downtime";
