import type { Field, NumberField, TextField } from "./field.ts";
import { nearest } from "./nearest.ts";

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
const BYTES: Record<string, number> = Object.fromEntries([
  ["b", 1],
  ...["k", "m", "g", "t"].flatMap((letter, i) =>
    ["", "b", "i", "ib"].map((rest) => [letter + rest, 1024 ** (i + 1)] as const)
  ),
]);
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

const quotedIfNeeded = (text: string) =>
  /^[\w./][\w./ -]*$/.test(text) ? text : JSON.stringify(text);

/** A value of the right type that this wrong one was most likely meant to be, as YAML text. */
export function corrected(field: Field, value: unknown): string | undefined {
  // One value in brackets, where no list is wanted.
  if (Array.isArray(value) && value.length === 1 && typeof value[0] !== "object") {
    return field.type === "list" ? undefined : corrected(field, value[0]) ?? String(value[0]);
  }
  const written =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : undefined;
  switch (field.type) {
    case "number": {
      if (written === undefined) break;
      const digits = Number(/-?\d+(\.\d+)?/.exec(written)?.[0] ?? NaN);
      const bare = /^\s*-?\d+(\.\d+)?\s*$/.test(written);
      // Where a field reads units itself, this one is none that it knows.
      const read = bare || field.parse ? digits : converted(field, written) ?? digits;
      if (Number.isNaN(read)) break;
      if (field.parse && !bare) return String(read);
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
    case "text":
      return written === undefined ? undefined : correctedText(field, written);
    case "list": {
      if (written === undefined) return undefined;
      // Items whose dashes have no space after them are one text.
      const items = /^-[\w$]/.test(written) ? written.slice(1).split(/\s+-/) : [written];
      return `[${items.map(quotedIfNeeded).join(", ")}]`;
    }
  }
  return undefined;
}

/** The number in the field's own unit; undefined where that is none the field would take. */
function converted(field: NumberField, written: string): number | undefined {
  const read = inUnit(written, field.meta.unit);
  const fits = read !== undefined && read >= (field.min ?? -Infinity) &&
    read <= (field.max ?? Infinity) && (!field.integer || Number.isInteger(read));
  return fits ? read : undefined;
}

/** A text that the field accepts and that this one may have been meant to be: without what is not allowed in it. */
function correctedText(field: TextField<unknown>, written: string): string | undefined {
  const { pattern, minLength = 0, maxLength = 200 } = field;
  if (!pattern || written.length > 1000) return undefined;
  // Letters without their accents.
  const trimmed = written.trim().normalize("NFD").replace(/\p{M}/gu, "");
  const variable = /^\$+\{?([A-Za-z_]\w*)\}?$/.exec(trimmed)?.[1];
  if (variable) return `\${${variable}}`;
  const [first = ""] = trimmed.split(/\s/);
  const core = trimmed.replace(/^[-+?!.,;:'"]+|[-+?!.,;:'"]+$/g, "");
  const forms = [trimmed, core, trimmed.toLowerCase()].flatMap((text) => [
    text,
    ...trimmed === `${first} ${first}` ? [first] : [],
    ...["-", "_", ""].map((mark) => text.replace(/[^A-Za-z0-9]+/g, mark)),
    ...["-", "_", ""].map((mark) => text.replace(/[^A-Za-z0-9./:_-]+/g, mark)),
  ]);
  return forms
    .flatMap((text) => [text, text.replace(/^[^A-Za-z]+|[^A-Za-z0-9]+$/g, "")])
    .flatMap((text) => [text, text.slice(0, 40).replace(/[^A-Za-z0-9]+$/, "")])
    .find((text) =>
      text !== "" && text !== written && text.length >= minLength && text.length <= maxLength &&
      /[A-Za-z0-9]/.test(text) && pattern.test(text)
    );
}

function clamp(field: NumberField, value: number): number {
  if (field.oneOf) {
    return field.oneOf.reduce((a, b) => Math.abs(b - value) < Math.abs(a - value) ? b : a);
  }
  if (value > (field.max ?? Infinity)) return field.max!;
  if (value >= (field.min ?? -Infinity)) return value;
  return typeof field.meta.default === "number" ? field.meta.default : field.min!;
}
