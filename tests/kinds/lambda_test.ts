import assert from "node:assert/strict";
import type { Resource } from "../../src/engine/resource.ts";
import { lambda } from "../../src/kinds/lambda.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const CODE = "runtime: nodejs22.x\nhandler: index.handler\ncode: { s3Bucket: code, s3Key: fn.zip }";
const fn = (spec: string) => component("Lambda", "fn", `${CODE}\n${spec}`);
const ofType = (all: Resource[], type: string) =>
  all.filter((resource) => resource.type.endsWith(`:${type}`));
const statementsOf = (all: Resource[]) =>
  (all.find(({ key }) => key === "api/fn/role-policy")!.properties.policy as {
    $json: { Statement: { Action: string[]; Resource: unknown }[] };
  }).$json.Statement;

const QUEUE = component("SQS", "jobs", "visibilityTimeout: 180");
const TABLE = component(
  "DynamoDB",
  "orders",
  "hashKey: { name: id, type: S }\nstream: { viewType: NEW_IMAGE }",
);

Deno.test("Lambda renders function, role and log group from its code alone", () => {
  snapshot("lambda-minimal", render([fn("")]).graph);
});

Deno.test("Lambda in a VPC with a queue, a schedule and variables renders the way to all of them", () => {
  const { graph } = render([
    fn(`environment:
  TABLE: { valueFrom: { component: orders, output: tableName } }
  LEVEL: info
triggers:
  - { type: sqs, source: { component: jobs }, batchSize: "50" }
  - { type: eventbridge, schedule: "0 3 * * *", description: "Every night" }
vpc: { enabled: true }
reservedConcurrentExecutions: 5`),
    QUEUE,
    TABLE,
  ]);
  snapshot("lambda-triggers", graph.resources.filter(({ key }) => key.startsWith("api/fn/")));
});

Deno.test("Lambda reads messages of its trigger's queue and only uses the table of its variable", () => {
  const { graph } = render([
    fn(`environment: { TABLE: "\${orders.tableName}" }
triggers: [{ type: sqs, source: jobs }]`),
    QUEUE,
    TABLE,
  ]);
  const statements = statementsOf(graph.resources);
  const on = (name: string) =>
    statements.filter(({ Resource }) => JSON.stringify(Resource).includes(`api/${name}/`));
  const queue = on("jobs").flatMap(({ Action }) => Action);
  assert.ok(queue.includes("sqs:ReceiveMessage") && !queue.includes("sqs:SendMessage"));
  const table = on("orders").flatMap(({ Action }) => Action);
  assert.ok(table.includes("dynamodb:PutItem") && !table.includes("dynamodb:GetRecords"));
});

Deno.test("Lambda polls a table's stream from new records on", () => {
  const { graph } = render([
    fn("triggers: [{ type: dynamodb, source: orders, filters: [{ eventName: [INSERT] }] }]"),
    TABLE,
  ]);
  const [mapping] = ofType(graph.resources, "EventSourceMapping");
  const { eventSourceArn, startingPosition, filterCriteria } = mapping!.properties;
  assert.deepEqual(eventSourceArn, { $attr: ["api/orders/table", "streamArn"] });
  assert.equal(startingPosition, "LATEST");
  assert.deepEqual(filterCriteria, {
    filters: [{ pattern: { $json: { eventName: ["INSERT"] } } }],
  });
});

Deno.test("Lambda waits a second for batches that a queue gives only then", () => {
  const windowOf = (batch: number) => {
    const { graph } = render([
      fn(`triggers: [{ type: sqs, source: jobs, batchSize: ${batch} }]`),
      QUEUE,
    ]);
    return ofType(graph.resources, "EventSourceMapping")[0]!.properties
      .maximumBatchingWindowInSeconds;
  };
  assert.deepEqual([windowOf(10), windowOf(11)], [undefined, 1]);
});

Deno.test("Lambda makes one HTTP API of all its routes and answers its URL", () => {
  const { graph } = render([fn(`triggers:
  - { type: apigateway, http: { method: get, path: "/orders/{id}" } }
  - { type: http, http: /health }`)]);
  const routes = ofType(graph.resources, "Route");
  assert.deepEqual(routes.map(({ properties }) => properties.routeKey), [
    "GET /orders/{id}",
    "ANY /health",
  ]);
  assert.equal(ofType(graph.resources, "Api").length, 1);
  assert.deepEqual(graph.outputs["api/fn"]!.url, { $attr: ["api/fn/api", "apiEndpoint"] });
});

