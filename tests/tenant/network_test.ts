import assert from "node:assert/strict";
import type { Ec2Kind, Ec2Resource } from "../../src/aws/ec2.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { MemoryStore } from "../../src/state/memory_store.ts";
import { tenantNetworkKey } from "../../src/state/paths.ts";
import { checkExisting } from "../../src/tenant/existing_network.ts";
import { NOWHERE } from "../../src/tenant/iam/place.ts";
import {
  decodeNetwork,
  type NetworkRecord,
  placeOf,
  writeNetwork,
} from "../../src/tenant/network.ts";
import { networkStack } from "../../src/tenant/network_stack.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { readTenantConfig } from "../../src/tenant/tenant_config.ts";

const text = (networking: string, more = "") =>
  `apiVersion: admin.panka.io/v1
kind: TenantConfig
metadata: {name: acme}
spec:
  aws: {region: eu-west-1}
  ${more}
  networking: ${networking}
`;
const config = (networking: string, more = "") => {
  const read = readTenantConfig(text(networking, more), "tenant.yaml");
  assert.deepEqual(read.diagnostics, []);
  return read.config!;
};

Deno.test("networkStack() makes the tenant's VPC a stack of the platform's, tagged as the tenant's", () => {
  const { stack, diagnostics } = networkStack(
    "net.yaml",
    config(
      "{vpc: {cidrBlock: 10.20.0.0/16}, subnets: {private: [{zone: eu-west-1a, cidrBlock: 10.20.4.0/24}]}, natGateway: {enabled: false}, defaultSecurityGroup: {ingress: [{port: 443, cidrBlocks: [10.0.0.0/8], description: 'from ${HOME}'}]}}",
      "defaultTags: {centre: '42'}",
    ),
    "eu-west-1",
  );
  assert.deepEqual(diagnostics, []);
  assert.equal(stack!.tenant, undefined);
  assert.equal(stack!.region, "eu-west-1");
  const { resources } = renderStack(stack!).graph;
  const of = (type: string) => resources.filter((one) => one.type.endsWith(`:${type}`));
  assert.equal(of("Vpc")[0]!.properties.cidrBlock, "10.20.0.0/16");
  assert.deepEqual(of("Subnet").map(({ properties }) => properties.cidrBlock), ["10.20.4.0/24"]);
  const [group] = of("DefaultSecurityGroup");
  const [rule] = group!.properties.ingress as { description: string }[];
  assert.equal(rule!.description, "from ${HOME}");
  for (const { key, properties } of resources) {
    if (properties.tags === undefined) continue;
    const tags = properties.tags as Record<string, string>;
    assert.equal(tags["panka:tenant"], "acme", key);
    assert.equal(tags.centre, "42", key);
  }
});

Deno.test("placeOf() is what stacks are told, else what the document names, and nowhere while that is to be made", () => {
  const told = {
    region: "eu-west-1",
    existing: { vpcId: "vpc-1", subnetIds: { public: ["subnet-1"], private: ["subnet-2"] } },
  };
  const of = (networking: string, network?: typeof told) =>
    placeOf(config(networking).spec, network);
  const own = "{vpc: {cidrBlock: 10.20.0.0/16}}";
  assert.deepEqual(of(own, told), { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] });
  assert.deepEqual(of(own), NOWHERE);
  const other = "{existing: {vpcId: vpc-2, subnetIds: {private: [subnet-3]}}}";
  assert.deepEqual(of(other), { vpcId: "vpc-2", subnetIds: ["subnet-3"] });
  assert.deepEqual(of(other, told)?.vpcId, "vpc-1");
  assert.deepEqual(of("{existing: {vpcId: vpc-2, subnetIds: {}}}"), { ...NOWHERE, vpcId: "vpc-2" });
  assert.equal(of("{}"), undefined);
});

