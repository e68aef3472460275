import {
  type Corrupter,
  indentOf,
  isScalar,
  lineOf,
  pickSite,
  replaced,
  textOf,
  typo,
} from "./edit.ts";
import type { Site } from "./sites.ts";

/** Not what a field would take for a variable or a reference. */
const plain = (site: Site) =>
  isScalar(site.value) && site.value !== null && !String(site.value).includes("${");
const bare = (text: string) => text.replace(/^["']|["']$/g, "");

/** A key that is not one, by a slip. */
export const keyTypo: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.fixedKey && s.path.length > 1);
  if (!site?.key) return;
  const name = String(site.path.at(-1));
  const wrong = typo(name, input.random);
  const siblings = input.sites.filter((s) => s.field === site.field).map((s) => s.path.at(-1));
  if (siblings.includes(wrong) || !/^[A-Za-z]+$/.test(wrong)) return;
  return {
    ...replaced(input, site.file, site.key.start, site.key.end, wrong),
    destroyed: [name],
  };
};

/** A key in another style: snake_case, kebab-case, Capitals. */
export const keyStyle: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.fixedKey && /[a-z][A-Z]/.test(String(s.path.at(-1))));
  if (!site?.key) return;
  const name = String(site.path.at(-1));
  const parts = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(" ");
  const wrong = input.random.pick([
    parts.join("_"),
    parts.join("-"),
    name[0]!.toUpperCase() + name.slice(1),
    name.toLowerCase(),
  ]);
  return { ...replaced(input, site.file, site.key.start, site.key.end, wrong), destroyed: [name] };
};

/** A slip in apiVersion:, kind:, metadata: or spec:. */
export const headTypo: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.path.length === 1 && s.fixedKey);
  if (!site?.key) return;
  const name = String(site.path[0]);
  const wrong = typo(name, input.random);
  if (!/^[A-Za-z]+$/.test(wrong) || wrong === name) return;
  return { ...replaced(input, site.file, site.key.start, site.key.end, wrong), destroyed: [name] };
};

/** A word for a number, a number for a boolean, a text for a mapping or a list. */
export const wrongType: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.field !== undefined && s.key !== undefined);
  if (!site) return;
  const { field, file, span, key } = site;
  const name = String(site.path.at(-1));
  const was = textOf(input.sample, site);
  const give = (text: string) => ({
    ...replaced(input, file, span.start, span.end, text),
    destroyed: [bare(was)],
  });
  switch (field!.type) {
    case "number":
      return give(input.random.pick(["many", "true", "[1]", "{ value: 1 }", '"a lot"']));
    case "boolean":
      return give(input.random.pick(["maybe", "7", "[true]", "yes", '"on"']));
    case "choice":
      return give(input.random.pick(["true", "[a]", "{ a: b }"]));
    case "text":
      return isScalar(site.value) ? give(input.random.pick(["[a]", "{ a: b }"])) : undefined;
    case "object":
    case "list":
    case "map": {
      if (field!.type === "object" && field!.shorthand !== undefined) return;
      const block = blockOf(input.sample.files[file]!, key!.start, span.end);
      const scalar = input.random.pick(["yes", "7", "some text"]);
      return {
        ...replaced(input, file, key!.start, block, `${name}: ${scalar}`),
        // The block itself nobody can guess: its form must be told.
        destroyed: [`${name}: {`, `${name}: [`],
      };
    }
  }
};

/** Where the block that begins with the key at `start` ends: before the next line that is not deeper. */
function blockOf(source: string, start: number, valueEnd: number): number {
  const begin = source.lastIndexOf("\n", start) + 1;
  const indent = start - begin;
  let end = Math.max(valueEnd, source.indexOf("\n", start));
  for (;;) {
    const next = source.indexOf("\n", end + 1);
    const line = source.slice(end + 1, next < 0 ? undefined : next);
    if (end < 0 || end + 1 >= source.length) return source.length;
    if (
      line.trim() !== "" && indentOf(line) <= indent &&
      !(/^ *- /.test(line) && indentOf(line) === indent)
    ) {
      return end;
    }
    if (next < 0) return source.length;
    end = next;
  }
}

