import assert from "node:assert/strict";
import { child, parseXml, textAt } from "../../src/aws/xml.ts";

Deno.test("parseXml() reads elements, text, entities, CDATA, attributes and prefixes", () => {
  const root = parseXml(
    `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b -->
    <s3:List xmlns:s3='http://x/"y"/'>
      <Key>a &amp; b &lt;c&gt; &#233;&#x1F600; &quot;</Key><Empty/><Empty a = "1" ></Empty >
      <Raw><![CDATA[<not & parsed>]]></Raw>
    </s3:List>\n`,
  );
  assert.equal(root.name, "List");
  assert.equal(textAt(root, "Key"), 'a & b <c> é😀 "');
  assert.equal(textAt(root, "Empty"), "");
  assert.equal(textAt(root, "Raw"), "<not & parsed>");
  assert.equal(root.children.length, 4);
});

Deno.test("textAt() goes down by names and is undefined when one is missing", () => {
  const root = parseXml("<A><B><C>1</C></B><B><C>2</C></B></A>");
  assert.equal(textAt(root, "B", "C"), "1");
  assert.equal(textAt(root, "X", "C"), undefined);
  assert.equal(child(undefined, "B"), undefined);
});

const BROKEN: Record<string, string> = {
  "an unclosed element": "<A><B></A>",
  "a truncated document": "<A><B>text",
  "two roots": "<A/><B/>",
  "text alone": "hello",
  "nothing": "",
  "a DTD": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  "an unknown entity": "<A>&nbsp;</A>",
  "a bare ampersand": "<A>a & b</A>",
  "a character beyond Unicode": "<A>&#x110000;</A>",
  "an attribute without quotes": "<A b=c/>",
  "an attribute without a value": "<A b/>",
  "an unclosed comment": "<A><!-- </A>",
  "too deep a nesting": "<A>".repeat(100) + "</A>".repeat(100),
};

for (const [what, source] of Object.entries(BROKEN)) {
  Deno.test(`parseXml() refuses ${what}`, () => {
    assert.throws(() => parseXml(source), SyntaxError);
  });
}
