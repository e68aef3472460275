import type { RunEvent } from "../../../src/operations/events.ts";
import type { Action, Change, Plan } from "../../../src/planning/plan.ts";
import { RunState } from "../../../src/cli/view/run_state.ts";

type Draft = Partial<Change> & Pick<Change, "id" | "kind" | "action">;

export const change = (draft: Draft): Change => ({
  fields: [],
  holdsData: false,
  restorable: true,
  reasons: [],
  physicalNames: {},
  ...draft,
});

export function planOf(waves: Draft[][], unchanged = 0): Plan {
  const changes = waves.flat().map(change);
  const summary = { create: 0, update: 0, replace: 0, delete: 0, unchanged };
  for (const { action } of changes) summary[action]++;
  return {
    stack: "shop",
    environment: "production",
    region: "eu-west-1",
    accountId: "123456789012",
    serial: 41,
    summary,
    waves: waves.map((wave) => wave.map(({ id }) => id)),
    changes: changes.sort((a, b) => a.id < b.id ? -1 : 1),
    warnings: [],
  };
}

/** Something of everything: what people are meant to read before they say yes. */
export const PLAN: Plan = planOf([
  [
    {
      id: "data/orders-db",
      kind: "RDS",
      action: "update",
      holdsData: true,
      fields: [{
        path: "instance.class",
        old: "db.t4g.medium",
        new: "db.t4g.large",
        forcesReplacement: false,
      }],
    },
    { id: "data/exports", kind: "S3", action: "create", holdsData: true },
  ],
  [
    {
      id: "api/server",
      kind: "MicroService",
      action: "update",
      fields: [
        { path: "image.tag", old: "1.8.2", new: "1.9.0", forcesReplacement: false },
        { path: "environment[LOG_LEVEL].value", new: "debug", forcesReplacement: false },
      ],
      reasons: ["gets the new queueUrl of jobs/import-queue"],
    },
    {
      id: "jobs/import-queue",
      kind: "SQS",
      action: "replace",
      fields: [{
        path: "type",
        old: "standard",
        new: "fifo",
        forcesReplacement: true,
        why: "AWS can't turn a queue into another type",
      }],
    },
  ],
  [{ id: "jobs/old-report", kind: "Lambda", action: "delete" }],
], 14);

export const NEEDS = {
  "data/orders-db": [],
  "data/exports": [],
  "api/server": ["data/orders-db", "jobs/import-queue"],
  "jobs/import-queue": [],
  "jobs/old-report": [],
};

export const component = (
  at: number,
  id: string,
  status: "started" | "succeeded" | "failed",
  seconds = 0,
  plan = PLAN,
): RunEvent => {
  const { kind, action } = plan.changes.find((change) => change.id === id)!;
  return { type: "component", at, id, kind, action, status, seconds };
};

export const resource = (
  at: number,
  key: string,
  resourceType: string,
  operation: Exclude<Action, "unchanged">,
  status: "started" | "succeeded" | "failed" = "started",
): RunEvent => ({
  type: "resource",
  at,
  component: key.split("/").slice(0, 2).join("/"),
  event: { type: "resource", at, key, resourceType, operation, status },
});

/** A deployment as its events came in, until two minutes in; `at` in milliseconds. */
export const EVENTS: readonly RunEvent[] = [
  { type: "phase", at: 0, phase: "lock" },
  {
    type: "lock",
    at: 40,
    event: { type: "lock-acquired", key: "stack:shop:env:production", fence: 7, waitedMs: 40 },
  },
  { type: "phase", at: 60, phase: "plan" },
  { type: "phase", at: 61, phase: "approve" },
  { type: "plan", at: 3000, plan: PLAN, needs: NEEDS },
  { type: "phase", at: 3000, phase: "run" },
  component(4000, "data/orders-db", "started"),
  resource(4000, "data/orders-db/server", "aws:rds/instance:Instance", "update"),
  component(4000, "data/exports", "started"),
  resource(4000, "data/exports/bucket", "aws:s3/bucket:Bucket", "create"),
  component(5000, "jobs/import-queue", "started"),
  resource(5000, "jobs/import-queue/queue", "aws:sqs/queue:Queue", "replace"),
  resource(8000, "data/exports/bucket", "aws:s3/bucket:Bucket", "create", "succeeded"),
  component(8000, "data/exports", "succeeded", 4),
  { type: "saved", at: 8200 },
  resource(31_000, "jobs/import-queue/queue", "aws:sqs/queue:Queue", "replace", "succeeded"),
  component(31_000, "jobs/import-queue", "succeeded", 26),
  { type: "saved", at: 31_200 },
  component(50_000, "api/server", "started"),
  resource(50_000, "api/server/log-group", "aws:cloudwatch/logGroup:LogGroup", "update"),
  resource(
    52_000,
    "api/server/log-group",
    "aws:cloudwatch/logGroup:LogGroup",
    "update",
    "succeeded",
  ),
];

/** The run as it stands after all events until `until`. */
export function runUntil(until: number, events: readonly RunEvent[] = EVENTS): RunState {
  const run = new RunState(0);
  for (const event of events) if (event.at <= until) run.take(event, event.at);
  return run;
}

/** It fails, and goes back. */
export const FAILURE: readonly RunEvent[] = [
  ...EVENTS,
  component(80_000, "data/orders-db", "succeeded", 76),
  resource(80_000, "api/server/service", "aws:ecs/service:Service", "update"),
  {
    type: "diagnostic",
    at: 128_000,
    severity: "error",
    component: "api/server",
    message: 'tasks stop with exit code 1 (3 of 3): "DATABASE_URL is not set"\n' +
      "last event: service shop-api deployment failed: tasks failed to start\n" +
      "see the task's log group",
  },
  component(128_000, "api/server", "failed", 78),
  { type: "phase", at: 128_100, phase: "save" },
  { type: "phase", at: 128_500, phase: "rollback" },
];

const BACK = planOf([
  [{ id: "jobs/import-queue", kind: "SQS", action: "replace" }],
  [{ id: "api/server", kind: "MicroService", action: "update" }],
  [{ id: "data/exports", kind: "S3", action: "delete" }],
]);

/** What the rollback does, to its end. */
export const ROLLBACK: readonly RunEvent[] = [
  ...FAILURE,
  { type: "plan", at: 129_000, plan: BACK, needs: {} },
  { type: "phase", at: 129_000, phase: "run" },
  component(129_000, "jobs/import-queue", "started", 0, BACK),
  component(154_000, "jobs/import-queue", "succeeded", 25, BACK),
  component(154_000, "api/server", "started", 0, BACK),
  component(230_000, "api/server", "succeeded", 76, BACK),
  component(230_000, "data/exports", "started", 0, BACK),
  component(239_000, "data/exports", "succeeded", 9, BACK),
  { type: "phase", at: 239_100, phase: "save" },
  { type: "phase", at: 239_200, phase: "release" },
];
