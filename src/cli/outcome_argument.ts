import type { Outcome } from "../engine/sandbox/outcomes.ts";
import type { Json } from "../state/document.ts";
import { usage } from "./failure.ts";
import { timespan } from "./options.ts";

/** What `sandbox set` takes, for completion; "=" goes on with a value. */
export const OUTCOMES = [
  "ok",
  "fail",
  "stall",
  ...["fail", "stall"].flatMap((end) => ["create", "update", "delete"].map((op) => `${end}:${op}`)),
  "unhealthy",
  "takes=",
];

/** A property to change in the simulated cloud; `text` as it was written, `value` as JSON where it is some. */
interface Drift {
  property: string;
  text: string;
  value: Json;
}

/**
 * Reads what is to happen to a component or a resource.
 *
 * @throws Failure saying what can be written
 */
export function outcomeIn(
  target: string,
  text: string,
  isComponent: boolean,
): Outcome | { ok: true } | Drift {
  if (text === "ok") return { ok: true };
  if (text === "unhealthy") {
    if (isComponent) return { component: target, effect: "fail", operation: "health" };
    throw usage("a component is healthy or not, not one of its resources", "name SERVICE/NAME");
  }
  const [, effect, operation] = /^(fail|stall)(?::(create|update|delete))?$/.exec(text) ?? [];
  if (effect) {
    return {
      component: target,
      effect: effect as "fail" | "stall",
      ...(operation && { operation: operation as "create" | "update" | "delete" }),
    };
  }
  const [property, value] = text.split(/=(.*)/s) as [string, string?];
  if (value === undefined || property === "") {
    throw usage(
      `"${text}" is nothing that can happen in the sandbox`,
      `write one of ${OUTCOMES.join(", ")}TIME, or PROPERTY=VALUE`,
    );
  }
  if (property === "takes") {
    try {
      return { component: target, effect: "takes", milliseconds: timespan(value) };
    } catch {
      throw usage(`"${value}" is no time`, "write takes=90s, takes=10m or takes=1h");
    }
  }
  return { property, text: value, value: asJson(value) };
}

function asJson(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
