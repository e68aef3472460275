import { isMapping, UNRESOLVED } from "../schema/check.ts";
import type { JoinedText, OutputReference } from "../schema/field.ts";
import { nearest } from "../schema/nearest.ts";
import type { Path } from "../schema/problem.ts";
import type { Remark } from "./model.ts";

/** Longest text that references may make: more than any field takes. */
const LONGEST_TEXT = 64 * 1024;
/** All texts that references make in one stack: doubling variables stay bounded. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Variables that refer to each other deeper than this have no reader. */
export const DEEPEST_CHAIN = 50;

/** What the resolved texts of a stack may take together. */
export class Budget {
  private left = MOST_CHARACTERS;

  /** Whether a text of this length may still be made. */
  take(length: number): boolean {
    this.left -= length;
    return length <= LONGEST_TEXT && this.left >= 0;
  }
}

/** What `${…}` may mean where a text stands. */
export interface Interpolation {
  /** The resolved value of a variable; undefined when there is none (or it was reported already: `null`). */
  variable(name: string): string | null | undefined;
  /** `${a.b}`: a service's variable or a component's output; reports and answers undefined when neither. */
  dotted(
    owner: string,
    name: string,
    path: Path,
    needle: string,
  ): string | OutputReference | undefined;
  /** Names to suggest. */
  names(): Iterable<string>;
  /** `needle`: the part of the text to underline. */
  problem(path: Path, needle: string, diagnostic: Remark): void;
  /** Whether a text of this length may still be made of references. */
  take(length: number): boolean;
}

/** What is wrong with one text is clear after so many of its references. */
const MOST_FAILURES = 20;

const EXPRESSION = /^([A-Za-z_][A-Za-z0-9_]*)(?::([-?])(.*))?$/s;
const DOTTED = /^([a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)?)\.([A-Za-z_][A-Za-z0-9_-]*)$/;

/** Resolves every text in a tree. Works on the parsed tree: a value can never add YAML. Returns the same object where nothing changes. */
export function interpolate(value: unknown, path: Path, world: Interpolation): unknown {
  if (typeof value === "string") {
    return value.includes("${") ? resolveText(value, path, world) ?? UNRESOLVED : value;
  }
  if (Array.isArray(value)) {
    let changed = false;
    const items = value.map((item, i) => {
      const read = interpolate(item, [...path, i], world);
      changed ||= read !== item;
      return read;
    });
    return changed ? items : value;
  }
  if (!isMapping(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, item] of Object.entries(value)) {
    const read = interpolate(item, [...path, key], world);
    if (read !== item) (copy ??= { ...value })[key] = read;
  }
  return copy ?? value;
}

/** One text; undefined when something in it could not be resolved (and was reported). */
export function resolveText(
  text: string,
  path: Path,
  world: Interpolation,
): string | OutputReference | JoinedText | undefined {
  const parts: (string | OutputReference)[] = [];
  let literal = "";
  let failed = 0;
  let length = 0;
  for (let i = 0; i < text.length;) {
    if (text.startsWith("$${", i)) {
      literal += "${";
      i += 3;
      continue;
    }
    if (!text.startsWith("${", i)) {
      literal += text[i++];
      continue;
    }
    const end = text.indexOf("}", i);
    if (end < 0) {
      world.problem(path, text.slice(i), {
        code: "bad-reference",
        summary: "a ${ is not closed",
        fix: "close it with }, or write $${ for the characters themselves",
      });
      return undefined;
    }
    const part = resolveExpression(text.slice(i + 2, end), path, world, text.slice(i, end + 1));
    if (part === undefined) {
      if (++failed >= MOST_FAILURES) return undefined;
    } else if (typeof part === "string") {
      length += part.length;
      if (length > LONGEST_TEXT) break;
      literal += part;
    } else {
      if (literal) parts.push(literal);
      literal = "";
      parts.push(part);
    }
    i = end + 1;
  }
  if (failed) return undefined;
  if (length > LONGEST_TEXT || !world.take(text.length + length)) {
    world.problem(path, text.slice(0, 40), {
      code: "too-long",
      summary: `a text with its references is too long: more than ${LONGEST_TEXT} characters`,
      why: "or all such texts of the stack together are",
      fix: "put long texts into a config file",
    });
    return undefined;
  }
  if (literal) parts.push(literal);
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  return parts.length === 1 ? parts[0] : { $join: parts };
}

function resolveExpression(
  expression: string,
  path: Path,
  world: Interpolation,
  needle: string,
): string | OutputReference | undefined {
  const dotted = DOTTED.exec(expression.trim());
  if (dotted) return world.dotted(dotted[1]!, dotted[2]!, path, needle);
  const parsed = EXPRESSION.exec(expression.trim());
  if (!parsed) {
    // As GitHub's workflows have it.
    const braced = /^\{\s*([\w./-]+)\s*$/.exec(expression)?.[1];
    world.problem(path, needle, {
      code: "bad-reference",
      summary: `"${needle}" is not a reference`,
      why:
        "references are ${NAME}, ${NAME:-default}, ${NAME:?message}, ${service.NAME} and ${component.output}",
      fix: braced
        ? `write \${${braced}}`
        : `correct it, or write $${needle} for the characters themselves`,
    });
    return undefined;
  }
  const [, name, operator, rest] = parsed as unknown as [string, string, string?, string?];
  const value = world.variable(name);
  if (value === null) return undefined;
  // As in a shell, the colon makes an empty value count as none.
  if (operator === "-" && !value) return rest ?? "";
  if (value !== undefined && !(operator === "?" && value === "")) return value;
  if (operator === "?") {
    world.problem(path, needle, {
      code: "missing-variable",
      summary: `variable "${name}" must be given: ${rest || "it has no value"}`,
      fix: `set it: --var ${name}=…, or under variables: in stack.yaml`,
    });
    return undefined;
  }
  const meant = nearest(name, world.names());
  world.problem(path, needle, {
    code: "unknown-variable",
    summary: `there is no variable "${name}"`,
    why: `variables here: ${[...world.names()].sort().slice(0, 20).join(", ")}`,
    fix: meant
      ? `\${${meant}}`
      : `set it under variables: in stack.yaml or service.yaml, or with --var ${name}=…`,
    replacement: meant && needle.replace(name, meant),
  });
  return undefined;
}
