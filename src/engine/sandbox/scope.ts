import type { Unit } from "../port.ts";
import { dependenciesOf, usersOf } from "../../ports/references.ts";
import type { KnownResource } from "./checkpoint.ts";

/** The resource keys that a run may change: all, or the unit's targets and what depends on them. */
export function scopeOf(unit: Unit, known: readonly KnownResource[]): (key: string) => boolean {
  if (!unit.targets) return () => true;
  const users = usersOf([
    ...unit.graph.resources.map((one) => [one.key, dependenciesOf(one)] as const),
    ...known.map(({ key, dependsOn }) => [key, dependsOn] as const),
  ]);
  const scope = new Set<string>();
  for (const pending = [...unit.targets]; pending.length > 0;) {
    const key = pending.pop()!;
    if (scope.has(key)) continue;
    scope.add(key);
    pending.push(...users.get(key) ?? []);
  }
  return (key) => scope.has(key);
}
