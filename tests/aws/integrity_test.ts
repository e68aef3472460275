import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { crc32, sha256Base64, sha256Hex } from "../../src/aws/digest.ts";
import { damage } from "../../src/aws/integrity.ts";

const BODY = new TextEncoder().encode("123456789");
const of = (headers: Record<string, string>, method = "GET", status = 200) =>
  damage(method, status, new Headers(headers), BODY);

Deno.test("crc32() and sha256…() are what everyone else's are", async () => {
  assert.equal(crc32(BODY), 0xcbf43926); // the check value of CRC-32
  assert.equal(await sha256Hex(BODY), createHash("sha256").update(BODY).digest("hex"));
  assert.equal(await sha256Base64(BODY), createHash("sha256").update(BODY).digest("base64"));
});

Deno.test("damage() finds none in a whole body", async () => {
  const sha = await sha256Base64(BODY);
  assert.equal(await of({}), undefined);
  assert.equal(await of({ "content-length": "9" }), undefined);
  assert.equal(await of({ "x-amz-crc32": String(0xcbf43926) }), undefined);
  assert.equal(await of({ "x-amz-checksum-sha256": sha }), undefined);
});

Deno.test("damage() finds a short body and wrong checksums", async () => {
  assert.match((await of({ "content-length": "10" }))!, /9 of 10 bytes/);
  assert.match((await of({ "x-amz-crc32": "1" }))!, /CRC-32/);
  assert.match((await of({ "x-amz-checksum-sha256": "other" }))!, /SHA-256/);
});

Deno.test("damage() knows when a length or checksum is not about this body", async () => {
  assert.equal(await of({ "content-length": "10" }, "HEAD"), undefined);
  const sha = { "x-amz-checksum-sha256": "of what was sent" };
  assert.equal(await of(sha, "PUT"), undefined);
  assert.equal(await of(sha, "GET", 206), undefined);
  assert.equal(await of({ "x-amz-checksum-sha256": "abc-3" }), undefined);
});
