import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "../../src/state/canonical.ts";
import { decodeState, encodeState, sha256, StateUnreadable } from "../../src/state/codec.ts";
import type { StateDocument } from "../../src/state/document.ts";
import { component, ending } from "./session_world.ts";

const DOCUMENT: StateDocument = {
  formatVersion: 1,
  tenant: "acme",
  stack: "shop",
  environment: "dev",
  engine: "pulumi",
  locking: "stack",
  serial: 7,
  writeId: "0123",
  writtenBy: "0.1.0",
  units: {
    stack: {
      fence: 3,
      components: {
        "api/queue": component(1, { url: "https://ü", password: { $secret: "arn:x" } }),
      },
      checkpoint: { key: "k", versionId: "v", sha256: "00" },
      inFlight: {
        deployment: "d",
        fence: 3,
        owner: "o",
        user: "u",
        host: "h",
        started: "2026-01-01T00:00:00Z",
        intents: [{
          component: "api/queue",
          action: "create",
          resources: [{ name: "q", type: "t" }],
        }],
      },
    },
  },
  outputs: { url: "x" },
  deployments: [{ number: 1, ...ending("d") }],
  checksum: "",
};

/** Bytes of a document that nobody checked, with a right checksum. */
function bytesOf(content: Record<string, unknown>): Uint8Array {
  const { checksum: _, ...rest } = content;
  const text = canonicalJson(rest);
  return new TextEncoder().encode(`{"checksum":"${sha256(text)}",${text.slice(1)}`);
}

Deno.test("decodeState() answers what encodeState() wrote", () => {
  const { body, document } = encodeState(DOCUMENT);
  assert.deepEqual(decodeState(body, "here"), document);
  assert.match(document.checksum, /^[0-9a-f]{64}$/);
});

Deno.test("encodeState() writes equal bytes when equal documents were built in another order", () => {
  const turned = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(turned)
      : typeof value === "object" && value !== null
      ? Object.fromEntries(
        Object.entries(value).reverse().map(([key, member]) => [key, turned(member)]),
      )
      : value;
  assert.deepEqual(encodeState(turned(DOCUMENT) as StateDocument).body, encodeState(DOCUMENT).body);
});

Deno.test("canonicalJson() is the same for equal values in any order, and says the same value", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.infiniteStream(fc.boolean()), (value, turns) => {
    const shuffled = (part: unknown): unknown => {
      if (Array.isArray(part)) return part.map(shuffled);
      if (typeof part !== "object" || part === null) return part;
      const entries = Object.entries(part).map((
        [key, member],
      ): [string, unknown] => [key, shuffled(member)]);
      return Object.fromEntries(turns.next().value ? entries.reverse() : entries);
    };
    const text = canonicalJson(value);
    assert.equal(canonicalJson(shuffled(value)), text);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("canonicalJson() throws when a value can't be said in JSON", () => {
  for (const value of [NaN, Infinity, () => 1, 1n, undefined, { a: [NaN] }]) {
    assert.throws(() => canonicalJson(value), TypeError);
  }
});

Deno.test("decodeState() refuses the state and names the way back when any one byte is flipped", () => {
  const { body } = encodeState(DOCUMENT);
  for (let at = 0; at < body.length; at++) {
    for (const bit of [1, 0x20, 0x80]) {
      const flipped = body.slice();
      flipped[at]! ^= bit;
      assert.throws(() => decodeState(flipped, "s3://b/state.json"), (error: StateUnreadable) => {
        assert.ok(error instanceof StateUnreadable, String(error));
        assert.match(error.message, /s3:\/\/b\/state\.json/);
        assert.match(error.fix, /panka state restore/);
        return true;
      });
    }
  }
});

Deno.test("decodeState() refuses the state when it is cut short, empty or something else", () => {
  const { body } = encodeState(DOCUMENT);
  const others = ["", "{}", "null", "<html>", '{"checksum":"1"}'].map((text) =>
    new TextEncoder().encode(text)
  );
  for (const bad of [...others, body.subarray(0, body.length - 1), body.subarray(0, 40)]) {
    assert.throws(() => decodeState(bad, "here"), StateUnreadable);
  }
});

Deno.test("decodeState() names the version to install when the format is newer", () => {
  assert.throws(() => decodeState(bytesOf({ formatVersion: 9, writtenBy: "4.5.6" }), "here"), {
    name: "StateUnreadable",
    fix: "Install panka 4.5.6 or newer",
  });
  assert.throws(() => decodeState(bytesOf({ formatVersion: 9 }), "here"), {
    fix: "Install the newest panka",
  });
});

Deno.test("decodeState() reads an older format through its migrations", () => {
  const { formatVersion: _, units, ...rest } = DOCUMENT;
  const old = bytesOf({ ...rest, formatVersion: 0, parts: units });
  const read = decodeState(old, "here", {
    0: ({ parts, ...others }) => ({ ...others, units: parts, formatVersion: 1 }),
  });
  assert.deepEqual(read.units, DOCUMENT.units);
  assert.throws(() => decodeState(old, "here"), { name: "StateUnreadable" });
});

Deno.test("decodeState() and encodeState() name the field when the shape is wrong", () => {
  const wrong: [string, Record<string, unknown>][] = [
    ["serial: must be a whole number", { serial: -1 }],
    ["engine: must be", { engine: "terraform" }],
    ["units.stack.fence", { units: { stack: { fence: "1", components: {} } } }],
    ["units.stack.components.a/b.kind: must be a string", {
      units: { stack: { fence: 1, components: { "a/b": { ...component(1), kind: 3 } } } },
    }],
    ["deployments[0].number", { deployments: [{ ...ending("d") }] }],
    ["deployments: must be a list", { deployments: {} }],
  ];
  for (const [message, change] of wrong) {
    const document = { ...DOCUMENT, ...change } as StateDocument;
    assert.throws(
      () => decodeState(bytesOf({ ...document }), "here"),
      (error: StateUnreadable) => error.why.includes(message),
    );
    assert.throws(
      () => encodeState(document),
      (error: StateUnreadable) => error.why.includes(message),
    );
  }
});
