import assert from "node:assert/strict";
import { findStacks } from "../../src/stack/find_stacks.ts";
import { memoryFiles } from "../memory_files.ts";

const limits = { depth: 5, folders: 2000 };

Deno.test("findStacks() finds stacks here, below, and under a stack's own stacks/", () => {
  const files = memoryFiles({
    "stack.yaml": "",
    "services/a/stack.yaml": "not one: it is inside a stack",
    "stacks/b/stack.yml": "",
    "other/c/stack.yaml": "not one: it is inside a stack",
  });
  assert.deepEqual(findStacks(files, "."), { found: [".", "stacks/b"], complete: true });
});

Deno.test("findStacks() passes over hidden folders and dependencies", () => {
  const files = memoryFiles({
    "node_modules/a/stack.yaml": "",
    ".git/stack.yaml": "",
    "b/stack.yaml": "",
  });
  assert.deepEqual(findStacks(files, ".").found, ["b"]);
});

Deno.test("findStacks() says when a limit ended the search", () => {
  const deep = memoryFiles({ "1/2/3/stack.yaml": "", "1/stack.yaml/x": "" });
  assert.deepEqual(findStacks(deep, ".", { ...limits, depth: 3 }), {
    found: ["1/2/3"],
    complete: true,
  });
  assert.deepEqual(findStacks(deep, ".", { ...limits, depth: 2 }), { found: [], complete: false });
  const wide = memoryFiles({ "a/x": "", "b/x": "", "c/stack.yaml": "" });
  assert.deepEqual(findStacks(wide, ".", { ...limits, folders: 3 }).complete, false);
  assert.deepEqual(findStacks(wide, ".", { ...limits, folders: 4 }), {
    found: ["c"],
    complete: true,
  });
});
