import assert from "node:assert/strict";
import { findKind } from "../../src/kinds/registry.ts";
import { component, errorsOf, load, render, snapshot } from "./harness.ts";

const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/1234";
const FUNCTION = component(
  "Lambda",
  "handler",
  "runtime: nodejs22.x\nhandler: i.handler\ncode: { s3Bucket: b, s3Key: k }",
);
const TASKS = (balancer: string) =>
  component(
    "MicroService",
    "web",
    `image: { repository: nginx, tag: "1" }\nports: [8080]\n${balancer}`,
  );
const own = (spec: string, ...others: string[]) =>
  render([component("APIGateway", "rest", spec), ...others]).graph.resources
    .filter((r) => r.key.startsWith("api/rest/"));
const errors = (spec: string, ...others: string[]) =>
  errorsOf(load([component("APIGateway", "rest", spec), ...others]));

Deno.test("APIGateway renders an API with a log when it has no routes", () => {
  snapshot("api-gateway-minimal", render([component("APIGateway", "rest", "")]).graph);
});

Deno.test("APIGateway leads to functions, tasks, queues and URLs", () => {
  const spec = `routes:
  - path: /f/{proxy+}
    target: handler
    authorizer: users
    scopes: [read]
  - { path: /g, method: GET, target: handler, authorizer: iam }
  - { path: /web, target: web, timeoutMillis: 5000 }
  - { path: /jobs, method: POST, target: jobs }
  - { path: $default, url: "https://example.com/" }
authorizers:
  - name: users
    jwt: { issuer: "https://login.example.com/", audiences: [shop] }
  - name: own
    component: handler
defaultAuthorizer: own
cors: { allowOrigins: ["https://www.example.com"] }
throttle: { ratePerSecond: 10, burst: 20 }`;
  snapshot(
    "api-gateway-routes",
    own(
      spec,
      FUNCTION,
      TASKS("loadBalancer: { internal: true }"),
      component("SQS", "jobs", "type: fifo"),
    ),
  );
});

Deno.test("APIGateway has a name of its own when it is given a domain", () => {
  const spec =
    `domain: { name: api.example.com, certificateArn: "${CERTIFICATE}", hostedZoneId: Z0123456789ABC, basePath: v1 }
disableDefaultEndpoint: true
accessLogs: { enabled: false }`;
  const { graph } = render([component("APIGateway", "rest", spec)]);
  snapshot("api-gateway-domain", graph);
  assert.deepEqual(graph.outputs["api/rest"]!.url, {
    $join: ["https://", "api.example.com", "/v1"],
  });
});

Deno.test("APIGateway makes one integration and one permission for a function with many routes", () => {
  const types = own(
    "routes: [{ path: /a, target: handler }, { path: /b, target: handler }, { path: /c, target: handler, timeoutMillis: 50 }]",
    FUNCTION,
  ).map((r) => r.type.split(":").at(-1));
  const count = (type: string) => types.filter((t) => t === type).length;
  assert.deepEqual([count("Route"), count("Integration"), count("Permission")], [3, 2, 1]);
});

Deno.test("APIGateway keeps a route's key when routes are moved", () => {
  const keys = (routes: string[]) =>
    own(
      `routes: [${routes.map((path) => `{ path: ${path}, target: handler }`).join(", ")}]`,
      FUNCTION,
    )
      .map((r) => r.key).sort();
  assert.deepEqual(keys(["/a", '"/{all+}"']), keys(['"/{all+}"', "/a"]));
});

Deno.test("APIGateway checks the name in a balancer's certificate", () => {
  const [integration] = own(
    "routes: [{ path: /, target: front }]",
    component(
      "ALB",
      "front",
      `internal: true
listeners: [{ port: 443, certificateArn: "${CERTIFICATE}" }]
records: [{ name: o.example.com, hostedZoneId: Z0123456789ABC }]`,
    ),
  ).filter((r) => r.type.endsWith(":Integration"));
  assert.deepEqual(integration!.properties.tlsConfig, { serverNameToVerify: "o.example.com" });
  assert.deepEqual(integration!.properties.integrationUri, {
    $attr: ["api/front/listener-443", "arn"],
  });
});

Deno.test("APIGateway refuses what does not fit together, and says what to do", () => {
  const cases: [string, ...string[]][] = [
    [
      "routes: [{ path: /a, target: handler, authorizer: nobody }]",
      'unknown-authorizer there is no authorizer "nobody" | name one of these, or add it to authorizers',
    ],
    [
      "defaultAuthorizer: nobody",
      'unknown-authorizer there is no authorizer "nobody" | name one of these, or add it to authorizers',
    ],
    [
      "authorizers: [{ name: iam, component: handler }]",
      'wrong-name An authorizer can\'t be called "iam" | choose another name',
    ],
    [
      "routes: [{ path: /a, target: handler }, { path: /a, target: handler }]",
      'duplicate-item "ANY /a" is there twice | remove one of the two',
    ],
    [
      "routes: [{ path: /a, target: handler, scopes: [x] }]",
      'jwt-only "scopes" needs an authorizer with jwt | name an authorizer with jwt, or remove "scopes"',
    ],
    [
      'routes: [{ path: "/{all+}/b", target: handler }]',
      "wrong-path {name+} must be the last part of a path | end it there: /{all+}",
    ],
    [
      'cors: { allowOrigins: ["*"], allowCredentials: true }',
      'open-credentials Cookies can\'t be allowed for every page ("*") | name the origins, or set allowCredentials: false',
    ],
    [
      "disableDefaultEndpoint: true",
      "unreachable Nobody could call the API | add domain, or set disableDefaultEndpoint: false",
    ],
  ];
  for (const [spec, ...expected] of cases) assert.deepEqual(errors(spec, FUNCTION), expected, spec);
});

Deno.test("APIGateway refuses components that it can't reach", () => {
  const web = "routes: [{ path: /, target: web }]";
  assert.deepEqual(errors(web, TASKS("")), [
    'unreachable API Gateway can\'t reach "api/web" | add loadBalancer: {internal: true} to "api/web"',
  ]);
  assert.deepEqual(errors(web, TASKS("loadBalancer: { shared: true }")), [
    'unreachable API Gateway can\'t reach "api/web" | name the ALB or NLB component in front of it',
  ]);
  const secure = `loadBalancer: { internal: true, certificateArn: "${CERTIFICATE}" }`;
  assert.deepEqual(errors(web, TASKS(secure)), [
    'unknown-name API Gateway can\'t check the certificate of "api/web" | add loadBalancer.hostname to "api/web"',
  ]);
  const front = component(
    "ALB",
    "front",
    `internal: true\nlisteners: [{ port: 443, certificateArn: "${CERTIFICATE}" }]`,
  );
  assert.deepEqual(errors("routes: [{ path: /, target: front }]", front), [
    'unknown-name API Gateway can\'t check the certificate of "api/front" | add records to "api/front", or put a listener without a certificate first',
  ]);
  assert.deepEqual(
    errors("routes: [{ path: /, method: GET, target: jobs }]", component("SQS", "jobs", "")),
    ["no-body A GET request can't be sent to a queue | set method: POST"],
  );
});

Deno.test("APIGateway access() lets clients call this API", () => {
  const kind = findKind("APIGateway")!;
  assert.deepEqual(kind.access!({ arn: "arn:a" }, { via: "environment", mode: "use" }, {}), [
    { actions: ["execute-api:Invoke"], resources: [{ $join: ["arn:a", "/*"] }] },
  ]);
});
