import assert from "node:assert/strict";
import type { Resource } from "../../../src/engine/resource.ts";
import { kinds } from "../../../src/kinds/registry.ts";
import { renderStack } from "../../../src/planning/render_stack.ts";
import { loadStack } from "../../../src/stack/load.ts";
import { component } from "../../kinds/harness.ts";
import { memoryFiles } from "../../memory_files.ts";
import { Seeded } from "../../random.ts";
import { callsOf, ownAsk } from "./deployment.ts";
import { panka } from "./panka.ts";
import { always, decide, sessionOf, tenantName } from "./world.ts";

/** A network is the platform's. */
const isNetwork = (name: string) => /^vpc/i.test(name);

/** Every resource of the snapshots of kinds, which hold their options, in stacks of a tenant "acme". */
const stacks: Resource[][] = [];
const folder = new URL("../../kinds/snapshots/", import.meta.url);
for (const { name } of Deno.readDirSync(folder)) {
  const value = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
  if (!isNetwork(name)) stacks.push(Array.isArray(value) ? value : value.resources);
}
const calls = stacks.flatMap(callsOf).map((call) => ({
  ...call,
  on: call.on.replaceAll("acme", "{tenant}"),
}));

Deno.test("a tenant's role is allowed all that its deployments and panka itself ask, 100,000 times", () => {
  always(true, 100_000, (random) => {
    const tenant = tenantName(random);
    const asked = random.below(10)
      ? ownAsk(random, tenant, random.pick(calls))
      : panka(random, tenant);
    return { caller: sessionOf(tenant), asked };
  });
});

Deno.test("a tenant's role is allowed what any kind asks, however short or long the tenant's name", () => {
  for (const tenant of ["a", "a1-b2", "t".repeat(32), `t${"-x".repeat(15)}z`]) {
    const denied = kinds.filter(({ name }) => !isNetwork(name)).flatMap(({ name, example }) => {
      const head = `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop, tenant: ${tenant} }
spec: { provider: { region: eu-west-1, accountId: "111122223333" } }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: api }
---
`;
      const files = memoryFiles({
        "stack.yaml": head + component(name, "example", example),
        "services/api/.keep": "",
      });
      const { stack, diagnostics } = loadStack(files, { root: ".", environment: "dev" });
      assert.ok(stack, JSON.stringify(diagnostics));
      return callsOf(renderStack(stack).graph.resources)
        .map((call) => ownAsk(new Seeded(1), tenant, call))
        .filter((asked) => !decide(sessionOf(tenant), asked).allowed)
        .map(({ action, resource }) => `${name}: ${action} ${resource}`);
    });
    assert.deepEqual(denied, [], tenant);
  }
});
