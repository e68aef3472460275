import assert from "node:assert/strict";
import type { Field } from "../../src/schema/field.ts";
import { anyCase, portablePattern } from "../../src/schema/pattern.ts";
import { catalog } from "../../src/stack/catalog.ts";
import { assertSoon } from "../growth.ts";

function* patterns(field: Field, path: string): Generator<[string, RegExp]> {
  if (field.type === "text" && field.pattern) yield [path, field.pattern];
  if (field.type === "list") yield* patterns(field.item, `${path}[]`);
  if (field.type === "map") {
    if (field.keyPattern) yield [`${path} keys`, field.keyPattern];
    yield* patterns(field.value, `${path}.<name>`);
  }
  if (field.type !== "object") return;
  for (const [name, inner] of Object.entries(field.fields)) {
    yield* patterns(inner, `${path}.${name}`);
  }
}

const all = catalog().flatMap(({ name, spec }) => [...patterns(spec, name)]);
const SAMPLES = [
  "a",
  "A-b_c.d/e",
  "eu-west-1",
  "arn:aws:sns:eu-west-1:1:x",
  "10.0.0.0/16",
  "x y",
  "*.a.example",
  "é",
  "",
  "9",
];

Deno.test("portablePattern() says the same as every pattern of every kind", () => {
  assert.ok(all.length > 50);
  for (const [path, pattern] of all) {
    const portable = portablePattern(pattern);
    assert.ok(portable !== undefined, `${path}: ${pattern}`);
    for (const sample of SAMPLES) {
      assert.equal(
        new RegExp(portable, "u").test(sample),
        pattern.test(sample),
        `${path}: ${sample}`,
      );
    }
  }
});

Deno.test("every pattern of every kind answers soon, whatever the text", async () => {
  const hostile = (length: number) =>
    ["a", "a.", "a-", "1", "/", "a1", " ", ":", "aA.-", "0."].flatMap((unit) => [
      unit.repeat(length),
      `${unit.repeat(length)}!`,
      `!${unit.repeat(length)}`,
    ]);
  const texts = new Map([1000, 4000].map((length) => [length, hostile(length)]));
  for (const [path, pattern] of all) {
    const test = (length: number) => texts.get(length)!.forEach((text) => pattern.test(text));
    await assertSoon(test, 1000, `${path}: ${pattern}`);
  }
  await assert.rejects(assertSoon((length) => /a*a*b/.test("a".repeat(length)), 300), /takes/);
});

Deno.test("portablePattern() writes out upper and lower case, and drops escapes that mean nothing", () => {
  assert.equal(portablePattern(/^[a-c]x\w$/i), "^[a-cA-C][xX]\\w$");
  const portable = portablePattern(/^a\:b$/);
  assert.ok(portable !== undefined && new RegExp(portable, "u").test("a:b"));
});

Deno.test("anyCase() matches a word in any case and no other", () => {
  const pattern = new RegExp(`^(${anyCase("aws:kms-1.0")})$`, "u");
  assert.ok(pattern.test("AWS:kms-1.0"));
  assert.ok(!pattern.test("aws:kms-1x0"));
});
