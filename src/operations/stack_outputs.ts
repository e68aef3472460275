import type { RunResult } from "../engine/port.ts";
import type { Stack } from "../stack/model.ts";
import type { Json, SecretReference } from "../state/document.ts";

type Outputs = Record<string, Json | SecretReference>;

/** The stack's outputs with what the components said put in; undefined where that is not known. */
function stackOutputs(
  stack: Stack,
  known: RunResult["outputs"],
): Record<string, Json | SecretReference | undefined> {
  const read = (part: unknown): Json | SecretReference | undefined => {
    if (typeof part === "string") return part;
    const { $from, output } = part as { $from: string; output: string };
    return known[$from]?.[output];
  };
  return Object.fromEntries(
    Object.entries(stack.outputs).map(([name, value]) => {
      const joined = (value as { $join?: unknown[] }).$join;
      if (!joined) return [name, read(value)];
      const parts = joined.map(read);
      const secret = parts.find((part): part is SecretReference =>
        typeof part === "object" && part !== null && "$secret" in part
      );
      if (secret) return [name, secret];
      return [name, parts.includes(undefined) ? undefined : parts.map(String).join("")];
    }),
  );
}

/** What is to be recorded over the old outputs: those of the stack; null for those that it has no more. What is not known stays as it is. */
export function changedOutputs(
  old: Outputs,
  stack: Stack,
  known: RunResult["outputs"],
): Record<string, Json | SecretReference | null> {
  const now = stackOutputs(stack, known);
  const gone = Object.keys(old).filter((name) => !(name in now));
  return {
    ...Object.fromEntries(gone.map((name) => [name, null])),
    ...Object.fromEntries(
      Object.entries(now).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]),
    ),
  };
}
