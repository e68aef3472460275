import type { Unit } from "../port.ts";
import { dependenciesOf } from "../../ports/references.ts";
import type { KnownResource } from "./checkpoint.ts";

/** The resource keys that a run may change: all, or the unit's targets and what depends on them. */
export function scopeOf(unit: Unit, known: readonly KnownResource[]): (key: string) => boolean {
  if (!unit.targets) return () => true;
  const dependents = new Map<string, string[]>();
  const note = (key: string, on: readonly string[]) => {
    for (const other of on) dependents.set(other, [...dependents.get(other) ?? [], key]);
  };
  for (const resource of unit.graph.resources) note(resource.key, dependenciesOf(resource));
  for (const { key, dependsOn } of known) note(key, dependsOn);
  const scope = new Set<string>();
  for (const pending = [...unit.targets]; pending.length > 0;) {
    const key = pending.pop()!;
    if (scope.has(key)) continue;
    scope.add(key);
    pending.push(...dependents.get(key) ?? []);
  }
  return (key) => scope.has(key);
}
