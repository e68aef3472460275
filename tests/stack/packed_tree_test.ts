import assert from "node:assert/strict";
import fc from "fast-check";
import { hashTree, packTree, unpackTree } from "../../src/stack/packed_tree.ts";
import { memoryFiles } from "../memory_files.ts";

const name = fc.stringMatching(/^[a-z.é ]{1,8}$/).filter((text) => !/^\.+$/.test(text));
const tree = fc.dictionary(name.map((text) => `code/${text}`), fc.uint8Array({ maxLength: 300 }), {
  minKeys: 1,
});

Deno.test("unpackTree() gives back what packTree() packed, under the hash of hashTree()", async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (given) => {
      const files = memoryFiles(given);
      const { sha256, body } = await packTree(files, "code");
      assert.equal(sha256, hashTree(files, "code"));
      const found = (await unpackTree(body, sha256)).map((
        { name, content },
      ) => [`code${name}`, content]);
      assert.deepEqual(Object.fromEntries(found), { ...given });
    }),
    { numRuns: 200 },
  );
});

Deno.test("unpackTree() gives a file by itself an empty name", async () => {
  const { sha256, body } = await packTree(memoryFiles({ "app.zip": "PK" }), "app.zip");
  assert.deepEqual(await unpackTree(body, sha256), [
    { name: "", content: new TextEncoder().encode("PK") },
  ]);
});

Deno.test("unpackTree() refuses other content, and names that lead out of the folder", async () => {
  const one = await packTree(memoryFiles({ "code/a": "1" }), "code");
  const two = await packTree(memoryFiles({ "code/a": "2" }), "code");
  await assert.rejects(unpackTree(two.body, one.sha256), /is not what was written/);
  const out = await packTree(memoryFiles({ "code/../a": "1" }), "code");
  await assert.rejects(unpackTree(out.body, out.sha256), /leads out of its folder/);
});