Deno.test("Lambda writes all its notifications of one bucket together", () => {
  const { graph } = render([
    fn(`triggers:
  - { type: s3, source: files, s3: { prefix: in/ } }
  - { type: s3, source: files, s3: { events: ["s3:ObjectRemoved:*"] } }`),
    component("S3", "files", ""),
  ]);
  const notifications = ofType(graph.resources, "BucketNotification");
  assert.equal(notifications.length, 1);
  const told = notifications[0]!.properties.lambdaFunctions as Record<string, unknown>[];
  assert.deepEqual(told.map(({ events, filterPrefix }) => [events, filterPrefix]), [
    [["s3:ObjectCreated:*"], "in/"],
    [["s3:ObjectRemoved:*"], undefined],
  ]);
});

Deno.test("Lambda subscribes to a topic that may call it", () => {
  const { graph } = render([
    fn("triggers: [{ type: sns, source: news, filterPolicy: { kind: [a] } }]"),
    component("SNS", "news", ""),
  ]);
  const [subscription] = ofType(graph.resources, "TopicSubscription");
  assert.deepEqual(subscription!.properties.filterPolicy, { $json: { kind: ["a"] } });
  const [permission] = ofType(graph.resources, "Permission");
  assert.deepEqual(permission!.properties.sourceArn, { $attr: ["api/news/policy", "arn"] });
  assert.deepEqual(subscription!.dependsOn, [permission!.key]);
});

Deno.test("Lambda reads a stream outside the stack by its ARN, with leave to do so", () => {
  const arn = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks";
  const { graph } = render([
    fn(`triggers: [{ type: kinesis, source: { arn: "${arn}" }, startingPosition: TRIM_HORIZON }]`),
  ]);
  assert.equal(ofType(graph.resources, "EventSourceMapping")[0]!.properties.eventSourceArn, arn);
  const reading = statementsOf(graph.resources).find(({ Resource }) => Resource === arn);
  assert.ok(reading?.Action.includes("kinesis:GetRecords"));
});

Deno.test("Lambda zips a source in the YAML under the name that its handler looks for", () => {
  const codeOf = (spec: string) =>
    ofType(render([component("Lambda", "fn", spec)]).graph.resources, "Function")[0]!.properties
      .code as { $inlineArchive: Record<string, string> };
  const names = (spec: string) => Object.keys(codeOf(spec).$inlineArchive);
  assert.deepEqual(names("runtime: python3.13\nhandler: app.run\ncode: { zipFile: 'x = 1' }"), [
    "app.py",
  ]);
  assert.deepEqual(
    names("runtime: nodejs22.x\nhandler: index.run\ncode: { zipFile: 'exports.run = 1' }"),
    ["index.js"],
  );
  assert.deepEqual(
    names("runtime: nodejs22.x\nhandler: index.run\ncode: { zipFile: 'export const run = 1' }"),
    ["index.mjs"],
  );
});

Deno.test("Lambda uploads a folder of the service", () => {
  const spec = "runtime: nodejs22.x\nhandler: index.handler\ncode: { path: fn }";
  const { graph } = render([], {
    files: {
      "services/api/fn.yaml": component("Lambda", "fn", spec),
      "services/api/fn/index.js": "exports.handler = async () => 1",
    },
  });
  const { code } = ofType(graph.resources, "Function")[0]!.properties as {
    code: { $archive: string; sha256: string };
  };
  assert.match(code.$archive, /services\/api\/fn$/);
  assert.match(code.sha256, /^[0-9a-f]{64}$/);
});

Deno.test("Lambda runs an image, with an address that signed requests reach", () => {
  const { graph } = render([
    component(
      "Lambda",
      "fn",
      "code: { imageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/fn:1' }\nfunctionUrl: {}",
    ),
  ]);
  const { packageType, runtime } = ofType(graph.resources, "Function")[0]!.properties;
  assert.deepEqual([packageType, runtime], ["Image", undefined]);
  const [url] = ofType(graph.resources, "FunctionUrl");
  assert.equal(url!.properties.authorizationType, "AWS_IAM");
  assert.deepEqual(graph.outputs["api/fn"]!.url, { $attr: ["api/fn/url", "functionUrl"] });
});

Deno.test("Lambda makes no role when it is given one", () => {
  const { graph } = render([fn("roleArn: arn:aws:iam::123456789012:role/mine")]);
  assert.deepEqual(ofType(graph.resources, "Role"), []);
});

Deno.test("Lambda access() lets others call it and nothing else", () => {
  const outputs = { functionArn: "arn:f" };
  assert.deepEqual(lambda.access!(outputs, { via: "environment", mode: "use" }, {}), [{
    actions: ["lambda:InvokeFunction"],
    resources: ["arn:f", { $join: ["arn:f", ":*"] }],
  }]);
});

