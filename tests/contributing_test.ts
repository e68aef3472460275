import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

Deno.test("the kind in CONTRIBUTING.md type-checks as it stands", async () => {
  const text = await Deno.readTextFile(`${root}CONTRIBUTING.md`);
  const block = /```ts\n\/\/ src\/kinds\/parameter\.ts\n([\s\S]*?)```/.exec(text)?.[1];
  assert.ok(block);
  const folder = await Deno.makeTempDir();
  try {
    const absolute = block.replace(
      /from "(\.{1,2}\/[^"]+)"/g,
      (_, path) => `from "${new URL(path, new URL("../src/kinds/", import.meta.url)).href}"`,
    );
    await Deno.writeTextFile(`${folder}/parameter.ts`, absolute);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "-q", "--config", `${root}deno.json`, `${folder}/parameter.ts`],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
