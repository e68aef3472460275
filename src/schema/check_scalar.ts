import { wrong } from "./complaints.ts";
import type { ChoiceField, NumberField } from "./field.ts";
import type { Path } from "./problem.ts";
import type { Scope } from "./scope.ts";

export function checkNumber(field: NumberField, value: unknown, path: Path, scope: Scope): unknown {
  let read = typeof value === "number" ? value : undefined;
  if (typeof value === "string") {
    if (/^-?\d+(\.\d+)?$/.test(value.trim())) read = Number(value);
    const parsed = field.parse?.(value.trim());
    if (parsed) {
      read = parsed.value;
      if (parsed.note) {
        scope.report({
          severity: "note",
          code: "rounded",
          path,
          at: "value",
          summary: parsed.note,
        });
      }
    }
  }
  const fits = read !== undefined && Number.isFinite(read) &&
    (!field.integer || Number.isInteger(read)) &&
    read >= (field.min ?? -Infinity) && read <= (field.max ?? Infinity) &&
    (field.oneOf?.includes(read) ?? true);
  return fits ? read : wrong(field, value, path, scope);
}

export function checkChoice(
  field: ChoiceField<unknown>,
  value: unknown,
  path: Path,
  scope: Scope,
): unknown {
  const word = typeof value === "string" || typeof value === "number"
    ? String(value).toLowerCase()
    : undefined;
  if (word !== undefined) {
    const found = field.values.find((choice) => choice.toLowerCase() === word) ??
      Object.entries(field.spellings ?? {}).find(([key]) => key.toLowerCase() === word)?.[1];
    if (found !== undefined) return found;
  }
  return wrong(field, value, path, scope);
}
