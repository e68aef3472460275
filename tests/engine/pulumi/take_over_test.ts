import assert from "node:assert/strict";
import { listItems } from "../../../src/aws/listing.ts";
import { findTagged } from "../../../src/aws/tagging.ts";
import type { Unit } from "../../../src/engine/port.ts";
import { RESOURCE_TAG } from "../../../src/engine/pulumi/resource_tag.ts";
import type { Resource, Value } from "../../../src/engine/resource.ts";
import { clientOf } from "../../aws/real_world.ts";
import { unitOf, Watcher } from "../../conformance/engine_world.ts";
import { type Seen, startFaultProxy } from "../../faults/proxy.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { findRig } from "../../rig/rig.ts";
import { rigEngine } from "./rig_engine.ts";

const rig = findRig();
const missing = "missing" in rig ? rig.missing : skipped;
// moto alone knows tags of all of these.
const toMoto = ["ec2", "elasticloadbalancing", "elasticfilesystem", "tagging"];
const server = missing ? undefined : await ministackOfFile({ patience: 10, moto: true, toMoto });

const id = (key: string): Value => ({ $attr: [`net/x/${key}`, "id"] });
const one = (key: string, type: string, properties: Resource["properties"]): Resource => ({
  key: `net/x/${key}`,
  type: `aws:${type}`,
  properties: { ...properties, ...(!UNTAGGED.includes(type) && { tags: { app: "net" } }) },
});
const UNTAGGED = [
  "apigatewayv2/authorizer:Authorizer",
  "apigatewayv2/integration:Integration",
  "apigatewayv2/route:Route",
  "ec2/route:Route",
  "ec2/routeTableAssociation:RouteTableAssociation",
  "efs/mountTarget:MountTarget",
];

/** Of each the next needs the one before, so that they are made one after the other. */
const CHAIN: Resource[] = [
  one("vpc", "ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }),
  ...["a", "b"].map((zone, i) =>
    one(`subnet-${zone}`, "ec2/subnet:Subnet", {
      vpcId: id("vpc"),
      cidrBlock: `10.0.${i}.0/24`,
      availabilityZone: `us-east-1${zone}`,
    })
  ),
  one("gateway", "ec2/internetGateway:InternetGateway", { vpcId: id("vpc") }),
  one("table", "ec2/routeTable:RouteTable", { vpcId: id("vpc") }),
  one("out", "ec2/route:Route", {
    routeTableId: id("table"),
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: id("gateway"),
  }),
  one("association", "ec2/routeTableAssociation:RouteTableAssociation", {
    routeTableId: id("table"),
    subnetId: id("subnet-a"),
  }),
  one("address", "ec2/eip:Eip", { domain: "vpc" }),
  one("nat", "ec2/natGateway:NatGateway", {
    allocationId: id("address"),
    subnetId: id("subnet-a"),
  }),
  one("group", "ec2/securityGroup:SecurityGroup", {
    name: "net-x",
    description: "net",
    vpcId: id("vpc"),
  }),
  one("ingress", "vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
    securityGroupId: id("group"),
    cidrIpv4: "10.0.0.0/16",
    ipProtocol: "tcp",
    fromPort: 80,
    toPort: 80,
  }),
  one("balancer", "lb/loadBalancer:LoadBalancer", {
    name: "net-x",
    loadBalancerType: "application",
    internal: true,
    subnets: [id("subnet-a"), id("subnet-b")],
    securityGroups: [id("group")],
  }),
  one("target", "lb/targetGroup:TargetGroup", {
    name: "net-x",
    port: 80,
    protocol: "HTTP",
    targetType: "ip",
    vpcId: id("vpc"),
  }),
  one("listener", "lb/listener:Listener", {
    loadBalancerArn: id("balancer"),
    port: 80,
    protocol: "HTTP",
    defaultActions: [{ type: "forward", targetGroupArn: id("target") }],
  }),
  one("files", "efs/fileSystem:FileSystem", { encrypted: true }),
  one("mount", "efs/mountTarget:MountTarget", {
    fileSystemId: id("files"),
    subnetId: id("subnet-a"),
    securityGroups: [id("group")],
  }),
  one("api", "apigatewayv2/api:Api", { name: "net-x", protocolType: "HTTP" }),
  one("integration", "apigatewayv2/integration:Integration", {
    apiId: id("api"),
    integrationType: "HTTP_PROXY",
    integrationMethod: "ANY",
    integrationUri: "https://example.org/",
    payloadFormatVersion: "1.0",
  }),
  one("authorizer", "apigatewayv2/authorizer:Authorizer", {
    apiId: id("api"),
    name: "jwt",
    authorizerType: "JWT",
    identitySources: ["$request.header.Authorization"],
    jwtConfiguration: { issuer: "https://example.org", audiences: ["x"] },
  }),
  one("way", "apigatewayv2/route:Route", {
    apiId: id("api"),
    routeKey: "GET /x",
    target: { $join: ["integrations/", id("integration")] },
  }),
].map((resource, i, all) => i === 0 ? resource : { ...resource, dependsOn: [all[i - 1]!.key] });

