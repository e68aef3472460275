import type { MemoryTable } from "../../src/lock/memory_table.ts";
import type { LockCondition, LockTable, LockUpdate } from "../../src/lock/table.ts";
import type { MemoryStore } from "../../src/state/memory_store.ts";
import { type Condition, type Store, UnknownOutcome } from "../../src/state/store.ts";
import type { Monitor } from "./monitor.ts";
import { send } from "./network.ts";
import type { Process } from "./process.ts";
import type { Simulation } from "./simulation.ts";

/** A process as the servers know it: which run it is in. */
export interface Client {
  process: Process;
  runId: string;
  /** A request to the lock table was not answered in this run. */
  unanswered: boolean;
}

export interface Servers {
  store: MemoryStore;
  table: MemoryTable;
  simulation: Simulation;
  monitor: Monitor;
}

/** The store as one process reaches it. */
export function storeOf({ store, simulation, monitor }: Servers, client: Client): Store {
  const { process } = client;
  return {
    location: "simulated",
    get: (key) => send(simulation, process, `get ${short(key)}`, "read", () => store.get(key)),
    getVersion: (key, versionId) =>
      send(
        simulation,
        process,
        `get ${short(key)}`,
        "read",
        () => store.getVersion(key, versionId),
      ),
    put(key: string, body: Uint8Array, condition: Condition) {
      const { runId } = client;
      return send(simulation, process, `put ${short(key)}`, "put", async () => {
        const written = await store.put(key, body, condition);
        if (key.endsWith("/state.json")) monitor.written(runId, body);
        return written;
      });
    },
    versions: (key) =>
      send(simulation, process, `versions ${short(key)}`, "read", () => store.versions(key)),
    list: (prefix) => send(simulation, process, `list`, "read", () => store.list(prefix)),
  };
}

/** The lock table as one process reaches it. */
export function tableOf({ table, simulation, monitor }: Servers, client: Client): LockTable {
  const { process } = client;
  return {
    location: "simulated",
    update(key: string, condition: LockCondition, update: LockUpdate) {
      const { runId } = client;
      return send(simulation, process, verb(update), "write", async () => {
        const before = await table.get(key);
        const result = await table.update(key, condition, update);
        if (result.ok) monitor.locked(runId, before, result.item, condition);
        return result;
      }).catch((error) => {
        client.unanswered ||= error instanceof UnknownOutcome;
        throw error;
      });
    },
    get: (key) => send(simulation, process, "get lock", "read", () => table.get(key)),
    list: (prefix) => send(simulation, process, "list locks", "read", () => table.list(prefix)),
  };
}

function short(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

function verb({ owner, addFence, fence, rvn }: LockUpdate): string {
  if (owner === null) return fence === undefined ? "release" : "unlock";
  return addFence ? "acquire" : rvn ? "heartbeat" : "raise fence";
}
