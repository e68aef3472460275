import assert from "node:assert/strict";
import type { Resource } from "../../../src/engine/resource.ts";
import { kinds } from "../../../src/kinds/registry.ts";
import { renderStack } from "../../../src/planning/render_stack.ts";
import { loadStack } from "../../../src/stack/load.ts";
import { component } from "../../kinds/harness.ts";
import { memoryFiles } from "../../memory_files.ts";
import { Seeded } from "../../random.ts";
import { type Call, callsOf, grantsOf, ownAsk } from "./deployment.ts";
import { panka } from "./panka.ts";
import { always, decide, sessionOf, tenantName, workloadOf } from "./world.ts";

/** A network is the platform's. */
const isNetwork = (name: string) => /^vpc/i.test(name);

/** Every resource of the snapshots of kinds, which hold their options, in stacks of a tenant "acme". */
const stacks: Resource[][] = [];
const folder = new URL("../../kinds/snapshots/", import.meta.url);
for (const { name } of Deno.readDirSync(folder)) {
  const value = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
  if (!isNetwork(name)) stacks.push(Array.isArray(value) ? value : value.resources);
}
const ofAnyTenant = (call: Call): Call => ({ ...call, on: call.on.replaceAll("acme", "{tenant}") });
const calls = stacks.flatMap(callsOf).map(ofAnyTenant);

Deno.test("a tenant's role is allowed all that its deployments and panka itself ask, 100,000 times", () => {
  always(true, 100_000, (random) => {
    const tenant = tenantName(random);
    const asked = random.below(10)
      ? ownAsk(random, tenant, random.pick(calls))
      : panka(random, tenant);
    return { caller: sessionOf(tenant), asked };
  });
});

/** The resources of these components, in a stack of the tenant. */
function rendered(tenant: string, ...components: string[]): Resource[] {
  const head = `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop, tenant: ${tenant} }
spec: { provider: { region: eu-west-1, accountId: "111122223333" } }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: api }
`;
  const files = memoryFiles({
    "stack.yaml": [head, ...components].join("---\n"),
    "services/api/.keep": "",
  });
  const { stack, diagnostics } = loadStack(files, { root: ".", environment: "dev" });
  assert.ok(stack, JSON.stringify(diagnostics));
  return renderStack(stack).graph.resources;
}

const deployed = kinds.filter(({ name }) => !isNetwork(name));

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

Deno.test("a workload is allowed within the boundary what its kind, and what it uses, gives it", () => {
  const user = `runtime: nodejs22.x
handler: index.handler
code: { s3Bucket: code, s3Key: fn.zip }
dependsOn: [example]`;
  for (const tenant of ["a", "t".repeat(32)]) {
    const given = [
      ...stacks.flatMap(grantsOf).map(ofAnyTenant),
      ...deployed.flatMap(({ name, example }) =>
        grantsOf(
          rendered(tenant, component(name, "example", example), component("Lambda", "fn", user)),
        )
      ),
    ];
    const actions = new Set(given.map(({ action }) => action));
    assert.ok(actions.size > 30, `${actions.size} actions say little`);
    const denied = given.map((call) => ownAsk(new Seeded(1), tenant, call))
      .filter((asked) => !decide(workloadOf(tenant), asked).allowed)
      .map(({ action, resource }) => `${action} ${resource}`);
    assert.deepEqual(denied, [], tenant);
  }
});
