import type { Field, NumberField } from "./field.ts";
import { listed, nearest } from "./nearest.ts";

/** What a field accepts, for people: "a whole number from 0 to 43200 (seconds)". */
export function expectation(field: Field): string {
  switch (field.type) {
    case "text":
      return field.hint ??
        (field.maxLength ? `text of at most ${field.maxLength} characters` : "text");
    case "number": {
      const what = field.integer ? "a whole number" : "a number";
      const unit = field.meta.unit ? ` (${field.meta.unit})` : "";
      const also = field.spellings ? `, or ${field.spellings}` : "";
      return `${what}${range(field)}${unit}${also}`;
    }
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${listed(field.values, 20)}`;
    case "list":
      return "a list";
    case "map":
      return "a mapping of names to values";
    case "object":
      return `a mapping with ${listed(Object.keys(field.fields), 8)}`;
    case "component":
      return field.kinds
        ? `the name of a component of kind ${field.kinds.join(" or ")}`
        : "the name of a component";
    case "reference":
      return "a mapping with component and output";
    case "json":
      return "any value";
  }
}

function range(field: NumberField): string {
  if (field.oneOf) return `, one of ${field.oneOf.join(", ")}`;
  const { min, max } = field;
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  if (min !== undefined) return ` of at least ${min}`;
  if (max !== undefined) return ` of at most ${max}`;
  return "";
}

const SECONDS: Record<string, number> = {
  ms: 0.001,
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86400,
  day: 86400,
};
const BYTES: Record<string, number> = {
  b: 1,
  k: 1024,
  kb: 1024,
  ki: 1024,
  kib: 1024,
  m: 2 ** 20,
  mb: 2 ** 20,
  mi: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gb: 2 ** 30,
  gi: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tb: 2 ** 40,
  ti: 2 ** 40,
  tib: 2 ** 40,
};
const UNITS: Record<string, [Record<string, number>, number]> = {
  milliseconds: [SECONDS, 0.001],
  seconds: [SECONDS, 1],
  minutes: [SECONDS, 60],
  hours: [SECONDS, 3600],
  days: [SECONDS, 86400],
  bytes: [BYTES, 1],
  KiB: [BYTES, 1024],
  MB: [BYTES, 2 ** 20],
  MiB: [BYTES, 2 ** 20],
  GB: [BYTES, 2 ** 30],
  GiB: [BYTES, 2 ** 30],
};

/** Reads "5 minutes" for a field counted in seconds: 300. */
function inUnit(text: string, unit: string | undefined): number | undefined {
  const parts = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$/.exec(text);
  const known = unit === undefined ? undefined : UNITS[unit];
  if (!parts || !known) return undefined;
  const [scale, one] = known;
  const word = parts[2]!.toLowerCase();
  const factor = scale[word] ?? scale[word.replace(/s$/, "")];
  return factor === undefined ? undefined : Number(parts[1]) * factor / one;
}

const TRUE = ["yes", "y", "on", "enabled", "1"];
const FALSE = ["no", "n", "off", "disabled", "0"];

/** A value of the right type that this wrong one was most likely meant to be, as YAML text. */
export function corrected(field: Field, value: unknown): string | undefined {
  const written =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
  switch (field.type) {
    case "number": {
      if (written === undefined) break;
      const read = inUnit(written, field.meta.unit) ??
        Number(/-?\d+(\.\d+)?/.exec(written)?.[0] ?? NaN);
      if (Number.isNaN(read)) break;
      return String(clamp(field, field.integer ? Math.round(read) : read));
    }
    case "boolean": {
      const word = written?.toLowerCase() ?? "";
      if (TRUE.includes(word)) return "true";
      if (FALSE.includes(word)) return "false";
      return nearest(word, ["true", "false"]);
    }
    case "choice":
      return written === undefined ? undefined : nearest(written, field.values);
    case "list":
      return written === undefined ? undefined : `[${written}]`;
  }
  return sample(field);
}

function clamp(field: NumberField, value: number): number {
  if (field.oneOf) {
    return field.oneOf.reduce((a, b) => Math.abs(b - value) < Math.abs(a - value) ? b : a);
  }
  return Math.min(field.max ?? value, Math.max(field.min ?? value, value));
}

/** A value to show: the example, else the default, else the simplest that the field accepts. */
export function sample(field: Field): string | undefined {
  const shown = field.meta.example ?? field.meta.default;
  if (shown !== undefined) return typeof shown === "string" ? shown : JSON.stringify(shown);
  if (field.type === "choice") return field.values[0];
  if (field.type === "boolean") return "true";
  if (field.type === "number") return String(field.oneOf?.[0] ?? field.min ?? 1);
  return undefined;
}
