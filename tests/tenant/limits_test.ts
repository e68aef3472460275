import assert from "node:assert/strict";
import type { Diagnostic } from "../../src/stack/model.ts";
import { limitProblems, noStackLeft } from "../../src/tenant/limits.ts";
import { usageOf } from "../../src/tenant/recorded_stacks.ts";
import { readTenantConfig } from "../../src/tenant/tenant_config.ts";
import { doc, withComponents } from "../stack/loading.ts";

const configOf = (spec: string) =>
  readTenantConfig(
    `apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: {name: acme}\nspec: ${spec}\n`,
    "tenant.yaml",
  ).config!;

const queues = (count: number) =>
  withComponents(Array.from({ length: count }, (_, i) => doc("SQS", `q${i}`, "{}"))).stack!;

const told = ({ code, summary, why, fix }: Diagnostic) => [code, summary, why, fix].join(" | ");

Deno.test("limitProblems() lets through what is at a limit, and tells of the first component beyond it", () => {
  const most = configOf(
    "{contact: '#acme', limits: {maxServicesPerStack: 1, maxResourcesPerService: 3}}",
  );
  assert.deepEqual(limitProblems(queues(3), most), []);
  const [problem, ...others] = limitProblems(queues(5), most);
  assert.deepEqual(others, []);
  assert.match(
    told(problem!),
    /over-limit .* too many components: 5, where tenant "acme" may have 3/,
  );
  assert.match(problem!.fix!, /ask #acme to raise limits\.maxResourcesPerService/);
  const fourth = queues(5).components[3]!.place;
  assert.deepEqual(problem!.place, fourth);
});

Deno.test("limitProblems() knows a kind by each of its names, and asks the platform team where nobody is named", () => {
  const api = withComponents([doc("HTTPAPI", "front", "{}")]).stack!;
  for (const name of ["HTTPAPI", api.components[0]!.kind.name]) {
    assert.deepEqual(limitProblems(api, configOf(`{allowedResources: [${name}]}`)), []);
  }
  const [problem] = limitProblems(queues(1), configOf("{allowedResources: [S3]}"));
  assert.match(
    told(problem!),
    /^not-allowed .* kind SQS .* may deploy S3 .* ask the platform team/,
  );
  assert.equal(problem!.place?.line, queues(1).components[0]!.place.line);
});

Deno.test("limitProblems() with nothing said allows any region, environment and kind", () => {
  assert.deepEqual(limitProblems(queues(2), configOf("{}")), []);
});

Deno.test("noStackLeft() says how many there are, how many there may be, and whom to ask", () => {
  const config = configOf("{contact: '#acme', limits: {maxStacks: 2}}");
  const said = told(noStackLeft({ name: "shop", environment: "test" }, config, 2));
  assert.match(said, /2 deployed, where it may have 2/);
  assert.match(said, /ask #acme to raise limits.maxStacks/);
});

Deno.test("usageOf() takes a stack for present when a run was cut off before its first component", () => {
  const unit = { fence: 1, components: {} };
  const inFlight = {
    deployment: "d",
    fence: 1,
    owner: "r",
    user: "ada",
    host: "desk",
    started: "2026-01-02T03:04:05.000Z",
    intents: [],
  };
  const state = (stack: object) =>
    ({ units: { stack } }) as unknown as Parameters<typeof usageOf>[0];
  assert.equal(usageOf(undefined).present, false);
  assert.equal(usageOf(state(unit)).present, false);
  assert.equal(usageOf(state({ ...unit, inFlight })).present, true);
});
