import assert from "node:assert/strict";
import fc from "fast-check";
import {
  blockIn,
  type Cidr,
  contains,
  overlaps,
  parseCidr,
  printCidr,
} from "../../src/schema/cidr.ts";

const blocks = fc.tuple(fc.nat(2 ** 31 - 1), fc.integer({ min: 8, max: 32 })).map(
  ([address, prefix]): Cidr => ({ first: address - address % 2 ** (32 - prefix), prefix }),
);

Deno.test("parseCidr() reads what printCidr() writes", () => {
  fc.assert(fc.property(blocks, (block) => assert.deepEqual(parseCidr(printCidr(block)), block)));
});

Deno.test("parseCidr() refuses what is no block", () => {
  for (const text of ["10.0.0.1/16", "10.0.0.0", "10.0.0.0/33", "256.0.0.0/8", "::/0", "a/8"]) {
    assert.equal(parseCidr(text), undefined, text);
  }
});

Deno.test("blockIn() cuts a block into ones that don't overlap", () => {
  fc.assert(fc.property(blocks, fc.integer({ min: 0, max: 4 }), (outer, bits) => {
    const prefix = Math.min(32, outer.prefix + bits);
    const parts = Array.from(
      { length: 2 ** (prefix - outer.prefix) },
      (_, n) => blockIn(outer, prefix, n),
    );
    assert.ok(parts.every((part) => contains(outer, part) && overlaps(part, outer)));
    assert.ok(parts.every((a, i) => parts.every((b, j) => overlaps(a, b) === (i === j))));
  }));
});
