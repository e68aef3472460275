/**
 * JSON with sorted keys and no white space, so that equal values are equal bytes. Members that are `undefined` are
 * left out.
 *
 * @throws TypeError for what JSON can't say: NaN, infinities, functions, bigints
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) {
    let text = "[";
    for (let index = 0; index < value.length; index++) {
      text += (index > 0 ? "," : "") + canonicalJson(value[index]);
    }
    return text + "]";
  }
  if (typeof value === "object" && value !== null) {
    let text = "";
    for (const key of Object.keys(value).sort()) {
      const member = (value as Record<string, unknown>)[key];
      if (member === undefined) continue;
      text += `${text === "" ? "{" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return text === "" ? "{}" : text + "}";
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`${value} is no JSON`);
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`A ${typeof value} is no JSON`);
  return text;
}

/** Whether both would be the same canonical JSON. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);
}
