import type { Operation } from "../../engine/port.ts";
import { duration, widthOf } from "./style.ts";
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

/** How a row stands, as its glyph tells: what was made and is not healthy yet is not done. */
export function standing(row: Row, stage: Stage): Row["status"] {
  const { status, health, doing } = row;
  if (status === "done" && health && health.status !== "healthy") {
    return health.status === "waiting" ? "working" : "failed";
  }
  // Begun, and can't go on before others are done.
  const held = status === "working" && doing.size === 0 && !health && unmet(row, stage).length > 0;
  return held ? "waiting" : status;
}

/**
 * What there is to say of a row besides its glyph, name and time.
 *
 * @param room columns that it may take; it can still be wider
 */
export function detailOf(row: Row, stage: Stage, run: RunState, room: number): string {
  if (row.status === "done") {
    if (row.health && row.health.status !== "healthy") return row.health.message;
    return (stage.does === "rollback" ? UNDONE : DONE)[row.action];
  }
  if (row.status === "failed") {
    const said = run.complaints.findLast(({ component, severity }) =>
      component === row.id && severity === "error"
    );
    return said?.message.trim().split("\n")[0] ?? "failed";
  }
  if (standing(row, stage) === "waiting") {
    const waits = unmet(row, stage);
    return !waits.length && row.action === "delete"
      ? "deletions come last"
      : waitsText(waits, room);
  }
  const health = row.health?.status === "healthy" ? undefined : row.health?.message;
  const does = health ?? doingText(row);
  const usual = usualSpan(row.kind, row.action);
  if (!usual || usual[1] < 60) return does;
  const text = `${does}${does && "; "}usually ${spanText(usual)}`;
  return widthOf(text) <= room ? text : does;
}

const DONE = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
  unchanged: "",
};

/** What a rollback does to a component, told of the deployment that it undoes. */
export const UNDONE = {
  create: "recreated",
  update: "restored",
  replace: "restored",
  delete: "deleted",
  unchanged: "",
};

/** "waits for data/orders-db and 2 more": as many names as there is room for. */
function waitsText(ids: readonly string[], room: number): string {
  for (let shown = ids.length; shown > 0; shown--) {
    const rest = ids.length - shown;
    const text = `waits for ${ids.slice(0, shown).join(", ")}${rest ? ` and ${rest} more` : ""}`;
    if (widthOf(text) <= room) return text;
  }
  return ids.length > 1
    ? `waits for ${ids.length} components`
    : ids.map((id) => `waits for ${id}`).join();
}

/** How long it takes or took; nothing where it has not begun. Running seconds are whole ones that have passed. */
export function timeOf({ status, since, seconds }: Row, now: number): string {
  if (status === "waiting" || since === undefined) return "";
  return duration(seconds ?? Math.floor((now - since) / 1000));
}
