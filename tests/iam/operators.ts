import { Pattern } from "./pattern.ts";
import type { Keys } from "./request.ts";

/** Whether a value of the request is like one value of the policy. */
export type Compare = (value: string, keys: Keys) => boolean;

export interface Operator {
  /** Reads a value of the policy. */
  compare(text: string, variables: boolean): Compare;
  /** Holds when no value of the policy matches, and when the key is absent. */
  negated: boolean;
}

type Method = "matches" | "matchesInAnyCase" | "matchesArn";

function texts(method: Method, wildcards: boolean): Operator["compare"] {
  return (text, variables) => {
    const pattern = new Pattern(text, { wildcards, variables });
    return (value, keys) => pattern[method](value, keys);
  };
}

/** Operators that take no variables: one that stands there is a slip. */
function plain<T>(
  read: (text: string) => T | undefined,
  matches: (value: T, wanted: T) => boolean,
): Operator["compare"] {
  return (text) => {
    const wanted = read(text);
    if (wanted === undefined) throw new Error(`"${text}" is no value for its operator`);
    return (given) => {
      const value = read(given);
      return value !== undefined && matches(value, wanted);
    };
  };
}

const numbers = (matches: (value: number, wanted: number) => boolean) => plain(readNumber, matches);
const dates = (matches: (value: number, wanted: number) => boolean) => plain(readDate, matches);

const is = (compare: Operator["compare"]): Operator => ({ compare, negated: false });
const not = (compare: Operator["compare"]): Operator => ({ compare, negated: true });

/** Condition operators without their `IfExists` and set prefixes; `Null` is apart. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: is(texts("matches", false)),
  StringNotEquals: not(texts("matches", false)),
  StringEqualsIgnoreCase: is(texts("matchesInAnyCase", false)),
  StringNotEqualsIgnoreCase: not(texts("matchesInAnyCase", false)),
  StringLike: is(texts("matches", true)),
  StringNotLike: not(texts("matches", true)),
  // The two behave alike (IAM User Guide, "Condition operators").
  ArnEquals: is(texts("matchesArn", true)),
  ArnLike: is(texts("matchesArn", true)),
  ArnNotEquals: not(texts("matchesArn", true)),
  ArnNotLike: not(texts("matchesArn", true)),
  Bool: is(plain(readBoolean, (a, b) => a === b)),
  NumericEquals: is(numbers((a, b) => a === b)),
  NumericNotEquals: not(numbers((a, b) => a === b)),
  NumericLessThan: is(numbers((a, b) => a < b)),
  NumericLessThanEquals: is(numbers((a, b) => a <= b)),
  NumericGreaterThan: is(numbers((a, b) => a > b)),
  NumericGreaterThanEquals: is(numbers((a, b) => a >= b)),
  DateEquals: is(dates((a, b) => a === b)),
  DateNotEquals: not(dates((a, b) => a === b)),
  DateLessThan: is(dates((a, b) => a < b)),
  DateLessThanEquals: is(dates((a, b) => a <= b)),
  DateGreaterThan: is(dates((a, b) => a > b)),
  DateGreaterThanEquals: is(dates((a, b) => a >= b)),
  IpAddress: is(plain(readRange, inside)),
  NotIpAddress: not(plain(readRange, inside)),
};

function readBoolean(text: string): boolean | undefined {
  return { true: true, false: false }[text.toLowerCase()];
}

function readNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Milliseconds since 1970, of ISO 8601 or of seconds since 1970. */
function readDate(text: string): number | undefined {
  const seconds = readNumber(text);
  if (seconds !== undefined) return seconds * 1000;
  const at = /^\d{4}-\d\d(-\d\d(T\S+)?)?$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

interface Range {
  address: bigint;
  bits: number;
  prefix: number;
}

function readRange(text: string): Range | undefined {
  const [ip = "", length] = text.split("/");
  const found = readV4(ip) ?? readV6(ip);
  if (!found) return undefined;
  const prefix = length === undefined ? found.bits : readNumber(length);
  return prefix === undefined || prefix > found.bits ? undefined : { ...found, prefix };
}

function inside(value: Range, range: Range): boolean {
  const shift = BigInt(range.bits - range.prefix);
  return value.bits === range.bits && value.address >> shift === range.address >> shift;
}

function readV4(text: string): { address: bigint; bits: number } | undefined {
  const bytes = text.split(".").map(Number);
  const fits = /^[\d.]+$/.test(text) && bytes.length === 4 && bytes.every((byte) => byte < 256);
  if (!fits) return undefined;
  return { address: bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n), bits: 32 };
}

function readV6(text: string): { address: bigint; bits: number } | undefined {
  if (!/^[\da-f:]+$/i.test(text) || !text.includes(":")) return undefined;
  const [before = "", after] = text.split("::");
  const head = before ? before.split(":") : [];
  const tail = after ? after.split(":") : [];
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
  if (zeros < 0) return undefined;
  const groups = [...head, ...Array(zeros).fill("0"), ...tail];
  if (groups.length !== 8) return undefined;
  return {
    address: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n),
    bits: 128,
  };
}
