import assert from "node:assert/strict";
import { MemoryStore } from "../../src/state/memory_store.ts";
import { TENANT_REGISTRY_KEY } from "../../src/state/paths.ts";
import { StoreUnavailable, UnknownOutcome } from "../../src/state/store.ts";
import { withNewTenant } from "../../src/tenant/make_tenant.ts";
import { TenantRefused } from "../../src/tenant/refused.ts";
import {
  changeEntry,
  changeRegistry,
  readEntry,
  readRegistry,
  type TenantEntry,
} from "../../src/tenant/registry.ts";
import { readTenantConfig, TENANT_API, TENANT_KIND } from "../../src/tenant/tenant_config.ts";

const clock = {
  wall: () => 0,
  monotonic: () => 0,
  // Others get their turn.
  sleep: () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve))),
};
const random = { bytes: (length: number) => new Uint8Array(length), fraction: () => 0.5 };
const portsOf = (store: MemoryStore) => ({ store, clock, random });
const at = "2026-01-02T03:04:05.000Z";
const entry = (name: string): TenantEntry => ({ name, created: at, status: "active", since: at });
const add = (store: MemoryStore, name: string) =>
  changeRegistry(
    portsOf(store),
    (all) => all.some((one) => one.name === name) ? all : [...all, entry(name)],
  );
const text = async (store: MemoryStore) =>
  new TextDecoder().decode((await store.get(TENANT_REGISTRY_KEY))!.body);
const put = (store: MemoryStore, content: string) =>
  store.put(TENANT_REGISTRY_KEY, new TextEncoder().encode(content), "any");

Deno.test("changeRegistry() keeps what others change meanwhile", async () => {
  const store = new MemoryStore();
  const names = Array.from({ length: 30 }, (_, i) => `team${String(i).padStart(2, "0")}`);
  await Promise.all(names.map((name) => add(store, name)));
  assert.deepEqual((await readRegistry(store)).map(({ name }) => name), names);
  assert.equal((await store.versions(TENANT_REGISTRY_KEY)).length, 30);
});

Deno.test("changeEntry() changes one tenant and refuses one that there is not", async () => {
  const store = new MemoryStore();
  await add(store, "a");
  await add(store, "b");
  const changed = await changeEntry(
    portsOf(store),
    "a",
    (one) => ({ ...one, status: "suspended", reason: 'no: "yes"\n# why' }),
  );
  assert.deepEqual(await readEntry(store, "a"), changed);
  assert.deepEqual(await readEntry(store, "b"), entry("b"));
  await assert.rejects(
    changeEntry(portsOf(store), "c", (one) => one),
    (error) => error instanceof TenantRefused && /no tenant "c"/.test(error.message),
  );
});

Deno.test("changeRegistry() writes nothing where nothing changes", async () => {
  const store = new MemoryStore();
  await add(store, "a");
  await add(store, "a");
  assert.equal((await store.versions(TENANT_REGISTRY_KEY)).length, 1);
});

Deno.test("changeRegistry() finds its own write after a lost answer", async () => {
  class Deaf extends MemoryStore {
    lost = 0;
    override async put(...args: Parameters<MemoryStore["put"]>) {
      const answer = await super.put(...args);
      if (this.lost++ === 0) throw new UnknownOutcome("no answer");
      return answer;
    }
  }
  const store = new Deaf();
  await add(store, "a");
  assert.deepEqual(await readRegistry(store), [entry("a")]);
  assert.equal((await store.versions(TENANT_REGISTRY_KEY)).length, 1);
});

Deno.test("a registry that can't be read is never taken for empty", async () => {
  class Broken extends MemoryStore {
    broken = false;
    override get(...args: Parameters<MemoryStore["get"]>) {
      if (this.broken) return Promise.reject(new StoreUnavailable("reset"));
      return super.get(...args);
    }
  }
  const store = new Broken();
  await add(store, "a");
  store.broken = true;
  await assert.rejects(readRegistry(store), StoreUnavailable);
  await assert.rejects(add(store, "b"), StoreUnavailable);
  store.broken = false;
  assert.deepEqual(await readRegistry(store), [entry("a")]);
});

Deno.test("a damaged registry is refused, and not written over", async () => {
  const store = new MemoryStore();
  await add(store, "a");
  const good = await text(store);
  const damages = {
    "is cut": good.slice(0, good.length - 20),
    "is empty": "",
    "is of a later format": good.replace("tenants@1", "tenants@2"),
    "was changed by hand": good.replace("active", "suspended"),
    "is no YAML": `{${good}`,
    "has another's name in it": good.replace("name: a", "name: ../b"),
  };
  for (const [how, damage] of Object.entries(damages)) {
    assert.notEqual(damage, good);
    await put(store, damage);
    await assert.rejects(readRegistry(store), TenantRefused, how);
    await assert.rejects(add(store, "b"), TenantRefused, how);
    assert.equal(await text(store), damage);
  }
  await put(store, good);
  assert.deepEqual(await readRegistry(store), [entry("a")]);
});

Deno.test("withNewTenant() refuses names with which AWS and tools name an account's own things", () => {
  const make = (name: string) => {
    const text = `apiVersion: ${TENANT_API}
kind: ${TENANT_KIND}
metadata: { name: ${name} }
spec: { aws: { accountId: "111122223333", region: eu-west-1 } }
`;
    return withNewTenant([], readTenantConfig(text, "tenant.yaml").config!, at);
  };
  // s3://aws-cloudtrail-logs-111122223333-x, s3://cf-templates-x-eu-west-1, s3://cdk-hnb659fds-assets-x
  for (const name of ["aws", "aws-cloudtrail", "cf", "cdk", "panka", "panka-state"]) {
    assert.throws(() => make(name), TenantRefused, name);
  }
  for (const name of ["awsome", "acme", "team-aws"]) assert.equal(make(name).length, 1, name);
});
