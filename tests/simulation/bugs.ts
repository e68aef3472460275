import type { LockCondition, LockTable, LockUpdate, UpdateResult } from "../../src/lock/table.ts";
import type { SessionWorld } from "../../src/state/session_options.ts";
import {
  type Condition,
  PreconditionFailed,
  type Store,
  type StoredObject,
  StoreUnavailable,
  UnknownOutcome,
} from "../../src/state/store.ts";

/** A mistake, made by what stands between the real code and the world. */
export type Bug = (world: SessionWorld) => SessionWorld;

type Put = Store["put"];
type Update = LockTable["update"];

/** Mistakes that have been made elsewhere, each of which the simulation must find. */
export const BUGS: { [name: string]: Bug } = {
  "state is written without a condition": putting((put, key, body) => put(key, body, "any")),

  "an unanswered write is sent again without its condition": putting(
    async (put, key, body, condition) => {
      try {
        return await put(key, body, condition);
      } catch (error) {
        if (!(error instanceof UnknownOutcome)) throw error;
        return await put(key, body, "any");
      }
    },
  ),

  "an unanswered write counts as written": putting(async (put, key, body, condition) => {
    try {
      return await put(key, body, condition);
    } catch (error) {
      if (!(error instanceof UnknownOutcome)) throw error;
      return { etag: '"made up"', versionId: "made up" };
    }
  }),

  "an unanswered write counts as not written": putting(async (put, key, body, condition) => {
    try {
      return await put(key, body, condition);
    } catch (error) {
      throw error instanceof UnknownOutcome ? new StoreUnavailable("no answer") : error;
    }
  }),

  "a refused write is sent again with the newest ETag": (world) =>
    putting(async (put, key, body, condition) => {
      try {
        return await put(key, body, condition);
      } catch (error) {
        const newest = error instanceof PreconditionFailed ? await world.store.get(key) : undefined;
        if (!newest) throw error;
        return await put(key, body, { ifMatch: newest.etag });
      }
    })(world),

  "a seal is not written": (world) => {
    const seen = new Set<string>();
    return putting((put, key, body, condition) => {
      const sealing = owners(body).some((owner) => !seen.has(owner));
      owners(body).forEach((owner) => seen.add(owner));
      if (!sealing || typeof condition === "string") return put(key, body, condition);
      return Promise.resolve({ etag: condition.ifMatch, versionId: "" });
    })(world);
  },

  "state is read before the lock and not again": (world) => {
    let read: StoredObject | undefined;
    const store = over(world.store, {
      get: async (key: string) => read ??= await world.store.get(key),
      put(key: string, body: Uint8Array, condition: Condition) {
        read = undefined;
        return world.store.put(key, body, condition);
      },
    });
    const table = over(world.table, {
      async update(key: string, condition: LockCondition, update: LockUpdate) {
        if (update.owner === null) read = undefined;
        return await world.table.update(key, condition, update);
      },
    });
    return { ...world, store, table };
  },

  "a failed read counts as no state": (world) => ({
    ...world,
    store: over(world.store, { get: (key: string) => world.store.get(key).catch(() => undefined) }),
  }),

  "the wall clock measures a holder's silence": (world) => ({
    ...world,
    clock: over(world.clock, { monotonic: () => world.clock.wall() }),
  }),

  "a lock is released without looking whose it is": updating((update, key, condition, change) =>
    update(key, change.owner === null ? {} : condition, change)
  ),

  "a heartbeat does not look whose the lock is": updating((update, key, condition, change) =>
    update(key, change.rvn && !change.addFence ? {} : condition, change)
  ),

  "a takeover does not look for a heartbeat since": updating((update, key, condition, change) =>
    update(key, change.addFence && !condition.free ? {} : condition, change)
  ),

  "a holder's lease is not waited for": updating(async (update, key, condition, change) => {
    const result: UpdateResult = await update(key, condition, change);
    return result.ok || !result.item
      ? result
      : { ok: false, item: { ...result.item, leaseMs: 1000 } };
  }),

  "the fence is not raised above the state's": updating(async (update, key, condition, change) => {
    if (change.fence === undefined || change.owner === null) {
      return await update(key, condition, change);
    }
    return { ok: true, item: { key, fence: change.fence, owner: condition.owner } };
  }),
};

function putting(
  put: (put: Put, key: string, body: Uint8Array, condition: Condition) => ReturnType<Put>,
): Bug {
  return (world) => ({
    ...world,
    store: over(world.store, {
      put: (key: string, body: Uint8Array, condition: Condition) =>
        key.endsWith("/state.json")
          ? put(world.store.put, key, body, condition)
          : world.store.put(key, body, condition),
    }),
  });
}

function updating(
  update: (
    update: Update,
    key: string,
    condition: LockCondition,
    change: LockUpdate,
  ) => ReturnType<Update>,
): Bug {
  return (world) => ({
    ...world,
    table: over(world.table, {
      update: (key: string, condition: LockCondition, change: LockUpdate) =>
        update(world.table.update, key, condition, change),
    }),
  });
}

/** A port with some of its methods replaced. */
function over<T extends object>(port: T, methods: Partial<T>): T {
  return new Proxy(port, {
    get(target, name) {
      const member = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** Runs that have work in flight in this version. */
function owners(body: Uint8Array): string[] {
  const units: { inFlight?: { owner: string } }[] = Object.values(
    JSON.parse(new TextDecoder().decode(body)).units,
  );
  return units.flatMap(({ inFlight }) => inFlight ? [inFlight.owner] : []);
}
