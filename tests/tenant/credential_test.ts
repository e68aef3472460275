import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { externalId, newToken, parseToken } from "../../src/tenant/credential.ts";

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

Deno.test("newToken() makes tokens that parseToken() knows", async () => {
  const token = await newToken(random);
  assert.match(token.text, /^pnk_[0-9a-z]{10}_[0-9a-f]{64}_[0-9a-f]{8}$/);
  assert.deepEqual(await parseToken(` ${token.text}\n`), token);
});

Deno.test("parseToken() refuses a token with any character changed or missing", async () => {
  const { text } = await newToken(random);
  for (let i = 0; i < text.length; i++) {
    const other = text[i] === "a" ? "b" : "a";
    assert.equal(
      await parseToken(text.slice(0, i) + other + text.slice(i + 1)),
      undefined,
      `at ${i}`,
    );
    assert.equal(await parseToken(text.slice(0, i) + text.slice(i + 1)), undefined, `without ${i}`);
  }
  for (const none of ["", "pnk", "pnk___", `${text}_`, text.toUpperCase()]) {
    assert.equal(await parseToken(none), undefined, none);
  }
});

Deno.test("externalId() is an HMAC of the tenant under the token", async () => {
  const token = await newToken(random);
  const expected = createHmac("sha256", token.text).update("panka tenant shop v1").digest("hex");
  assert.equal(await externalId(token, "shop"), expected);
  assert.notEqual(await externalId(token, "shop-2"), expected);
});