/** A unit where a bare number is wanted, or one that is none. */
export const badUnit: Corrupter = (input) => {
  const site = pickSite(
    input,
    (s) =>
      s.field?.type === "number" && plain(s) &&
      (s.field.meta.unit !== undefined || s.field.parse !== undefined),
  );
  if (site?.field?.type !== "number") return;
  const was = bare(textOf(input.sample, site));
  const units = site.field.parse ? ["x", " parsecs", "Q"] : ["s", " minutes", "MB", " days", "x"];
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, was + input.random.pick(units)),
    destroyed: [was],
  };
};

export const outOfRange: Corrupter = (input) => {
  const site = pickSite(
    input,
    (s) => s.field?.type === "number" && plain(s) && (s.field.min ?? s.field.max) !== undefined,
  );
  if (site?.field?.type !== "number") return;
  const { min, max } = site.field;
  const wrong = [
    ...max === undefined ? [] : [max + 1, max * 10],
    ...min === undefined ? [] : [min - 1, -5],
  ].filter((n) => n < (min ?? -Infinity) || n > (max ?? Infinity));
  if (!wrong.length) return;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, String(input.random.pick(wrong))),
    destroyed: [bare(textOf(input.sample, site))],
  };
};

/** A word that is no choice: a slip, or another word. */
export const badChoice: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.field?.type === "choice" && plain(s));
  if (site?.field?.type !== "choice") return;
  const was = bare(textOf(input.sample, site));
  const slip = input.random.below(3) > 0
    ? typo(was, input.random)
    : input.random.pick(["banana", "default", "auto-magic"]);
  const known = [...site.field.values, ...Object.keys(site.field.spellings ?? {})];
  if (known.some((word) => word.toLowerCase() === slip.toLowerCase())) return;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, slip),
    destroyed: [was],
  };
};

/** A text that breaks its pattern. */
export const badText: Corrupter = (input) => {
  const site = pickSite(
    input,
    (s) =>
      s.field?.type === "text" && s.field.pattern !== undefined && plain(s) && s.path[0] === "spec",
  );
  if (site?.field?.type !== "text") return;
  const was = bare(textOf(input.sample, site));
  const wrong = input.random.pick([`${was}!`, `"${was} ${was}"`, `-${was}`, "?"]);
  if (site.field.pattern!.test(bare(wrong))) return;
  return {
    ...replaced(input, site.file, site.span.start, site.span.end, wrong),
    destroyed: [was],
  };
};

/** A key that is there, with nothing behind it. */
export const emptied: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.fixedKey && isScalar(s.value) && s.path.length > 1);
  if (!site?.key) return;
  const was = bare(textOf(input.sample, site));
  return {
    ...replaced(input, site.file, site.key.end + 1, site.span.end, ""),
    destroyed: [was, String(site.path.at(-1))],
  };
};

/** The same key a second time in one mapping. */
export const duplicateKey: Corrupter = (input) => {
  const site = pickSite(input, (s) => s.key !== undefined && isScalar(s.value) && s.value !== null);
  if (!site?.key) return;
  const source = input.sample.files[site.file]!;
  const begin = source.lastIndexOf("\n", site.key.start) + 1;
  const end = source.indexOf("\n", site.span.end);
  const before = source.slice(begin, site.key.start);
  // In a flow mapping on one line a second line would not be a second key.
  if (!/^[ -]*$/.test(before) || end < 0) return;
  const line = `${before.replace(/-/g, " ")}${source.slice(site.key.start, end)}\n`;
  const at = lineOf(source, site.key.start);
  return {
    ...replaced(input, site.file, end + 1, end + 1, line),
    lines: [at, at + 1],
    destroyed: [],
    added: [String(site.path.at(-1))],
  };
};
