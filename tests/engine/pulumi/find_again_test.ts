import assert from "node:assert/strict";
import { settlePending } from "../../../src/engine/pulumi/checkpoint.ts";
import { settled } from "../../../src/engine/pulumi/recover.ts";
import { importId, regionOf, wayOfFinding } from "../../../src/engine/pulumi/find_again.ts";
import { listedId } from "../../../src/engine/pulumi/listing.ts";
import type { Lost } from "../../../src/engine/pulumi/lost.ts";
import type { Json } from "../../../src/state/document.ts";

const place = { region: "eu-west-1", accountId: "123456789012" };
const idOf = (type: string, lost: Partial<Lost>, where = {}) =>
  importId({ key: "s/c/r", type, ...lost }, { ...place, ...where });
const input = (inputs: Record<string, string>): Pick<Lost, "input"> => ({
  input: (name) => inputs[name],
});

Deno.test("importId() derives ids from names that we chose", () => {
  assert.equal(idOf("aws:dynamodb/table:Table", { physicalName: "orders" }), "orders");
  const queue = { physicalName: "jobs" };
  assert.equal(
    idOf("aws:sqs/queue:Queue", queue),
    "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs",
  );
  assert.equal(
    idOf("aws:sqs/queue:Queue", queue, { queueEndpoint: "http://127.0.0.1:1" }),
    "http://127.0.0.1:1/123456789012/jobs",
  );
  assert.equal(
    idOf("aws:sqs/queue:Queue", queue, { region: "cn-north-1" }),
    "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/jobs",
  );
  assert.equal(
    idOf("aws:sns/topic:Topic", { physicalName: "news" }, { region: "us-gov-west-1" }),
    "arn:aws-us-gov:sns:us-gov-west-1:123456789012:news",
  );
});

Deno.test("importId() makes ids of what a resource was given", () => {
  const service = { physicalName: "web" };
  for (const cluster of ["shop", "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"]) {
    assert.equal(
      idOf("aws:ecs/service:Service", { ...service, ...input({ cluster }) }),
      "shop/web",
    );
  }
  assert.equal(idOf("aws:ecs/service:Service", service), undefined);
  assert.equal(
    idOf("aws:lambda/permission:Permission", input({ function: "f", statementId: "s" })),
    "f/s",
  );
  assert.equal(idOf("aws:cloudwatch/eventRule:EventRule", { physicalName: "r" }), "r");
  assert.equal(
    idOf("aws:cloudwatch/eventRule:EventRule", {
      physicalName: "r",
      ...input({ eventBusName: "b" }),
    }),
    "b/r",
  );
  assert.equal(
    idOf("aws:iam/openIdConnectProvider:OpenIdConnectProvider", input({ url: "https://x.y/id/1" })),
    "arn:aws:iam::123456789012:oidc-provider/x.y/id/1",
  );
});

Deno.test("importId() takes the id that AWS made up from the one ARN of the type", () => {
  const nat = "arn:aws:ec2:eu-west-1:123456789012:natgateway/nat-1";
  assert.equal(idOf("aws:ec2/natGateway:NatGateway", { arns: [nat] }), "nat-1");
  const listener =
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/50dc6c495c0c9188/f2f7";
  const other = listener.replace("f2f7", "f2f8");
  assert.equal(idOf("aws:lb/listener:Listener", { arns: [nat, listener] }), listener);
  assert.equal(idOf("aws:lb/listener:Listener", { arns: [other, listener] }), undefined);
  const api = "arn:aws:apigateway:eu-west-1::/apis/a1";
  assert.equal(idOf("aws:apigatewayv2/api:Api", { arns: [api, `${api}/stages/s`] }), "a1");
  const namespace = "arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1";
  const zone = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace";
  assert.equal(idOf(zone, { arns: [namespace], ...input({ vpc: "vpc-1" }) }), "ns-1:vpc-1");
  assert.equal(idOf(zone, { arns: [namespace] }), undefined);
});

Deno.test("importId() gives none where something is unknown", () => {
  assert.equal(idOf("aws:ec2/securityGroup:SecurityGroup", { physicalName: "web" }), undefined);
  assert.equal(idOf("aws:dynamodb/table:Table", {}), undefined);
  assert.equal(
    idOf("aws:sns/topic:Topic", { physicalName: "news" }, { accountId: undefined }),
    undefined,
  );
});

Deno.test("regionOf() asks for CloudFront where AWS knows it", () => {
  const distribution = "aws:cloudfront/distribution:Distribution";
  assert.equal(regionOf(distribution, "eu-west-1"), "us-east-1");
  assert.equal(regionOf(distribution, "cn-north-1"), "cn-north-1");
  assert.equal(regionOf("aws:ec2/vpc:Vpc", "eu-west-1"), "eu-west-1");
});

