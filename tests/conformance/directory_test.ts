import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { storeSuite } from "./store.ts";
import { tableSuite } from "./table.ts";

async function folder() {
  const root = await Deno.makeTempDir({ prefix: "panka-test-" });
  return { root, close: () => Deno.remove(root, { recursive: true }) };
}

storeSuite("directory store", async () => {
  const { root, close } = await folder();
  return { store: new DirectoryStore(`${root}/state`), close };
});

tableSuite("directory table", async () => {
  const { root, close } = await folder();
  return {
    table: new DirectoryTable(root),
    close,
    async corrupt(key) {
      const versions = `${root}/${encodeURIComponent(key)},v`;
      for await (const { name } of Deno.readDir(versions)) {
        await Deno.writeTextFile(`${versions}/${name}`, "{");
      }
    },
  };
});
