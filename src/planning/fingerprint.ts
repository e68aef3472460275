import { createHash } from "node:crypto";
import type { Resource } from "../engine/resource.ts";

/** The same text for equal values: keys sorted. Paths of uploads are left out, what they hold counts. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    sorted[key] = key === "$archive" ? "" : canonical((value as Record<string, unknown>)[key]);
  }
  return sorted;
}

/**
 * sha256 (hex) over a component's resources, so that a panka that renders a kind differently shows
 * up as a change. What they wait for decides when they are made, not what.
 */
export function fingerprint(resources: readonly Resource[]): string {
  const made = resources.map(({ dependsOn: _, ...resource }) => canonical(resource));
  return createHash("sha256").update(JSON.stringify(made)).digest("hex");
}
