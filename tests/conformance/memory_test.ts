import { MemoryTable } from "../../src/lock/memory_table.ts";
import { UNREADABLE } from "../../src/lock/table.ts";
import { MemoryStore } from "../../src/state/memory_store.ts";
import { storeSuite } from "./store.ts";
import { tableSuite } from "./table.ts";

const close = () => Promise.resolve();

storeSuite("memory store", () => Promise.resolve({ store: new MemoryStore(Date.now), close }));

tableSuite("memory table", () => {
  const table = new MemoryTable();
  return Promise.resolve({
    table,
    close,
    corrupt: (key) => Promise.resolve(table.place(key, { key, fence: UNREADABLE })),
  });
});