// AWS tells of their tags too ("Services that support the Resource Groups Tagging API"), moto doesn't.
const UNTOLD = [
  "AllocateAddress",
  "AuthorizeSecurityGroupIngress",
  "CreateListener",
  "apis",
];

const MAKES =
  /Action=(Create(?!Tags)\w+|AllocateAddress|AuthorizeSecurityGroupIngress|AssociateRouteTable)&/;

/** What a request makes; undefined for all others. */
function makes({ method, target, body }: Seen): string | undefined {
  const rest = /\/(file-systems|mount-targets|apis|integrations|authorizers|routes)$/.exec(target);
  return method === "POST" && rest ? rest[1] : MAKES.exec(body)?.[1];
}

Deno.test({
  name:
    "what AWS made, and the killed run never heard of, is taken over by a machine that knows the state alone" +
    (missing ? ` (skipped: ${missing})` : ""),
  ignore: missing !== undefined,
}, async () => {
  if ("missing" in rig || !server) throw new Error(missing);
  const home = await Deno.makeTempDir();
  const client = clientOf(server.url);
  const graph = { resources: CHAIN, lookups: [], outputs: {} };
  let committed: Uint8Array | undefined;
  const lost: string[] = [];
  try {
    for (let outcome = ""; outcome !== "succeeded";) {
      assert.ok(lost.length <= CHAIN.length, `again and again: ${lost}`);
      await using proxy = startFaultProxy(server.url);
      const engine = rigEngine(rig, proxy.url, home, {
        finder: {
          tagged: (region, values) => findTagged(client.with({ region }), RESOURCE_TAG, values),
          list: (region, listing) => listItems(client.with({ region }), listing),
        },
      });
      const kill = new AbortController();
      // Once AWS has made it, as who looks for it sooner finds nothing; its answer never comes.
      void proxy.held().then(() => kill.abort());
      proxy.rule((request) => {
        const made = makes(request);
        // Each is lost once.
        if (made === undefined || lost.includes(made) || UNTOLD.includes(made)) return;
        lost.push(made);
        return { kind: "held" };
      });
      const unit: Unit = { ...unitOf(graph, committed), lineage: "01JTEST" };
      const watcher = Object.assign(new Watcher(), {
        kill: kill.signal,
        settle: async () => {
          committed = await engine.currentCheckpoint();
        },
      });
      const result = await engine.apply(
        lost.length === 0 ? unit : { ...unit, recover: CHAIN.map((all) => ({ ...all })) },
        watcher,
      );
      outcome = result.outcome;
      assert.notEqual(outcome, "failed", JSON.stringify(result.errors));
    }
    // Of both subnets the first.
    assert.equal(lost.length, CHAIN.length - 1 - UNTOLD.length, `${lost}`);
    const tags = CHAIN.map(({ key }) => `${key}@01JTEST`);
    const found = await findTagged(client, RESOURCE_TAG, tags);
    const counts = Object.fromEntries([...found].map(([tag, arns]) => [tag, arns.length]));
    const told = [
      "vpc",
      "subnet-a",
      "subnet-b",
      "gateway",
      "table",
      "nat",
      "group",
      "balancer",
      "target",
      "files",
    ];
    assert.deepEqual(counts, Object.fromEntries(told.map((key) => [`net/x/${key}@01JTEST`, 1])));
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
