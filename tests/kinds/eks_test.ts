import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { eks } from "../../src/kinds/eks.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const cluster = (spec: string) => component("EKS", "k8s", `version: "1.33"\n${spec}`);
const NODES = "nodeGroups: [{ name: general }]";
const named = (all: Resource[], name: string) => all.find(({ key }) => key === `api/k8s/${name}`)!;

Deno.test("EKS renders a private cluster with nodes and add-ons", () => {
  snapshot("eks-minimal", render([cluster(NODES)]).graph);
});

Deno.test("EKS opens its API to named addresses and its admins only", () => {
  const { graph } = render([cluster(`${NODES}
publicAccess: { allowedCIDRs: [203.0.113.0/24] }
admins: ["arn:aws:iam::123456789012:role/ops"]`)]);
  const { endpointPublicAccess, publicAccessCidrs } = named(graph.resources, "cluster").properties
    .vpcConfig as Record<string, unknown>;
  assert.deepEqual([endpointPublicAccess, publicAccessCidrs], [true, ["203.0.113.0/24"]]);
  const { policyArn } = named(graph.resources, "admin-123456789012-role-ops-policy").properties;
  assert.match(String(policyArn), /AmazonEKSClusterAdminPolicy$/);
});

Deno.test("EKS makes nodes wait for the network and coredns for the nodes", () => {
  const { resources } = render([cluster(NODES)]).graph;
  assert.ok(named(resources, "nodes-general").dependsOn?.includes("api/k8s/addon-vpc-cni"));
  assert.ok(named(resources, "addon-coredns").dependsOn?.includes("api/k8s/nodes-general"));
});

Deno.test("EKS names node groups by what AWS can't change, so that a new one can come first", () => {
  const nameOf = (nodes: string) =>
    named(
      render([cluster(`nodeGroups: [{ name: general${nodes} }]`)]).graph.resources,
      "nodes-general",
    )
      .properties.nodeGroupName;
  assert.equal(nameOf(""), nameOf(", maxSize: 9"));
  assert.notEqual(nameOf(""), nameOf(", diskSizeGB: 40"));
  assert.notEqual(nameOf(""), nameOf(", instanceTypes: [m7i.large]"));
});

Deno.test("EKS trusts its issuer only where service accounts take on roles", () => {
  const provider = (spec: string) => {
    const { graph } = render([cluster(`${NODES}\n${spec}`)]);
    return [
      named(graph.resources, "identity-provider")?.key,
      graph.outputs["api/k8s"]!.oidcProviderArn,
    ];
  };
  assert.deepEqual(provider(""), [undefined, ""]);
  assert.deepEqual(provider("serviceAccountRoles: true"), [
    "api/k8s/identity-provider",
    { $attr: ["api/k8s/identity-provider", "arn"] },
  ]);
});

Deno.test("EKS writes taints as its API wants them", () => {
  const { resources } = render([
    cluster("nodeGroups: [{ name: gpu, taints: [{ key: gpu, effect: PreferNoSchedule }] }]"),
  ]).graph;
  assert.deepEqual(named(resources, "nodes-gpu").properties.taints, [
    { key: "gpu", effect: "PREFER_NO_SCHEDULE" },
  ]);
});

Deno.test("EKS is found by its older name", () => {
  const spec = `version: "1.33"\n${NODES}`;
  assert.deepEqual(
    render([component("EKSCluster", "k8s", spec)]).graph,
    render([component("EKS", "k8s", spec)]).graph,
  );
});

Deno.test("EKS access() lets others find the cluster", () => {
  assert.deepEqual(eks.access!({ clusterArn: "arn:c" }, { via: "dependsOn", mode: "use" }, {}), [
    { actions: ["eks:DescribeCluster"], resources: ["arn:c"] },
  ]);
});

Deno.test("EKS refuses sizes outside their limits and warns of a cluster without nodes", () => {
  assert.deepEqual(
    errorsOf(load([cluster(`nodeGroups:
  - { name: a, minSize: 5, maxSize: 2 }
  - { name: b, minSize: 1, maxSize: 2, desiredSize: 3 }`)])),
    [
      'wrong-range "minSize" of node group "a" is outside its limits | set maxSize: 5',
      'wrong-range "desiredSize" of node group "b" is outside its limits | set desiredSize: 2',
    ],
  );
  const warned = load([cluster("")]).diagnostics.map(({ severity, code }) => [severity, code]);
  assert.deepEqual(warned, [["warning", "no-nodes"]]);
});
