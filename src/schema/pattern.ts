/**
 * A regular expression as JSON Schema takes it: ECMAScript with the u flag, no flags of its own.
 * Undefined when it can't be said there; the field is then left to panka itself.
 */
export function portablePattern({ source, flags }: RegExp): string | undefined {
  const sensitive = flags.includes("i") ? bothCases(source) : source;
  // Unicode mode refuses escapes that mean nothing: `\-` outside a class, `\:`.
  for (const candidate of [sensitive, sensitive.replace(/\\([^\w\s^$\\.*+?()[\]{}|/-])/g, "$1")]) {
    try {
      new RegExp(candidate, "u");
      return candidate;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** Upper and lower case alike, written out: `[a-z]` becomes `[a-zA-Z]`, `x` becomes `[xX]`. */
function bothCases(source: string): string {
  let result = "";
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === "\\") {
      result += source.slice(i, i + 2);
      i++;
      continue;
    }
    if (char === "[") inClass = true;
    if (char === "]") inClass = false;
    const range = inClass && /^([a-z])-([a-z])/i.exec(source.slice(i));
    if (range) {
      result += range[0] + swapped(range[1]!) + "-" + swapped(range[2]!);
      i += 2;
    } else if (/[a-z]/i.test(char)) {
      result += inClass ? char + swapped(char) : `[${char}${swapped(char)}]`;
    } else result += char;
  }
  return result;
}

const swapped = (letter: string) =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();

/** Matches exactly this word, in any case. */
export const anyCase = (word: string): string =>
  [...word].map((char) =>
    /[a-z]/i.test(char)
      ? `[${char.toLowerCase()}${char.toUpperCase()}]`
      : char.replace(/[\\^$.*+?()[\]{}|/-]/, (c) => c === "-" ? c : `\\${c}`)
  ).join("");
