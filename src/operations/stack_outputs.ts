import type { RunResult } from "../engine/port.ts";
import type { Stack } from "../stack/model.ts";
import type { Json, SecretReference } from "../state/document.ts";

/** The stack's outputs with what the components said put in. */
export function stackOutputs(
  stack: Stack,
  known: RunResult["outputs"],
): Record<string, Json | SecretReference> {
  const read = (part: unknown): Json | SecretReference => {
    if (typeof part === "string") return part;
    const { $from, output } = part as { $from: string; output: string };
    return known[$from]?.[output] ?? "";
  };
  return Object.fromEntries(
    Object.entries(stack.outputs).map(([name, value]) => {
      const joined = (value as { $join?: unknown[] }).$join;
      return [name, joined ? joined.map((part) => String(read(part))).join("") : read(value)];
    }),
  );
}