Deno.test("listedId() takes the one item that is like it and that nobody else is", async () => {
  const asked: string[] = [];
  const find = (type: string, lost: Partial<Lost>, items: Json[], known: string[] = []) =>
    listedId(
      { key: "s/c/r", type, ...lost },
      new Set(known),
      ({ service, operation, path, query }) => {
        asked.push(`${service} ${operation} ${path}${query ? ` ${JSON.stringify(query)}` : ""}`);
        return Promise.resolve(items);
      },
    );
  const route = input({ apiId: "a1", routeKey: "GET /x" });
  const routes = [{ routeId: "r1", routeKey: "GET /x" }, { routeId: "r2", routeKey: "GET /y" }];
  assert.equal(await find("aws:apigatewayv2/route:Route", route, routes), "a1/r1");
  const queue = (QueueUrl: string) => ({ requestParameters: { QueueUrl } });
  const sent = { integrationType: "AWS_PROXY", integrationSubtype: "SQS-SendMessage" };
  const one = input({ apiId: "a1", ...sent, "requestParameters.QueueUrl": "q2" });
  const integrations = ["q1", "q2", "q2"].map((url, i) => (
    { integrationId: `i${i}`, ...sent, ...queue(url) }
  ));
  const integration = "aws:apigatewayv2/integration:Integration";
  assert.equal(await find(integration, one, integrations), undefined);
  assert.equal(await find(integration, one, integrations, ["i1"]), "a1/i2");
  const mapping = input({ domainName: "x.example.org", apiId: "a1" });
  assert.equal(
    await find("aws:apigatewayv2/apiMapping:ApiMapping", mapping, [
      { apiMappingId: "m1", apiId: "a1", apiMappingKey: "v1" },
      { apiMappingId: "m2", apiId: "a1", apiMappingKey: "" },
      { apiMappingId: "m3", apiId: "a2", apiMappingKey: "" },
    ]),
    "m2/x.example.org",
  );
  const configuration = "aws:msk/configuration:Configuration";
  const named = [{ name: "other", arn: "arn:1" }, { name: "mine", arn: "arn:2" }];
  assert.equal(await find(configuration, { physicalName: "mine" }, named), "arn:2");
  assert.equal(await find(configuration, {}, named), undefined);
  const mount = "aws:efs/mountTarget:MountTarget";
  const targets = [{ MountTargetId: "fsmt-1", SubnetId: "s-1" }];
  assert.equal(
    await find(mount, input({ fileSystemId: "fs-1", subnetId: "s-1" }), targets),
    "fsmt-1",
  );
  assert.equal(await find(mount, input({ fileSystemId: "fs-1" }), targets), undefined);
  assert.deepEqual([...new Set(asked)], [
    "apigateway GetRoutes /v2/apis/a1/routes",
    "apigateway GetIntegrations /v2/apis/a1/integrations",
    "apigateway GetApiMappings /v2/domainnames/x.example.org/apimappings",
    "kafka ListConfigurations /v1/configurations",
    'elasticfilesystem DescribeMountTargets /2015-02-01/mount-targets {"FileSystemId":"fs-1"}',
  ]);
});

/** Who lists them sees those of all tenants, with the ids that they are deleted by. */
const NOT_FOUND = ["aws:cloudfront/originAccessControl:OriginAccessControl"];

Deno.test("wayOfFinding() knows one for all that kinds make, but for what is known not to be found", () => {
  const folder = new URL("../../kinds/snapshots/", import.meta.url);
  const types = new Set<string>();
  for (const { name } of Deno.readDirSync(folder)) {
    const text = Deno.readTextFileSync(new URL(name, folder));
    for (const [, type] of text.matchAll(/"type": "(aws:[^"]+)"/g)) types.add(type!);
  }
  assert.ok(types.size > 80, `${types.size}`);
  assert.deepEqual([...types].filter((type) => !wayOfFinding(type)).sort(), NOT_FOUND);
});

Deno.test("settlePending() takes out what was begun and never ended, and changes nothing else", () => {
  const resource = {
    urn: "urn:pulumi:s::panka::aws:s3/bucket:Bucket::a/b/c",
    type: "aws:s3/bucket:Bucket",
  };
  const latest = { resources: [{ ...resource, id: "b", extra: 1 }], manifest: { x: 1 } };
  const bytes = (latest: unknown) =>
    new TextEncoder().encode(JSON.stringify({ version: 3, checkpoint: { stack: "s", latest } }));
  const settled = settlePending(
    bytes({ ...latest, pending_operations: [{ resource, type: "creating" }] }),
  );
  assert.deepEqual(settled, { checkpoint: bytes(latest), begun: [{ resource, type: "creating" }] });
  const clean = bytes(latest);
  assert.equal(settlePending(clean).checkpoint, clean);
});

Deno.test("settled() tells what was begun in the cloud, and of it what was being made", () => {
  const type = "aws:s3/bucket:Bucket";
  const of = (type: string, key: string) => ({ urn: `urn:pulumi:s::panka::${type}::${key}`, type });
  const operations = [
    { type: "creating", resource: { ...of(type, "a/b/c"), inputs: { bucket: "c" } } },
    { type: "deleting", resource: of(type, "a/b/d") },
    { type: "creating", resource: of("pulumi:providers:aws", "aws") },
  ];
  const latest = { pending_operations: operations };
  const document = { version: 3, checkpoint: { stack: "s", latest } };
  const { begun } = settled({
    ...{ name: "s", region: "eu-west-1", graph: { resources: [], lookups: [], outputs: {} } },
    checkpoint: new TextEncoder().encode(JSON.stringify(document)),
  });
  assert.deepEqual(begun.created, [operations[0]!.resource]);
  const told = begun.lost.map(({ key, physicalName }) => [key, physicalName]);
  assert.deepEqual(told, [["a/b/c", "c"], ["a/b/d", undefined]]);
});
