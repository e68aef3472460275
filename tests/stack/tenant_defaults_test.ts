import assert from "node:assert/strict";
import type { TenantDefaults } from "../../src/stack/tenant_defaults.ts";
import { clashes } from "../../src/planning/clashes.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { doc, load, stackDoc, told } from "./loading.ts";

const existing = { vpcId: "vpc-9", subnetIds: { private: ["subnet-9"] } };
const defaults: TenantDefaults = {
  region: "eu-west-1",
  accountId: "210987654321",
  defaultTags: { team: "tenant", centre: "42" },
  production: ["live"],
  network: { region: "eu-west-1", existing },
};
const ofTenant = (spec: string, more: Partial<TenantDefaults> = {}, environment = "dev") =>
  load({ "stack.yaml": stackDoc(spec) }, {
    tenant: "acme",
    region: "us-west-2",
    environment,
    defaults: { ...defaults, ...more },
  });

Deno.test("loadStack() takes region, account, tags, network and production of the tenant where the stack says nothing", () => {
  const { stack } = ofTenant("{}", {}, "live");
  assert.equal(stack!.region, "eu-west-1");
  assert.equal(stack!.accountId, "210987654321");
  assert.deepEqual(stack!.defaultTags, defaults.defaultTags);
  assert.deepEqual(stack!.networking, { existing });
  assert.equal(stack!.production, true);
  assert.equal(ofTenant("{}").stack!.production, false);
});

Deno.test("loadStack() lets the stack have its own region, account, tags and network, but not its own word on production", () => {
  const own = "{ existing: { vpcId: vpc-1, subnetIds: {} } }";
  const { stack } = ofTenant(
    `{ provider: { region: eu-west-3, accountId: "123456789012" }, defaultTags: { team: ours }, networking: ${own}, environments: { live: { production: false } } }`,
    {},
    "live",
  );
  assert.equal(stack!.region, "eu-west-3");
  assert.equal(stack!.accountId, "123456789012");
  assert.deepEqual(stack!.defaultTags, { team: "ours", centre: "42" });
  assert.equal(stack!.networking!.existing!.vpcId, "vpc-1");
  assert.equal(stack!.production, true);
});

Deno.test("loadStack() puts the tags of InfraDefaults and the network of Networking over the tenant's", () => {
  const { stack } = load({
    "stack.yaml": stackDoc("{}"),
    "infra/tags.yaml": doc("InfraDefaults", "x", "{ tags: { team: infra } }"),
    "infra/net.yaml": doc("Networking", "x", "{ existing: { vpcId: vpc-2, subnetIds: {} } }"),
  }, { tenant: "acme", defaults });
  assert.deepEqual(stack!.defaultTags, { team: "infra", centre: "42" });
  assert.equal(stack!.networking!.existing!.vpcId, "vpc-2");
});

Deno.test("loadStack() keeps the stack's rules of load balancers beside the tenant's network", () => {
  const rule = "{ port: 443, cidrBlocks: [10.0.0.0/8] }";
  const { stack } = ofTenant(`{ networking: { securityGroup: { ingress: [${rule}] } } }`);
  assert.equal(stack!.networking!.existing!.vpcId, "vpc-9");
  assert.equal(stack!.networking!.securityGroup!.ingress.length, 1);
});

Deno.test("loadStack() warns where the tenant's network is in another region or account", () => {
  for (
    const [own, there] of [["region: us-east-1", "eu-west-1"], [
      'accountId: "123456789012"',
      "210987654321",
    ]]
  ) {
    const loaded = ofTenant(`{ provider: { ${own} } }`);
    assert.equal(loaded.stack!.networking?.existing, undefined);
    assert.match(
      told(loaded, "warning")[0]!,
      new RegExp(`other-network the tenant's network is in ${there}`),
    );
  }
});

Deno.test("clashes() refuses a stack that needs the tenant's network before it is made, and no other", () => {
  const problems = (kind: string, spec: string, stack = "{}") => {
    const loaded = load({
      "stack.yaml": stackDoc(stack),
      "services/api/x.yaml": doc(kind, "x", spec),
    }, { tenant: "acme", defaults: { ...defaults, network: "awaited" } });
    return clashes(loaded.stack!, renderStack(loaded.stack!)).map(({ code }) => code);
  };
  const cache = "{ cluster: { nodeType: cache.t4g.micro, numNodes: 1 } }";
  assert.deepEqual(problems("SQS", "{}"), []);
  assert.deepEqual(problems("ElastiCacheMemcached", cache), ["no-network"]);
  const own = "{ networking: { existing: { vpcId: vpc-1, subnetIds: { private: [subnet-1] } } } }";
  assert.deepEqual(problems("ElastiCacheMemcached", cache, own), []);
});

Deno.test("renderStack() puts every role of a tenant at its path, within its boundary, whatever the stack says", () => {
  const lambda = "{ runtime: nodejs22.x, handler: i.h, code: { zipFile: x } }";
  const machine = "{ instanceType: t3.micro, ami: ami-0123456789abcdef0 }";
  const roles = { path: "/panka/acme/", boundary: "/panka-platform/panka-tenant-boundary" };
  const all = load({
    "stack.yaml": stackDoc("{}"),
    "infra/security.yaml": doc(
      "Security",
      "x",
      "{ permissionsBoundary: arn:aws:iam::210987654321:policy/ours }",
    ),
    "services/s/lambda.yaml": doc("Lambda", "handler", lambda),
    "services/s/machine.yaml": doc("EC2Instance", "machine", machine),
  }, { tenant: "acme", defaults: { ...defaults, roles } });
  assert.match(told(all, "warning").join(), /permissionsBoundary is not used/);
  const of = (type: string) =>
    renderStack(all.stack!).graph.resources.filter((one) => one.type === type)
      .map(({ properties }) => properties);
  const boundary = "arn:aws:iam::210987654321:policy/panka-platform/panka-tenant-boundary";
  for (const { path, permissionsBoundary } of of("aws:iam/role:Role")) {
    assert.equal(path, roles.path);
    assert.equal((permissionsBoundary as { $join: string[] }).$join.join(""), boundary);
  }
  assert.equal(of("aws:iam/role:Role").length, 2);
  assert.deepEqual(of("aws:iam/instanceProfile:InstanceProfile").map(({ path }) => path), [
    roles.path,
  ]);
});