const WRONG: [string, RegExp][] = [
  ["{vpc: {cidrBlock: 10.20.1.0/16}}", /"10.20.1.0\/16" is not the first address/],
  ["{vpc: {cidrBlock: 10.0.0.0/8}}", /is \/8, and must be \/16 to \/24/],
  [
    "{vpc: {cidrBlock: 10.20.0.0/16}, subnets: {public: [{zone: eu-west-1a, cidrBlock: 10.21.0.0/24}]}}",
    /10.21.0.0\/24 of public-eu-west-1a is not in 10.20.0.0\/16/,
  ],
  [
    "{vpc: {cidrBlock: 10.20.0.0/16}, subnets: {public: [us-east-1a]}}",
    /us-east-1a is no zone of eu-west-1/,
  ],
  ["{vpc: {cidrBlock: 10.20.0.0/16}, internetGateway: {enabled: false}}", /a NAT gateway needs/],
  [
    "{vpc: {cidrBlock: 10.20.0.0/16}, existing: {vpcId: vpc-1, subnetIds: {}}}",
    /vpc.*existing|existing.*vpc/,
  ],
];
for (const [networking, summary] of WRONG) {
  Deno.test(`readTenantConfig() refuses ${networking}, with its place`, () => {
    const { config, diagnostics } = readTenantConfig(text(networking), "tenant.yaml");
    assert.equal(config, undefined);
    assert.match(diagnostics[0]!.summary, summary);
    assert.equal(diagnostics[0]!.place!.line, 7);
  });
}

const portsOf = (store: MemoryStore) => ({ store, clock: realClock, random: realRandom });
const made = (serial: number): NetworkRecord => ({
  region: "eu-west-1",
  serial,
  existing: { vpcId: `vpc-${serial}`, subnetIds: {} },
});
const told = async (store: MemoryStore) =>
  decodeNetwork(
    new TextDecoder().decode((await store.get(tenantNetworkKey("acme")))!.body),
    "acme",
  );

Deno.test("writeNetwork() keeps the newest of many that write at once, in any order", async () => {
  const store = new MemoryStore();
  const serials = [3, 9, 1, 12, 5, 12, 2, 11];
  await Promise.all(serials.map((serial) => writeNetwork(portsOf(store), "acme", made(serial))));
  assert.equal((await told(store))!.serial, 12);
  assert.equal(await writeNetwork(portsOf(store), "acme", made(12)), false);
  assert.equal(await writeNetwork(portsOf(store), "acme", made(11)), false);
});

Deno.test("writeNetwork() marks what is gone, but not a network that was there before", async () => {
  const store = new MemoryStore();
  assert.equal(await writeNetwork(portsOf(store), "acme", { serial: 1, removed: true }), false);
  assert.equal(await store.get(tenantNetworkKey("acme")), undefined);
  await writeNetwork(portsOf(store), "acme", made(2));
  await writeNetwork(portsOf(store), "acme", { serial: 3, removed: true });
  assert.equal(await told(store), undefined);
  const existing = { vpcId: "vpc-old", subnetIds: {} };
  await writeNetwork(portsOf(store), "acme", { region: "eu-west-1", existing });
  assert.equal(await writeNetwork(portsOf(store), "acme", { serial: 9, removed: true }), false);
  assert.deepEqual((await told(store))!.existing, existing);
});

Deno.test("checkExisting() tells what is not there, is elsewhere, or is another tenant's", async () => {
  const ids: Record<string, Omit<Ec2Resource, "id">> = {
    "vpc-1": { vpcId: "vpc-1", cidrBlock: "10.0.0.0/16", tags: {} },
    "subnet-1": { vpcId: "vpc-1", tags: { "panka:tenant": "acme" } },
    "subnet-2": { vpcId: "vpc-2", tags: {} },
    "sg-1": { vpcId: "vpc-1", tags: { "panka:tenant": "other" } },
  };
  const ec2 = {
    find: (_: Ec2Kind, asked: readonly string[]) =>
      Promise.resolve(asked.flatMap((id) => ids[id] ? [{ id, ...ids[id] }] : [])),
  };
  const existing = (subnets: string[], securityGroupIds: string[] = []) => ({
    vpcId: "vpc-1",
    subnetIds: { private: subnets },
    securityGroupIds,
  });
  assert.deepEqual(await checkExisting(ec2, "acme", existing(["subnet-1"])), {
    vpcCidr: "10.0.0.0/16",
    problems: [],
  });
  const { problems } = await checkExisting(
    ec2,
    "acme",
    existing(["subnet-1", "subnet-2", "subnet-3"], ["sg-1"]),
  );
  assert.deepEqual(problems, [
    "subnet subnet-2 is in vpc-2, not in vpc-1",
    "there is no subnet subnet-3",
    'security group sg-1 is tagged as tenant "other"\'s',
  ]);
});
