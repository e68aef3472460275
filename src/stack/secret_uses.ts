import { secretName, secretReference } from "../kinds/shapes/secret.ts";
import type { Field } from "../schema/field.ts";
import { isMapping } from "../schema/scope.ts";
import type { Component } from "./model.ts";

/** Paths of the secrets that a component's spec names, each once, without the JSON key. */
export function secretsOf({ kind, spec }: Pick<Component, "kind" | "spec">): string[] {
  const found = new Set<string>();
  collect(kind.spec, spec, found);
  return [...found];
}

function collect(field: Field | undefined, value: unknown, found: Set<string>): void {
  switch (field?.type) {
    case "text":
      if (field.pattern === secretReference.pattern && typeof value === "string") {
        found.add(secretName(value).path);
      }
      return;
    case "list":
      if (Array.isArray(value)) value.forEach((item) => collect(field.item, item, found));
      return;
    case "map":
      if (isMapping(value)) Object.values(value).forEach((v) => collect(field.value, v, found));
      return;
    case "object":
      if (!isMapping(value)) return;
      for (const [name, item] of Object.entries(value)) collect(field.fields[name], item, found);
  }
}
