import assert from "node:assert/strict";
import { componentOf, doc, load, loaded, onlyError, stackDoc, told } from "./loading.ts";

const withInfra = (kind: string, spec: string, stack = "{}") => ({
  "stack.yaml": stackDoc(stack),
  "infra/x.yaml": doc(kind, "x", spec),
  "services/api/q.yaml": doc("SQS", "q"),
  "services/api/t.yaml": doc("DynamoDB", "t", "{ hashKey: { name: id, type: S } }"),
});

Deno.test("loadStack() takes the log retention of Observability, 30 days without", () => {
  assert.equal(loaded(withInfra("Observability", "{ logRetentionDays: 90 }")).logRetentionDays, 90);
  assert.equal(loaded({ "stack.yaml": stackDoc() }).logRetentionDays, 30);
  assert.match(
    onlyError(load(withInfra("Observability", "{ logRetentionDays: 31 }"))),
    /infra\/x.yaml:4:27 wrong-value .* \| logRetentionDays: 30/,
  );
});

Deno.test("loadStack() protects what holds data, and nothing else, where Security says so", () => {
  const result = load(withInfra("Security", "{ deletionProtection: true, kmsKeyId: alias/shop }"));
  assert.equal(componentOf(result, "api/t").spec.deletionProtection, true);
  assert.equal(componentOf(result, "api/q").spec.deletionProtection, undefined);
  assert.equal(result.stack!.kmsKeyId, "alias/shop");
  const own = load({
    ...withInfra("Security", "{ deletionProtection: true }"),
    "services/api/t.yaml": doc(
      "DynamoDB",
      "t",
      "{ hashKey: { name: id, type: S }, deletionProtection: false }",
    ),
  });
  assert.equal(componentOf(own, "api/t").spec.deletionProtection, false);
});

Deno.test("loadStack() takes Networking where the stack itself says nothing of it", () => {
  const network = "{ existing: { vpcId: vpc-1, subnetIds: { private: [subnet-1] } } }";
  assert.equal(loaded(withInfra("Networking", network)).networking!.existing!.vpcId, "vpc-1");
  const stack = loaded(
    withInfra(
      "Networking",
      network,
      "{ networking: { existing: { vpcId: vpc-2, subnetIds: {} } } }",
    ),
  );
  assert.equal(stack.networking!.existing!.vpcId, "vpc-2");
});

Deno.test("loadStack() adds the tags of InfraDefaults below those of the stack", () => {
  const stack = loaded(
    withInfra("InfraDefaults", "{ tags: { a: infra, b: infra } }", "{ defaultTags: { b: stack } }"),
  );
  assert.deepEqual(stack.defaultTags, { a: "infra", b: "stack" });
});

Deno.test("loadStack() lays ComponentInfra over the component beside it", () => {
  const tree = {
    "stack.yaml": stackDoc(),
    "services/api/components/q/sqs.yaml": doc(
      "SQS",
      "q",
      "{ delaySeconds: 1, visibilityTimeout: 60 }",
    ),
    "services/api/components/q/infra.yaml": doc("ComponentInfra", "q", "{ delaySeconds: 2 }"),
    "services/web/q.yaml": doc("SQS", "q", "{ delaySeconds: 3 }"),
  };
  const { spec } = componentOf(load(tree), "api/q");
  assert.deepEqual([spec.delaySeconds, spec.visibilityTimeout], [2, 60]);
  assert.equal(componentOf(load(tree), "web/q").spec.delaySeconds, 3);
});

Deno.test("loadStack() puts the labels of a service below those of its components", () => {
  const result = load({
    "stack.yaml": stackDoc(),
    "services/api/service.yaml": doc("Service", "api", "{}", "labels: { a: service, b: service }"),
    "services/api/q.yaml": doc("SQS", "q", "{}", "labels: { b: own, c: '${STACK}' }"),
  });
  assert.deepEqual(componentOf(result, "api/q").labels, { a: "service", b: "own", c: "shop" });
});

Deno.test("loadStack() chooses the environment: named, the only one, else dev", () => {
  const of = (spec: string, environment?: string) =>
    load({ "stack.yaml": stackDoc(spec) }, { environment });
  assert.equal(of("{}").stack!.environment, "dev");
  assert.equal(of("{}", "any").stack!.environment, "any");
  assert.equal(of("{ environments: { live: {} } }").stack!.environment, "live");
  const two = "{ environments: { live: { production: true, region: eu-west-2 }, staging: {} } }";
  assert.deepEqual(
    [
      of(two, "live").stack!.production,
      of(two, "live").stack!.region,
      of(two, "staging").stack!.production,
    ],
    [true, "eu-west-2", false],
  );
  assert.match(onlyError(of(two, "stagin")), /unknown-environment .*"stagin" \| use -e staging/);
  assert.match(onlyError(of(two)), /unknown-environment .* \| use -e live or -e staging/);
});

Deno.test("loadStack() warns of an overlay that no environment uses", () => {
  const result = load({
    "stack.yaml": stackDoc("{ environments: { live: {} } }"),
    "environments/prod/x.yaml": doc("Stack", "shop"),
  });
  assert.match(
    told(result, "warning")[0]!,
    /undeclared-environment environments\/prod\/ is never used/,
  );
});
