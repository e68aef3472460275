import assert from "node:assert/strict";
import type { Resource } from "../../../src/engine/resource.ts";
import { kinds } from "../../../src/kinds/registry.ts";
import { renderStack } from "../../../src/planning/render_stack.ts";
import { loadStack } from "../../../src/stack/load.ts";
import { component } from "../../kinds/harness.ts";
import { memoryFiles } from "../../memory_files.ts";
import { type Also, byHand } from "./calls/rule.ts";
import { working } from "./calls/working.ts";
import { type Call, callsOf, grantsOf, RULES } from "./deployment.ts";

/** A network is the platform's. */
const isNetwork = (name: string) => /^vpc/i.test(name);

/** Every resource of the snapshots of kinds, which hold their options, in stacks of a tenant "acme". */
const stacks: Resource[][] = [];
const folder = new URL("../../kinds/snapshots/", import.meta.url);
for (const { name } of Deno.readDirSync(folder)) {
  const value = JSON.parse(Deno.readTextFileSync(new URL(name, folder)));
  if (!isNetwork(name)) stacks.push(Array.isArray(value) ? value : value.resources);
}
/** The resources of these components, in a stack of the tenant. */
export function rendered(tenant: string, ...components: string[]): Resource[] {
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

export const deployed = kinds.filter(({ name }) => !isNetwork(name));

const ofAnyTenant = (call: Call): Call => ({ ...call, on: call.on.replaceAll("acme", "{tenant}") });
const user = `runtime: nodejs22.x
handler: index.handler
code: { s3Bucket: code, s3Key: fn.zip }
dependsOn: [example]`;

const different = (calls: Call[]): Call[] => [
  ...new Map(calls.map(ofAnyTenant).map((call) => [JSON.stringify(call), call])).values(),
];
const seen = new Set(stacks.flat().map(({ type }) => type.replace(/^aws:|:\w+$/g, "")));
const name = "{tenant}-dev-shop-x";
/** Resources of types that no snapshot has. */
const unseen = Object.keys(RULES).filter((type) => !seen.has(type)).map((type): Resource => ({
  key: type,
  type: `aws:${type}:X`,
  properties: { clusterName: name, functionName: name, bucket: name },
  physicalName: name,
}));

const listed = (all: readonly Also[]): Call[] =>
  all.flatMap(([actions, on, how]) =>
    actions.split(" ").map((action) => ({ action, on, how, byTag: how === "own" }))
  );

/** What deployments and their teams ask. */
export const calls = different([...[...stacks, unseen].flatMap(callsOf), ...listed(byHand)]);
/** What kinds let workloads do, and those who use them. */
export const grants = different(
  [
    ...stacks,
    ...deployed.map(({ name, example }) =>
      rendered("acme", component(name, "example", example), component("Lambda", "fn", user))
    ),
  ].flatMap(grantsOf).concat(listed(working)),
);