const refused: [what: string, components: string[], expected: string[]][] = [
  ["code without a runtime", [component("Lambda", "fn", "handler: a.b\ncode: { zipFile: x }")], [
    'missing-field "runtime" is missing | add runtime: nodejs22.x',
  ]],
  ["an image with a runtime", [
    component("Lambda", "fn", "runtime: nodejs22.x\ncode: { imageUri: x }"),
  ], [
    'exclusive-fields "runtime" and "code.imageUri" can\'t be given together | remove "runtime"',
  ]],
  ["Java source in the YAML", [
    component("Lambda", "fn", "runtime: java21\nhandler: a.b\ncode: { zipFile: x }"),
  ], [
    'wrong-value java21 can\'t run source from "zipFile" | use code.path with the compiled program',
  ]],
  ["a variable that Lambda sets", [fn("environment: { AWS_REGION: x }")], [
    'reserved-name "AWS_REGION" can\'t be set | rename it, such as "APP_AWS_REGION"',
  ]],
  ["a queue's trigger without its queue", [fn("triggers: [{ type: sqs }]")], [
    'missing-field a trigger of type sqs needs "source" | add source: {component: my-queue}',
  ]],
  ["a batch of a schedule", [
    fn("triggers: [{ type: eventbridge, schedule: rate(1 hour), batchSize: 5 }]"),
  ], [
    'unused-field "batchSize" has no meaning for a trigger of type eventbridge | remove "batchSize", or set type: sqs',
  ]],
  ["a schedule that is none", [fn("triggers: [{ type: eventbridge, schedule: daily }]")], [
    'wrong-value "daily" is not a schedule | write it as rate(5 minutes), cron(0 3 * * ? *) or "0 3 * * *"',
  ]],
  ["a rule without an occasion", [fn("triggers: [{ type: eventbridge }]")], [
    'missing-field a trigger of type eventbridge needs "schedule" | add schedule: "rate(5 minutes)", or a pattern',
  ]],
  ["a queue that hides messages too shortly", [
    fn("timeout: 300\ntriggers: [{ type: sqs, source: jobs }]"),
    QUEUE,
  ], [
    "short-visibility the queue hides messages for 180 s, and the function may take 300 s | set visibilityTimeout: 1800 on the queue, or timeout: 180 here",
  ]],
  ["a trigger of another kind", [fn("triggers: [{ type: sqs, source: orders }]"), TABLE], [
    "wrong-kind a trigger of type sqs can't come from a component of kind DynamoDB | set type: dynamodb",
  ]],
  ["a table without a stream", [
    fn("triggers: [{ type: dynamodb, source: plain }]"),
    component("DynamoDB", "plain", "hashKey: { name: id, type: S }"),
  ], [
    "missing-stream the table has no stream of changes to read | add stream: {enabled: true, viewType: NEW_AND_OLD_IMAGES} to the table",
  ]],
  ["a bucket whose name is not known", [
    fn('triggers: [{ type: s3, source: { arn: "${files.arn}" } }]'),
    component("S3", "files", ""),
  ], [
    "wrong-value a trigger of type s3 needs the ARN itself, or a component | write source: {component: NAME} in place of the reference",
  ]],
];
for (const [what, components, expected] of refused) {
  Deno.test(`Lambda refuses ${what} and says how to mend it`, () => {
    assert.deepEqual(errorsOf(load(components)), expected);
  });
}

Deno.test("Lambda warns when a database is out of its reach", () => {
  const database = component(
    "RDS",
    "db",
    `engine: { type: postgres, version: "16.4" }
instance: { class: db.t3.micro, storage: { type: gp3, allocatedGB: 20 } }
database: { name: app, username: app, managedPassword: true }`,
  );
  const warnings = (spec: string) =>
    load([fn(`environment: { HOST: "\${db.endpoint}" }\n${spec}`), database]).diagnostics
      .filter(({ code }) => code === "unreachable").map(({ summary }) => summary);
  assert.deepEqual(warnings(""), [`the function can't reach "api/db"`]);
  assert.deepEqual(warnings("vpc: {}"), []);
});

Deno.test("Lambda refuses an environment of more than 4 KB and says how to mend it", () => {
  const problems = (length: number) => {
    const environment = JSON.stringify({ SETTINGS: "x".repeat(length), URL: "https://${SELF}" });
    const spec = `runtime: nodejs22.x\nhandler: a.b\ncode: { zipFile: x }
variables: { SELF: example.com }\nenvironment: ${environment}`;
    return errorsOf(load([component("Lambda", "fn", spec)])).map((error) => error.split(" | ")[0]);
  };
  assert.deepEqual(problems(4000), []);
  assert.deepEqual(problems(4096), [
    "large-environment the environment has 4126 bytes, and AWS Lambda takes 4096",
  ]);
});
