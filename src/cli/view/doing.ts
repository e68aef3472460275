import type { Operation } from "../../engine/port.ts";
import { duration } from "./style.ts";
import { type Row, type RunState, type Stage, unmet } from "./run_state.ts";
import { spanText, usualSpan } from "./usual.ts";

const VERBS: Record<Operation, string> = {
  create: "creating",
  update: "changing",
  replace: "replacing",
  delete: "deleting",
  read: "reading",
  same: "looking at",
};

/** What a module's resources are called where the type alone says too little. */
const PREFIX: Record<string, string> = {
  appautoscaling: "scaling",
  docdb: "database",
  elasticache: "cache",
  memorydb: "cache",
  rds: "database",
  scheduler: "schedule",
};

/** "database instance" of "aws:rds/instance:Instance". */
export function resourceName(type: string): string {
  const [, module = "", name = type] = /^[^:]*:([^/:]*)[^:]*:(.*)$/.exec(type) ?? [];
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  const prefix = PREFIX[module];
  return prefix === undefined || words.startsWith(prefix) ? words : `${prefix} ${words}`;
}

/** "creating queue", "changing database instance and 2 more". */
export function doingText({ doing }: Row): string {
  const [first] = doing.values();
  if (!first) return "";
  const text = `${VERBS[first.operation]} ${resourceName(first.type)}`;
  return doing.size === 1 ? text : `${text} and ${doing.size - 1} more`;
}

/** What there is to say of a row besides its glyph, name and time. */
export function detailOf(row: Row, stage: Stage, run: RunState): string {
  switch (row.status) {
    case "done":
      return { create: "created", update: "updated", replace: "replaced", delete: "deleted" }[
        row.action as "create"
      ];
    case "failed":
      return run.complaints.findLast(({ component, severity }) =>
        component === row.id && severity === "error"
      )?.message.trim().split("\n")[0] ?? "failed";
    case "waiting": {
      const waits = unmet(row, stage);
      return waits.length ? `waits for ${waits.join(", ")}` : "";
    }
    default: {
      const health = row.health?.status === "healthy" ? undefined : row.health?.message;
      const waits = unmet(row, stage);
      const does = health ??
        (doingText(row) || (waits.length ? `waits for ${waits.join(", ")}` : ""));
      const usual = usualSpan(row.kind, row.action);
      if (!usual || usual[1] < 60) return does;
      return does ? `${does}; usually ${spanText(usual)}` : `usually ${spanText(usual)}`;
    }
  }
}

/** How long it takes or took; nothing where it has not begun. Running seconds are whole ones that have passed. */
export function timeOf({ status, since, seconds }: Row, now: number): string {
  if (status === "waiting" || since === undefined) return "";
  return duration(seconds ?? Math.floor((now - since) / 1000));
}
