import assert from "node:assert/strict";
import { keyPath, percentEncode, queryString } from "../../src/aws/encode.ts";

Deno.test("keyPath() encodes all but unreserved characters, segment by segment", () => {
  assert.equal(keyPath("a/b c+d%20/é!'()*~"), "/a/b%20c%2Bd%2520/%C3%A9%21%27%28%29%2A~");
});

Deno.test("keyPath() refuses what a URL parser would fold away", () => {
  for (const key of ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b"]) {
    assert.throws(() => keyPath(key), TypeError, key);
  }
});

Deno.test("keyPath() survives a URL parser unchanged", () => {
  for (let code = 1; code < 0x3000; code++) {
    const path = keyPath(`k${String.fromCodePoint(code)}`.replaceAll("/", ""));
    assert.equal(new URL("http://h" + path).pathname, path);
  }
});

Deno.test("queryString() leaves out what is undefined, keeps what is empty", () => {
  assert.equal(
    queryString({ versions: "", a: undefined, "x y": "1&2=3+" }),
    "?versions=&x%20y=1%262%3D3%2B",
  );
  assert.equal(queryString({ a: undefined }), "");
  assert.equal(percentEncode("/"), "%2F");
});
