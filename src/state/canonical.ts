/**
 * JSON with sorted keys and no white space, so that equal values are equal bytes. Members that are `undefined` are
 * left out; keys that are whole numbers come first, as in any JavaScript object.
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

/** The value itself if all its keys are in order, else a copy in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "number" ? Number.isFinite(value) : !UNSPEAKABLE.has(typeof value)) {
      return value;
    }
    throw new TypeError(`${String(value)} is no JSON`);
  }
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object);
  let copied = false;
  const members: unknown[] = [];
  for (let index = 0; index < keys.length; index++) {
    const member = sorted(object[keys[index]!]);
    copied ||= member !== object[keys[index]!] || (index > 0 && keys[index - 1]! > keys[index]!);
    members.push(member);
  }
  if (!copied) return value;
  const entries = keys.map((key, index): [string, unknown] => [key, members[index]]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const UNSPEAKABLE = new Set(["bigint", "function", "symbol"]);
