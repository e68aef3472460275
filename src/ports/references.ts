import type { Expression, Resource, Value } from "../engine/resource.ts";

/** Whether a value stands for something that is known only later. */
export function isExpression(value: Value): value is Expression {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return "$attr" in value || "$first" in value || "$lookup" in value || "$join" in value ||
    "$json" in value ||
    "$secret" in value || "$archive" in value || "$inlineArchive" in value;
}

/** Keys of the resources that a value mentions, in order of appearance, with repeats. */
export function referencesIn(value: Value): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (isExpression(value)) {
    if ("$attr" in value) return [value.$attr[0]];
    if ("$first" in value) return [value.$first[0]];
    if ("$join" in value) return value.$join.flatMap(referencesIn);
    if ("$json" in value) return referencesIn(value.$json);
    return [];
  }
  return Object.values(value).flatMap(referencesIn);
}

/** Keys of the resources that must be there before this one, each once. */
export function dependenciesOf(resource: Resource): string[] {
  return [...new Set([...resource.dependsOn ?? [], ...referencesIn(resource.properties)])];
}

/** From who needs what: what → who, in that order. */
export function usersOf(
  needs: Iterable<readonly [user: string, needs: Iterable<string>]>,
): Map<string, string[]> {
  const users = new Map<string, string[]>();
  for (const [user, all] of needs) {
    for (const needed of all) {
      const known = users.get(needed);
      if (known) known.push(user);
      else users.set(needed, [user]);
    }
  }
  return users;
}
