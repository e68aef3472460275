/** A line as it may have been meant. */
export interface Candidate {
  /** Index of the line. */
  line: number;
  repaired: string;
  summary: string;
  fix: string;
}

const KEY = /^(\s*(?:- +)*)([\w.-]+)(.*)$/;
const indentOf = (line: string) => /^ */.exec(line)![0].length;

/** What is repaired by writing the line so. */
const rewritten = (line: number, repaired: string, summary: string): Candidate => ({
  line,
  repaired,
  summary,
  fix: `write ${repaired.trim()}`,
});

/** Edits of single lines that mend what people get wrong in YAML, the likeliest first. */
export function* repairsOf(
  lines: readonly string[],
  at: readonly number[],
  duplicate: boolean,
): Generator<Candidate> {
  if (duplicate) yield* ofDuplicate(lines, at[0]!);
  for (const line of at) yield* ofTabs(lines, line);
  for (const line of at) yield* ofTemplates(lines[line]!, line);
  for (const line of at) yield* ofReferences(lines[line]!, line);
  for (const line of at) yield* ofQuotes(lines[line]!, line);
  for (const line of at) yield* ofBrackets(lines[line]!, line);
  for (const line of at) yield* ofColon(lines[line]!, line);
  for (const line of at) yield* ofIndent(lines, line);
  for (const line of at) yield* ofDash(lines[line]!, line);
  for (const line of at) yield* ofSpecial(lines[line]!, line);
}

function* ofDuplicate(lines: readonly string[], line: number): Generator<Candidate> {
  const text = lines[line]!;
  const key = KEY.exec(text)?.[2] ?? text.trim();
  if (/^(apiVersion|kind):/.test(text)) {
    yield {
      line,
      repaired: `---\n${text}`,
      summary: "a second document begins here",
      fix: "put a line of three dashes above it: ---",
    };
  }
  yield* ofDash(text, line);
  yield {
    line,
    repaired: /^\s*/.exec(text)![0],
    summary: `"${key}" is there twice in one mapping`,
    fix: `remove or rename one of the two "${key}"`,
  };
}

function* ofTabs(lines: readonly string[], line: number): Generator<Candidate> {
  const text = lines[line]!;
  const blank = /^\s*/.exec(text)![0];
  if (!blank.includes("\t")) return;
  for (const indent of [blank.replaceAll("\t", "  ").length, ...levels(lines, line)]) {
    yield {
      line,
      repaired: " ".repeat(indent) + text.trimStart(),
      summary: "a tab can't indent YAML",
      fix: `use ${indent} spaces`,
    };
  }
}

/** `{{ NAME }}`, as templates have it elsewhere. */
function* ofTemplates(text: string, line: number): Generator<Candidate> {
  const repaired = text.replace(/\{\{ *\.?([\w./-]+) *\}\}/g, "${$1}");
  if (repaired === text) return;
  yield rewritten(line, repaired, "a variable is written ${NAME}");
}

