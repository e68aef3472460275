import type { RunEvent } from "../../operations/events.ts";
import type { LockItem } from "../../lock/table.ts";
import { planJson } from "./plan.ts";

/**
 * An event as machines read it: `{schema, type, at, …}`; the shapes are in docs/machine-output.md. Undefined
 * for what only people watch.
 *
 * @param verb "apply", "destroy", "rollback"
 */
export function eventJson(event: RunEvent, verb: string): Record<string, unknown> | undefined {
  const line = { schema: `panka/${verb}@1`, type: event.type, at: Math.round(event.at) };
  switch (event.type) {
    case "phase":
      return { ...line, phase: event.phase };
    case "lock":
      return lockJson(line, event.event);
    case "plan": {
      const { schema: _, ...plan } = planJson(event.plan);
      return { ...line, ...plan };
    }
    case "component": {
      const { id, kind, action, status, stopped, seconds } = event;
      const rounded = Math.round(seconds * 1000) / 1000;
      return { ...line, id, kind, action, status, stopped, seconds: rounded };
    }
    case "resource": {
      const { key, resourceType, operation, status } = event.event;
      if (operation === "same" || operation === "read") return undefined;
      return { ...line, component: event.component, key, resourceType, operation, status };
    }
    case "health": {
      const { id, status, message } = event;
      return { ...line, id, status, message };
    }
    case "diagnostic": {
      const { severity, component, message } = event;
      return { ...line, severity, component, message };
    }
    case "saved":
      return line;
    case "summary": {
      const { type: _type, at: _at, ...summary } = event;
      return { ...line, ...summary };
    }
  }
}

type Locked = Extract<RunEvent, { type: "lock" }>["event"];

function lockJson(line: Record<string, unknown>, event: Locked): Record<string, unknown> {
  const { type, ...exact } = event;
  const rest = Object.fromEntries(
    Object.entries(exact).map(([name, value]) => [
      name,
      name.endsWith("Ms") ? Math.round(value as number) : value,
    ]),
  );
  const holder = "item" in event && event.item
    ? event.item
    : "from" in event && typeof event.from === "object"
    ? event.from
    : undefined;
  if (!holder) return { ...line, status: type.replace("lock-", ""), ...rest };
  const { item: _item, from: _from, ...others } = rest;
  return { ...line, status: type.replace("lock-", ""), ...others, holder: holderJson(holder) };
}

function holderJson({ owner, fence, holder }: LockItem): Record<string, unknown> {
  return { owner, fence, ...holder };
}
