import assert from "node:assert/strict";
import {
  addressOf,
  auditKey,
  checkpointKey,
  lockedBy,
  lockKey,
  lockPrefix,
  stateKey,
} from "../../src/state/paths.ts";

const TENANT = { tenant: "acme", stack: "shop", environment: "dev" };
const ALONE = { stack: "shop", environment: "dev" };

Deno.test("keys have the tenant's folder in front, and none without a tenant", () => {
  assert.equal(stateKey(TENANT), "tenants/acme/v1/stacks/shop/dev/state.json");
  assert.equal(stateKey(ALONE), "v1/stacks/shop/dev/state.json");
  assert.equal(
    checkpointKey(TENANT, "api"),
    "tenants/acme/v1/stacks/shop/dev/checkpoints/api.json",
  );
  assert.equal(
    auditKey("acme", Date.UTC(2026, 0, 2), "01X"),
    "tenants/acme/audit/2026/01/01X.json",
  );
  assert.equal(auditKey(undefined, Date.UTC(2026, 11, 31), "01X"), "audit/2026/12/01X.json");
});

Deno.test("lockKey() names tenant, stack, environment and service", () => {
  assert.equal(lockKey(TENANT), "tenant:acme:stack:shop:env:dev");
  assert.equal(lockKey(TENANT, "api"), "tenant:acme:stack:shop:env:dev:service:api");
  assert.equal(lockKey(ALONE, "api"), "stack:shop:env:dev:service:api");
  for (const tenant of [undefined, "acme"]) {
    assert.ok(lockKey({ ...ALONE, ...(tenant && { tenant }) }).startsWith(lockPrefix(tenant)));
  }
});

Deno.test("addressOf() answers the address of a state key, and undefined for any other key", () => {
  assert.deepEqual(addressOf(stateKey(TENANT)), TENANT);
  assert.deepEqual(addressOf(stateKey(ALONE)), ALONE);
  for (
    const key of [
      checkpointKey(TENANT, "api"),
      "tenants/acme/tenant.yaml",
      "v1/stacks/a/state.json",
    ]
  ) {
    assert.equal(addressOf(key), undefined);
  }
});

Deno.test("keys refuse a name that would lead to another stack", () => {
  for (const bad of ["..", "a/b", "a:env:prod", ""]) {
    assert.throws(() => stateKey({ ...TENANT, stack: bad }), TypeError);
    assert.throws(() => stateKey({ ...TENANT, tenant: bad }), TypeError);
    assert.throws(() => lockKey(TENANT, bad), TypeError);
    assert.throws(() => checkpointKey(TENANT, bad), TypeError);
  }
});

Deno.test("lockedBy() answers what a lock's key is of, and undefined for any other key", () => {
  for (const address of [TENANT, ALONE]) {
    assert.deepEqual(lockedBy(lockKey(address)), { address });
    assert.deepEqual(lockedBy(lockKey(address, "api")), { address, service: "api" });
  }
  for (
    const key of [
      "",
      "stack:shop",
      "stack:..:env:dev",
      "stack:a/b:env:dev",
      "tenant:acme:stack:shop:env:dev:service:",
      "tenant:acme:stack:shop:env:dev\n",
      "stack:shop:env:dev:service:a:b",
    ]
  ) assert.equal(lockedBy(key), undefined, key);
});