/** `[${A}]` and `{ a: ${A} }`: braces of their own inside. */
function* ofReferences(text: string, line: number): Generator<Candidate> {
  if (!/[[{][^"']*\$\{/.test(text)) return;
  const repaired = text.replace(
    /(["']).*?\1|[^\s,[\]{}:"']*(?:\$\{[^}]*\}[^\s,[\]{}:"']*)+/g,
    (part) => part.includes("${") && !/^["']/.test(part) ? `"${part}"` : part,
  );
  const summary = "a reference inside brackets or braces must stand in quotes";
  yield rewritten(line, repaired, summary);
}

function* ofQuotes(text: string, line: number): Generator<Candidate> {
  const value = /^(\s*(?:- +)*(?:[\w.-]+:\s+)?)(["'])(.*)$/.exec(text);
  if (!value) return;
  const [, before, quote, rest] = value as unknown as [string, string, string, string];
  const said = (repaired: string, summary = "a quote is not closed") =>
    rewritten(line, repaired, summary);
  const [inside, comment] = beforeComment(rest);
  if (!inside.endsWith(quote)) yield said(before + quote + inside + quote + comment);
  else {
    const plain = inside.slice(0, -1);
    if (quote === "'") {
      const doubled = `${before}'${plain.replace(/'+/g, "''")}'${comment}`;
      yield said(doubled, "a quote inside quotes must be there twice");
    } else if (plain.includes("\\") && !/['"]/.test(plain)) {
      yield said(`${before}'${plain}'${comment}`, "double quotes know no such escape");
    } else yield said(`${before}"${plain.replaceAll('"', "")}"${comment}`);
  }
  yield said(before + inside + comment);
}

function* ofBrackets(text: string, line: number): Generator<Candidate> {
  if (!/[[\]{}]/.test(text)) return;
  const [content, comment] = beforeComment(text);
  const open: string[] = [];
  let extra = false;
  for (const char of content.replace(/"[^"]*"|'[^']*'|\$\{[^}]*\}/g, "")) {
    if (char === "[" || char === "{") open.push(char === "[" ? "]" : "}");
    else if (char === open.at(-1)) open.pop();
    else if (char === "]" || char === "}") extra = true;
  }
  const said = (repaired: string, summary: string) => ({
    ...rewritten(line, repaired, summary),
    repaired: repaired + comment,
  });
  if (open.length) {
    yield said(content + open.toReversed().join(""), "a bracket or brace is not closed");
    const without = content.replace(/(: |- )[[{]\s*(?:a, )?/, "$1");
    if (without !== content) yield said(without, "a bracket or brace is not closed");
  }
  if (extra) {
    yield said(content.replace(/[\]}]\s*$/, ""), "a bracket or brace was never opened");
  }
}

function* ofColon(text: string, line: number): Generator<Candidate> {
  const parts = KEY.exec(text);
  if (!parts) return;
  const [, before, key, rest] = parts as unknown as [string, string, string, string];
  const said = (repaired: string, summary: string) => rewritten(line, repaired, summary);
  if (/^:[^\s/]/.test(rest)) {
    yield said(`${before}${key}: ${rest.slice(1)}`, `"${key}:" needs a space after its colon`);
  }
  if (/^ +\S/.test(rest)) yield said(`${before}${key}:${rest}`, `"${key}" is missing its colon`);
  if (rest.trim() === "") yield said(`${before}${key}:`, `"${key}" is missing its colon`);
}

function* ofIndent(lines: readonly string[], line: number): Generator<Candidate> {
  const text = lines[line]!;
  if (/^\s*\t|^---/.test(text)) return;
  const own = indentOf(text);
  const near = levels(lines, line)
    .filter((indent) => indent !== own)
    .sort((a, b) => Math.abs(a - own) - Math.abs(b - own));
  for (const indent of near) {
    yield {
      line,
      repaired: " ".repeat(indent) + text.trimStart(),
      summary: `this line begins ${own < indent ? "too far left" : "too far right"}`,
      fix: `put ${indent} spaces before ${text.trim()}`,
    };
  }
}

function* ofDash(text: string, line: number): Generator<Candidate> {
  const said = (repaired: string) =>
    rewritten(line, repaired, "an item of a list begins with a dash");
  if (/^\s*-\S/.test(text)) yield said(text.replace("-", "- "));
  if (/^ {2,}[^\s-]/.test(text)) {
    yield said(text.replace(/ {2}(?=\S)/, "- "));
    yield said(text.replace(/(?=\S)/, "- "));
  }
}

/** Values that YAML reads as something else: `@x`, `%x`, `a: b: c`. */
function* ofSpecial(text: string, line: number): Generator<Candidate> {
  const parts = /^(\s*(?:- +)*(?:[\w.-]+:\s+)?)([^\s"'].*)$/.exec(text);
  if (!parts) return;
  const [value, comment] = beforeComment(parts[2]!);
  if (value.length < 2 || !/^[@`%*&!|>,?\]}]|: |"|'/.test(value)) return;
  const quoted = value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  yield {
    line,
    repaired: parts[1] + quoted + comment,
    summary: "this value must stand in quotes",
    fix: `write ${parts[1]!.trim()} ${quoted}`,
  };
}

/** Keys that may have stood above a line that is deeper than what is above it. */
export function* lostKeys(
  lines: readonly string[],
  line: number,
  keys: readonly string[],
): Generator<Candidate> {
  const text = lines[line] ?? "";
  const indent = indentOf(text) - 2;
  if (indent < 0 || text.trim() === "") return;
  for (const key of keys) {
    yield {
      line,
      repaired: `${" ".repeat(indent)}${key}:\n${text}`,
      summary: "the key that this belongs to is missing",
      fix: `put ${key}: above it`,
    };
  }
}

/** Indentations that are used around a line, and one level more and less than its neighbours'. */
function levels(lines: readonly string[], line: number): number[] {
  const found = new Set<number>();
  for (let i = Math.max(0, line - 12); i < Math.min(lines.length, line + 8); i++) {
    const text = lines[i]!;
    if (i === line || /^\s*(#|$)/.test(text) || /^\s*\t/.test(text)) continue;
    const indent = indentOf(text);
    found.add(indent);
    if (text.trimStart().startsWith("- ")) found.add(indent + 2);
    if (text.trimEnd().endsWith(":")) found.add(indent + 2);
  }
  return [...found].sort((a, b) => a - b);
}

/** A line's content and its comment with the space before it. */
function beforeComment(text: string): [string, string] {
  const comment = /\s+#.*$|\s+$/.exec(text);
  return comment ? [text.slice(0, comment.index), comment[0]] : [text, ""];
}
