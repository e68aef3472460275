import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { component, render } from "./harness.ts";

/**
 * What AWS can't change is made anew. Where the name stays, the old one goes first; AWS refuses that while
 * another resource uses it, and for tasks it is an interruption. So these have another name then, or names
 * that need not differ.
 */
const network = (ids: string) =>
  `apiVersion: infra.panka.io/v1\nkind: Networking\nmetadata: { name: net }
spec: { existing: { vpcId: vpc-1, vpcCidr: 10.0.0.0/16, subnetIds: { private: [${ids}] } } }\n`;
const IMAGE = 'image: { repository: nginx, tag: "1" }\nports: [80, 81]\n';

/** The resource of that key, before and after. */
function pair(key: string, before: string[], after: string[]): [Resource, Resource] {
  const of = (documents: string[]) =>
    render(documents).graph.resources.find((resource) => resource.key === key)!;
  return [of(before), of(after)];
}

Deno.test("MicroService on another platform is called otherwise, so that the old tasks run until the new ones do", () => {
  const service = (runtime: string) => [
    component("MicroService", "it", `${IMAGE}runtime: ${runtime}`),
  ];
  const names = ["{}", "{ spot: true }", "{ platform: ec2 }"].map((runtime) =>
    pair("api/it/service", service(runtime), service("{}"))[0].physicalName
  );
  assert.equal(new Set(names).size, 3);
});

Deno.test("MicroService has a target group of another name for another port or protocol", () => {
  const service = (balancer: string) => [
    component("MicroService", "it", `${IMAGE}loadBalancer: { internal: true, ${balancer} }`),
  ];
  for (const other of ["port: 81", "type: network"]) {
    const [before, after] = pair("api/it/target-group", service("port: 80"), service(other));
    assert.notEqual(before.physicalName, after.physicalName, other);
  }
});

Deno.test("APIGateway's way into the VPC may have the name of the one that it replaces", () => {
  const api = (subnets: string) => [
    network(subnets),
    component("APIGateway", "it", "routes: [{ path: /a, target: web }]"),
    component("ALB", "web", "internal: true\nlisteners: [{ port: 80 }]"),
  ];
  const [before, after] = pair(
    "api/it/vpc-link",
    api("subnet-1, subnet-2"),
    api("subnet-2, subnet-3"),
  );
  assert.notDeepEqual(before.properties.subnetIds, after.properties.subnetIds);
  assert.equal(before.properties.name, after.properties.name);
  assert.deepEqual([before.physicalName, after.physicalName], [undefined, undefined]);
});

Deno.test("EKS has nodes of another name in other subnets, so that pods have somewhere to go", () => {
  const cluster = (subnets: string) => [
    network(subnets),
    component("EKS", "it", 'version: "1.33"\nnodeGroups: [{ name: general }]'),
  ];
  const key = "api/it/nodes-general";
  const [before, after] = pair(key, cluster("subnet-1, subnet-2"), cluster("subnet-1, subnet-3"));
  assert.notEqual(before.physicalName, after.physicalName);
});

Deno.test("databases have a parameter group of another name for another version", () => {
  const db = (version: string) => [
    component(
      "RDS",
      "it",
      `engine: { type: postgres, version: "${version}" }
instance: { class: db.t4g.medium }
database: { name: app, username: dbadmin }`,
    ),
  ];
  const [before, after] = pair("api/it/parameters", db("15"), db("16"));
  assert.notEqual(before.physicalName, after.physicalName);
});

Deno.test("EFS keeps its mount targets when a subnet is added before them: AWS takes one a zone", () => {
  const targets = (subnets: string) =>
    render([network(subnets), component("EFS", "it", "")]).graph.resources
      .filter(({ type }) => type === "aws:efs/mountTarget:MountTarget")
      .map(({ key, properties }) => `${key} ${properties.subnetId}`);
  const before = targets("subnet-1, subnet-2");
  const after = targets("subnet-3, subnet-1, subnet-2");
  assert.equal(after.length, 3);
  assert.deepEqual(before.filter((one) => !after.includes(one)), []);
});

Deno.test("MicroService's name in the network goes with its tasks, however late ECS takes their addresses out", () => {
  const { resources } =
    render([component("MicroService", "it", `${IMAGE}serviceDiscovery: {}`)]).graph;
  assert.equal(
    resources.find(({ key }) => key === "api/it/discovery")!.properties.forceDestroy,
    true,
  );
});
