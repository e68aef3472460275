import assert from "node:assert/strict";
import { readTenantConfig } from "../../src/tenant/tenant_config.ts";

const head =
  "apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: { name: notifications }\n";

Deno.test("readTenantConfig() fills in limits and says who may log in", () => {
  const { config, diagnostics } = readTenantConfig(
    `${head}spec:\n  limits: { maxStacks: 3 }\n  access: { principals: ["arn:aws:iam::123456789012:role/ci-*"] }\n` +
      "  networking: { vpc: { cidrBlock: 10.20.0.0/16 }, subnets: { public: [eu-west-1a] } }\n",
    "tenant.yaml",
  );
  assert.deepEqual(diagnostics, []);
  assert.equal(config!.name, "notifications");
  const { limits, access, networking, policies } = config!.spec;
  assert.deepEqual(limits, {
    maxStacks: 3,
    maxServicesPerStack: 20,
    maxResourcesPerService: 50,
    monthlyCostLimitUsd: 5000,
  });
  assert.deepEqual(access.principals, ["arn:aws:iam::123456789012:role/ci-*"]);
  assert.deepEqual(networking!.subnets.public, [{ zone: "eu-west-1a" }]);
  assert.equal(networking!.natGateway.type, "single");
  assert.equal(policies.requireApprovalForProduction, true);
});

Deno.test("readTenantConfig() works without a spec", () => {
  const { config } = readTenantConfig(head, "tenant.yaml");
  assert.equal(config!.spec.limits.maxStacks, 10);
});

Deno.test("readTenantConfig() tells where a field is wrong, and gives no config", () => {
  const { config, diagnostics } = readTenantConfig(
    `${head}spec:\n  limits: { maxStack: 3 }\n`,
    "tenant.yaml",
  );
  assert.equal(config, undefined);
  assert.equal(diagnostics[0]!.place!.line, 5);
  assert.match(diagnostics[0]!.fix!, /maxStacks/);
});
