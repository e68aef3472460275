import assert from "node:assert/strict";
import { component } from "../../kinds/harness.ts";
import { Seeded } from "../../random.ts";
import { callsOf, ownAsk } from "./deployment.ts";
import { deployed, grants, rendered } from "./own.ts";
import { decide, sessionOf } from "./world.ts";

Deno.test("a tenant's role is allowed what any kind asks, however short or long the tenant's name", () => {
  for (const tenant of ["a", "a1-b2", "t".repeat(32), `t${"-x".repeat(15)}z`]) {
    const denied = deployed.flatMap(({ name, example }) =>
      callsOf(rendered(tenant, component(name, "example", example)))
        .map((call) => ownAsk(new Seeded(1), tenant, call))
        .filter((asked) => !decide(sessionOf(tenant), asked).allowed)
        .map(({ action, resource }) => `${name}: ${action} ${resource}`)
    );
    assert.deepEqual(denied, [], tenant);
  }
});

Deno.test("kinds give workloads so much that what is said of it means something", () => {
  const actions = new Set(grants.map(({ action }) => action));
  assert.ok(actions.size > 30, `${actions.size} actions`);
});
