import assert from "node:assert/strict";
import { diagnosticsText, diagnosticText } from "../../../src/cli/view/diagnostics.ts";
import { colors, widthOf } from "../../../src/cli/view/style.ts";
import { placeOf } from "../../../src/stack/report.ts";
import type { Diagnostic } from "../../../src/stack/model.ts";
import { golden } from "../test_world.ts";

const plain = colors(false);

/** A diagnostic about `what` in a source of one or more lines. */
function about(source: string, what: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = source.indexOf(what);
  return {
    severity: "error",
    code: "unknown-field",
    summary: `unknown field "${what}"`,
    why: "fields here: type, visibilityTimeout, maxMessageSize, receiveWaitTime, delaySeconds",
    fix: `rename it to "visibilityTimeout"`,
    place: placeOf("services/api/queue.yaml", source, { start, end: start + what.length }),
    ...more,
  };
}

/** The excerpt's two lines, and in which columns the caret stands below which text. */
function underlined(d: Diagnostic, columns = 100): string {
  const lines = diagnosticText(d, plain, columns).split("\n");
  const at = lines.findIndex((line) => /^ +\| +\^+$/.test(line));
  const [line, caret] = lines.slice(at - 1);
  const from = caret!.indexOf("^");
  const length = caret!.lastIndexOf("^") - from + 1;
  let width = 0;
  let text = "";
  for (const char of line!) {
    if (width >= from && width < from + length) text += char;
    width += widthOf(char);
  }
  return text;
}

const CASES: Record<string, Diagnostic> = {
  plain: about("spec:\n  visibiltyTimeout: 30\n", "visibiltyTimeout"),
  tabs: about("spec:\n\tkey:\tvalue\n", "value"),
  wide: about('spec:\n  description: "日本語のキュー", typo: 1\n', "typo"),
  emoji: about('spec: { description: "🚀🚀 e\u0301t", typo: 1 }\n', "typo"),
  long: about(`spec: { a: "${"x".repeat(300)}", typo: 1, b: "${"y".repeat(300)}" }\n`, "typo"),
  wideLong: about(`spec: { a: "${"長".repeat(150)}", typo: 1, b: "${"🚀".repeat(99)}" }\n`, "typo"),
  longValue: about(`spec: { a: ${"z".repeat(300)} }\n`, "z".repeat(300)),
  crlf: about("spec:\r\n  typo: 1\r\nmore: 2\r\n", "typo"),
  end: about("spec: typo", "typo"),
  nowhere: { severity: "note", code: "ignored-field", summary: "nothing to see" },
};

for (const columns of [40, 100]) {
  Deno.test(`diagnosticsText() shows what, where, the line, why and the fix at ${columns} columns`, () => {
    golden(`diagnostics-${columns}`, diagnosticsText(Object.values(CASES), plain, columns));
  });
}

for (const [name, d] of Object.entries(CASES)) {
  if (!d.place) continue;
  for (const columns of [40, 60, 80, 100]) {
    Deno.test(`diagnosticText() puts the caret below the text: ${name}, ${columns} columns`, () => {
      const meant = d.place!.source.slice(
        d.place!.column - 1,
        d.place!.column - 1 + d.place!.length,
      );
      const shown = underlined(d, columns).replace(/…$/, "");
      assert.ok(shown.length > 0 && meant.startsWith(shown), shown);
      if (meant.length < 20) assert.equal(shown, meant);
      const lines = diagnosticText(d, plain, columns).split("\n");
      const wide = lines.filter((line) => widthOf(line) > columns && line.includes(" | "));
      assert.deepEqual(wide, []);
    });
  }
}

Deno.test("diagnosticsText() shows twenty and counts the rest", () => {
  const many = Array.from(
    { length: 25 },
    (_, i) => about(`spec: { typo${i}: 1 }`, `typo${i}`, i > 22 ? { severity: "warning" } : {}),
  );
  const text = diagnosticsText(many, plain, 80);
  assert.equal(text.match(/^error\[/gm)!.length, 20);
  assert.match(text, /\nand 5 more \(3 errors\); -o json lists all\n$/);
});

Deno.test("diagnosticText() never prints control characters of a file, a name or a value", () => {
  const evil = "\x1b[31m\x07\x9b2J\u202e\u200b\r\x00";
  const d = about(`spec: { a: "${evil}", typo: 1 }`, "typo", {
    summary: `unknown field "${evil}"`,
    why: evil,
    fix: `remove "${evil}"`,
  });
  d.place!.file = `services/${evil}/a.yaml`;
  const text = diagnosticText(d, plain, 100);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
  assert.equal(underlined(d), "typo");
});

Deno.test("diagnosticText() keeps a summary and a fix with line breaks on lines of their own", () => {
  const text = diagnosticText(
    about("spec: typo", "typo", { summary: "a\nerror[fake]: b", why: undefined, fix: "x\ny" }),
    plain,
    100,
  );
  assert.doesNotMatch(text, /^error\[fake\]/m);
  assert.equal(text.trimEnd().split("\n").length, 5);
});

Deno.test("diagnosticText() colours severity and caret, and nothing without colours", () => {
  const text = diagnosticText(CASES.plain!, colors(true), 100);
  assert.ok(text.includes("\x1b[31m"));
  assert.equal(
    // deno-lint-ignore no-control-regex
    text.replace(/\x1b\[[0-9;]*m/g, ""),
    diagnosticText(CASES.plain!, plain, 100),
  );
});
