/**
 * Judges a value: undefined when it is right, else where and what is wrong, as `.path: what it must
 * be`.
 */
export type Check = (value: unknown) => string | undefined;

/** An object with these members; ones that are not named are let through. */
export function object(
  required: { [key: string]: Check },
  optional: { [key: string]: Check } = {},
): Check {
  const members = Object.entries(required);
  const others = Object.entries(optional);
  return (value) => {
    if (!isObject(value)) return ": must be an object";
    for (const [key, check] of members) {
      const problem = check(value[key]);
      if (problem) return `.${key}${problem}`;
    }
    for (const [key, check] of others) {
      const problem = value[key] === undefined ? undefined : check(value[key]);
      if (problem) return `.${key}${problem}`;
    }
    return undefined;
  };
}

/** An object used as a map, all of whose values pass `check`. */
export function map(check: Check): Check {
  return (value) => {
    if (!isObject(value)) return ": must be an object";
    for (const key of Object.keys(value)) {
      const problem = check(value[key]);
      if (problem) return `.${key}${problem}`;
    }
    return undefined;
  };
}

export function list(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return ": must be a list";
    for (let index = 0; index < value.length; index++) {
      const problem = check(value[index]);
      if (problem) return `[${index}]${problem}`;
    }
    return undefined;
  };
}

export function oneOf(...allowed: (string | number)[]): Check {
  return (value) =>
    allowed.includes(value as string)
      ? undefined
      : `: must be ${allowed.map((one) => JSON.stringify(one)).join(" or ")}`;
}

export const text: Check = (value) => typeof value === "string" ? undefined : ": must be a string";

export const count: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : ": must be a whole number";

export const seconds: Check = (value) =>
  typeof value === "number" && value >= 0 ? undefined : ": must be a number of seconds";

export const anything: Check = (value) => value === undefined ? ": must be there" : undefined;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
