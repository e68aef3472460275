import assert from "node:assert/strict";
import { catalog } from "../src/stack/catalog.ts";
import { kindPages } from "../src/stack/kind_pages.ts";

const FOLDER = new URL("../docs/kinds/", import.meta.url);

Deno.test("docs/kinds is what tools/docs.ts writes", () => {
  const pages = kindPages();
  const there = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name);
  const stale = [
    ...[...pages.keys()].filter((name) =>
      !there.includes(name) || Deno.readTextFileSync(new URL(name, FOLDER)) !== pages.get(name)
    ),
    ...there.filter((name) => !pages.has(name)),
  ];
  assert.deepEqual(stale, [], "docs/kinds is stale; run: ./tools/deno run -A tools/docs.ts");
});

Deno.test("kindPages() gives the same text twice, one page a kind", () => {
  assert.deepEqual([...kindPages()], [...kindPages()]);
  assert.equal(kindPages().size, catalog().length + 1);
});

Deno.test("kindPages() makes tables whose rows have as many cells as their heads", () => {
  for (const [name, text] of kindPages()) {
    let columns = 0;
    for (const line of text.split("\n")) {
      if (!line.startsWith("|")) {
        columns = 0;
        continue;
      }
      const cells = line.replaceAll("\\|", "").split("|").length;
      columns ||= cells;
      assert.equal(cells, columns, `${name}: ${line}`);
    }
  }
});

Deno.test("kindPages() lists every component kind in the support matrix", () => {
  const index = kindPages().get("index.md")!;
  for (const { name, proof } of catalog()) {
    if (proof) assert.match(index, new RegExp(`^\\| \\[${name}\\]\\(`, "m"));
  }
});
