/** Writes docs/kinds/ from the kinds themselves. Run: ./tools/deno run -A tools/docs.ts */
import { kindPages } from "../src/stack/kind_pages.ts";

const folder = new URL("../docs/kinds/", import.meta.url);
const pages = kindPages();
Deno.mkdirSync(folder, { recursive: true });
for (const entry of Deno.readDirSync(folder)) {
  if (!pages.has(entry.name)) Deno.removeSync(new URL(entry.name, folder));
}
for (const [name, text] of pages) Deno.writeTextFileSync(new URL(name, folder), text);
console.log(`${pages.size} pages in docs/kinds`);
