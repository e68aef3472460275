/**
 * JSON with sorted keys and no white space, so that equal values are equal bytes. Members that are
 * `undefined` are left out; keys that are whole numbers come first, as in any JavaScript object.
 *
 * @throws TypeError for what JSON can't say: NaN, infinities, functions, bigints
 */
export function canonicalJson(value: unknown): string {
  const text = JSON.stringify(sorted(value));
  if (text === undefined) throw new TypeError(`A ${typeof value} is no JSON`);
  return text;
}

/** Whether both would be the same canonical JSON. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}

/** The value itself where all keys are in order, as in what was read; copies of the rest. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    if (isSpeakable(value)) return value;
    throw new TypeError(`${String(value)} is no JSON`);
  }
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  let copy: [string, unknown][] | undefined;
  let last = "";
  let count = 0;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    const same = sorted(member);
    if (!copy && (same !== member || key < last)) copy = Object.entries(value).slice(0, count);
    copy?.push([key, same]);
    last = key;
    count++;
  }
  return copy ? Object.fromEntries(copy.sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

function isSpeakable(value: unknown): boolean {
  return typeof value === "number" ? Number.isFinite(value) : !UNSPEAKABLE.has(typeof value);
}

const UNSPEAKABLE = new Set(["bigint", "function", "symbol"]);
