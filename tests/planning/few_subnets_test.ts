import assert from "node:assert/strict";
import { fewSubnets } from "../../src/planning/few_subnets.ts";
import { component, render } from "../kinds/harness.ts";

const network = (subnetIds: string) =>
  `apiVersion: infra.panka.io/v1\nkind: Networking\nmetadata: { name: net }
spec: { existing: { vpcId: vpc-1, vpcCidr: 10.0.0.0/16, subnetIds: ${subnetIds} } }\n`;
const told = (subnetIds: string, kind: string, spec: string) =>
  fewSubnets(render([network(subnetIds), component(kind, "it", spec)]).graph)
    .map(({ summary, fix }) => `${summary} | ${fix}`);

const PUBLIC = "add their ids to networking.existing.subnetIds.public";
const PRIVATE = "add their ids to networking.existing.subnetIds.private";
const DATABASE = `engine: { type: postgres, version: "16" }
instance: { class: db.t4g.medium }
database: { name: app, username: dbadmin }`;

Deno.test("fewSubnets() wants two zones for what AWS makes in two", () => {
  const one = "{ private: [subnet-1], public: [subnet-2, subnet-3] }";
  assert.deepEqual(told(one, "RDS", DATABASE), [
    `api/it/subnet-group needs subnets in two zones | ${PRIVATE}`,
  ]);
  assert.deepEqual(told(one, "ALB", "listeners: [{ port: 80 }]"), []);
  assert.deepEqual(told(one, "ALB", "internal: true\nlisteners: [{ port: 80 }]"), [
    `api/it/load-balancer needs subnets in two zones | ${PRIVATE}`,
  ]);
  assert.deepEqual(told(one, "ElastiCacheRedis", "cluster: { nodeType: cache.t4g.small }"), []);
});

Deno.test("fewSubnets() wants a public subnet for what is public", () => {
  const closed = "{ private: [subnet-1, subnet-2] }";
  assert.deepEqual(told(closed, "ALB", "listeners: [{ port: 80 }]"), [
    `api/it/load-balancer needs subnets in two zones | ${PUBLIC}`,
  ]);
  const machine = "instanceType: t3.micro\nami: ami-0123456789abcdef0\npublicAddress: true";
  assert.equal(told(closed, "EC2Instance", machine).length, 1);
  assert.deepEqual(told(closed, "RDS", DATABASE), []);
});

Deno.test("fewSubnets() says nothing of a network that AWS is asked for", () => {
  assert.deepEqual(fewSubnets(render([component("RDS", "it", DATABASE)]).graph), []);
});
