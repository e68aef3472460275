import type { Keys } from "./request.ts";

const ANY = Symbol("*");
const ONE = Symbol("?");

/** A character to be there, or a wildcard. */
type Element = string | typeof ANY | typeof ONE;

/** A part of a pattern as written: elements, or a variable to be replaced. */
type Part = Element[] | { variable: string; fallback?: string };

/** What of a pattern has a meaning of its own. */
export interface Syntax {
  wildcards: boolean;
  variables: boolean;
}

/**
 * A text of a policy with wildcards and variables.
 *
 * What replaces a variable is compared as it is: a `*`, a `?` or a `${…}` in a value means nothing,
 * and is not looked at again. (IAM User Guide, "Variables and tags": `${*}`, `${?}` and `${$}`
 * give those characters themselves, "Specifying default values".)
 */
export class Pattern {
  readonly #parts: Part[] = [];

  constructor(readonly text: string, syntax: Syntax) {
    // One pass: what a variable stands for is never read again.
    const token = syntax.variables ? /\$\{([^}]*)\}|([\s\S])/gu : /()([\s\S])/gu;
    let plain: Element[] = [];
    for (const [, inside = "", character] of text.matchAll(token)) {
      if (character !== undefined) {
        if (syntax.wildcards && character === "*") plain.push(ANY);
        else if (syntax.wildcards && character === "?") plain.push(ONE);
        else plain.push(...character.split(""));
      } else if (["*", "?", "$"].includes(inside)) {
        plain.push(inside);
      } else {
        const [, variable, fallback] = /^\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inside) ?? [];
        if (!variable) throw new SyntaxError(`"${text}": "\${${inside}}" is no policy variable`);
        this.#parts.push(plain, { variable, fallback });
        plain = [];
      }
    }
    this.#parts.push(plain);
  }

  /** Where variables stand, by how many colons are before them. */
  get colonsBeforeVariables(): number[] {
    let colons = 0;
    return this.#parts.flatMap((part) => {
      if (!Array.isArray(part)) return [colons];
      colons += part.filter((element) => element === ":").length;
      return [];
    });
  }

  /** Undefined: a variable has no value, and then the pattern is like nothing. */
  #resolve(keys: Keys): Element[] | undefined {
    if (this.#parts.length === 1) return this.#parts[0] as Element[];
    const elements: Element[] = [];
    for (const part of this.#parts) {
      if (Array.isArray(part)) elements.push(...part);
      else {
        const value = keys.one(part.variable) ?? part.fallback;
        if (value === undefined) return undefined;
        elements.push(...value.split(""));
      }
    }
    return elements;
  }

  /** Whether the whole of a text is like this. */
  matches(text: string, keys: Keys): boolean {
    const elements = this.#resolve(keys);
    return elements !== undefined && like(elements, text);
  }

  /** As {@link matches}, whatever the case. */
  matchesInAnyCase(text: string, keys: Keys): boolean {
    const elements = this.#resolve(keys)?.map((element) =>
      typeof element === "string" ? element.toLowerCase() : element
    );
    return elements !== undefined && like(elements, text.toLowerCase());
  }

  /**
   * As {@link matches}, but each of an ARN's six parts for itself, so that a wildcard stays in its part
   * (IAM User Guide, "Condition operators", ARN operators).
   */
  matchesArn(text: string, keys: Keys): boolean {
    const elements = this.#resolve(keys);
    if (!elements) return false;
    const parts: Element[][] = [[]];
    for (const element of elements) {
      if (element === ":" && parts.length < 6) parts.push([]);
      else parts.at(-1)!.push(element);
    }
    const [...head] = text.split(":");
    const texts = [...head.slice(0, 5), head.slice(5).join(":")];
    return head.length >= 6 && parts.length === 6 &&
      parts.every((part, index) => like(part, texts[index]!));
  }
}

/** Wildcards without recursion: at most the product of both lengths. */
function like(elements: readonly Element[], text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let starFrom = 0;
  while (from < text.length) {
    const element = elements[at];
    if (element === ANY) {
      star = at++;
      starFrom = from;
    } else if (element === ONE) {
      at++;
      from += text.codePointAt(from)! > 0xffff ? 2 : 1;
    } else if (element !== undefined && element === text[from]) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++starFrom;
    } else return false;
  }
  while (elements[at] === ANY) at++;
  return at === elements.length;
}
