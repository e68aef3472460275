import assert from "node:assert/strict";
import { absolute, relative } from "../../src/cli/paths.ts";

Deno.test("absolute() resolves dots against the working directory", () => {
  assert.equal(absolute("/a/b", "c/./d"), "/a/b/c/d");
  assert.equal(absolute("/a/b", "../../c"), "/c");
  assert.equal(absolute("/a/b", "/x/../y"), "/y");
  assert.equal(absolute("/a/b", "."), "/a/b");
  assert.equal(absolute("/a", "../.."), "/");
});

Deno.test("relative() writes a path as people in that folder would", () => {
  assert.equal(relative("/a/b", "/a/b"), ".");
  assert.equal(relative("/a/b", "/a/b/c"), "c");
  assert.equal(relative("/a/b", "/a/x/y"), "../x/y");
  assert.equal(relative("/a/b", "/a"), "..");
});
