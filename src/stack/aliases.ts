/** What aliases may unfold to: no document that a person writes comes near. */
const MOST_VALUES = 50_000;

/** Why a document with aliases can't be used: one holds itself, or they unfold to far too much. Undefined when it can. */
export function aliasProblem(value: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const open = new Set<object>();
  let circle = false;
  const sizeOf = (value: unknown): number => {
    if (typeof value !== "object" || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (open.has(value)) {
      circle = true;
      return 1;
    }
    open.add(value);
    let size = 1;
    for (const item of Object.values(value)) size += sizeOf(item);
    open.delete(value);
    sizes.set(value, size);
    return size;
  };
  const size = sizeOf(value);
  if (circle) return "an alias leads back to what holds it";
  return size > MOST_VALUES ? `aliases unfold to more than ${MOST_VALUES} values` : undefined;
}
