import assert from "node:assert/strict";
import type { LoadOptions } from "../../src/stack/load.ts";
import {
  componentOf,
  doc,
  load,
  onlyError,
  stackDoc,
  told,
  type Tree,
  withComponents,
} from "./loading.ts";

/** What `${…}` texts become in the environment of Lambda "q" of service "api". */
function resolved(
  text: string,
  {
    stack = "{ variables: { A: from-stack, EMPTY: '' } }",
    service = "{}",
    own = "{}",
    more = {},
    ...options
  }:
    & { stack?: string; service?: string; own?: string; more?: Tree }
    & Partial<LoadOptions> = {},
): unknown {
  const { spec } = componentOf(
    load({
      "stack.yaml": stackDoc(stack),
      "services/api/service.yaml": doc("Service", "api", service),
      "services/api/q.yaml": doc(
        "Lambda",
        "q",
        `{ runtime: nodejs22.x, handler: a.b, code: { zipFile: x }, variables: ${own}, environment: { T: ${
          JSON.stringify(text)
        } } }`,
      ),
      ...more,
    }, options),
    "api/q",
  );
  return (spec.environment as { T: unknown }).T;
}

Deno.test("loadStack() resolves every form of a variable", () => {
  assert.equal(resolved("${A}"), "from-stack");
  assert.equal(resolved("x-${A}-${A}"), "x-from-stack-from-stack");
  assert.equal(resolved("${NONE:-default}"), "default");
  assert.equal(resolved("${NONE:-}"), "");
  assert.equal(resolved("${EMPTY:-default}"), "default");
  assert.equal(resolved("${EMPTY}"), "");
  assert.equal(resolved("${A:-default}"), "from-stack");
  assert.equal(resolved("${A:?needed}"), "from-stack");
  assert.equal(resolved("$${A}"), "${A}");
  assert.equal(resolved("$$${A}"), "$${A}");
  assert.equal(resolved("$A {A} $"), "$A {A} $");
  assert.equal(resolved("${ A }"), "from-stack");
});

Deno.test("loadStack() takes a variable from the nearest place that has it", () => {
  const stack =
    "{ variables: { A: stack }, environments: { dev: { variables: { A: environment } } } }";
  const places = {
    stack: "{ variables: { A: stack } }",
    service: "{ variables: { A: service } }",
    own: "{ A: component }",
  };
  assert.equal(resolved("${A}", { stack: places.stack }), "stack");
  assert.equal(resolved("${A}", { ...places, own: "{}" }), "service");
  assert.equal(resolved("${A}", places), "component");
  assert.equal(resolved("${A}", { ...places, stack }), "environment");
  assert.equal(resolved("${A}", { ...places, stack, variables: { A: "flag" } }), "flag");
  const overlay = {
    "environments/dev/stack.yaml": doc("Stack", "shop", "{ variables: { A: overlay } }"),
  };
  assert.equal(resolved("${A}", { ...places, more: overlay }), "overlay");
});

Deno.test("loadStack() knows the built-in variables", () => {
  const options = {
    tenant: "acme",
    region: "us-west-2",
    defaults: {
      region: "eu-west-3",
      accountId: "123456789012",
      defaultTags: {},
      production: [],
    },
    environment: "test",
  };
  assert.equal(
    resolved(
      "${STACK} ${ENVIRONMENT} ${SERVICE} ${COMPONENT} ${TENANT} ${REGION} ${ACCOUNT_ID}",
      options,
    ),
    "shop test api q acme eu-west-3 123456789012",
  );
});

Deno.test("loadStack() warns of a variable that hides a built-in with another value", () => {
  const of = (value: string) =>
    load({ "stack.yaml": stackDoc(`{ variables: { ENVIRONMENT: ${value} } }`) });
  assert.match(
    told(of("production"), "warning")[0]!,
    /stack.yaml:4:35 hidden-built-in variable "ENVIRONMENT" hides the built-in, which is "dev" here/,
  );
  assert.deepEqual(told(of("dev"), "warning"), []);
});

Deno.test("loadStack() takes variables of other services by their service's name", () => {
  const more = {
    "services/web/service.yaml": doc(
      "Service",
      "web",
      '{ variables: { PORT: "80", URL: "h:${PORT}" } }',
    ),
  };
  assert.equal(resolved("${web.PORT}", { more }), "80");
  assert.equal(resolved("${web.URL}", { more }), "h:80");
  assert.equal(resolved("${api.A}"), "from-stack");
  const wrong = load({
    "stack.yaml": stackDoc(),
    "services/api/q.yaml": doc("SQS", "q", '{ tags: { t: "${web.PROT}" } }'),
    ...more,
  });
  assert.match(
    onlyError(wrong),
    /:4:21 unknown-variable service "web" has no variable "PROT" \| \$\{web.PORT\}/,
  );
});

Deno.test("loadStack() gives a whole text the type of its field", () => {
  const spec = '{ visibilityTimeout: "${N}", type: "${T}", deadLetterQueue: { enabled: "${B}" } }';
  const result = withComponents(
    [doc("SQS", "q", spec)],
    '{ variables: { N: "60", T: FIFO, B: "true" } }',
  );
  const { visibilityTimeout, type, deadLetterQueue } = componentOf(result, "api/q").spec;
  assert.deepEqual([visibilityTimeout, type, (deadLetterQueue as { enabled: boolean }).enabled], [
    60,
    "fifo",
    true,
  ]);
  const wrong = withComponents(
    [doc("SQS", "q", spec)],
    '{ variables: { N: many, T: fifo, B: "true" } }',
  );
  assert.match(
    onlyError(wrong),
    /all.yaml:4:28 wrong-value "visibilityTimeout" must be a whole number/,
  );
});

Deno.test("loadStack() keeps what a variable holds out of the YAML", () => {
  assert.equal(
    resolved("${A}", { variables: { A: 'x\ntype: fifo\n- "[{' } }),
    'x\ntype: fifo\n- "[{',
  );
});

Deno.test("loadStack() lets variables use each other, and names a circle", () => {
  assert.equal(resolved("${A}", { stack: '{ variables: { A: "${B}!", B: "${C}", C: c } }' }), "c!");
  const result = withComponents(
    [doc("SQS", "q", '{ tags: { t: "${A}" } }')],
    '{ variables: { A: "${B}", B: "${A}" } }',
  );
  assert.match(
    onlyError(result),
    /stack.yaml:4:\d+ wrong-variable variable "[AB]" refers to itself: A → B → A/,
  );
});

Deno.test("loadStack() says of a variable that there is not, where it is used, with the nearest", () => {
  const of = (text: string) =>
    withComponents(
      [doc("SQS", "q", `{ tags: { t: "x ${text}" } }`)],
      "{ variables: { LEVEL: a } }",
    );
  const { diagnostics: [d] } = of("${LEVLE}");
  assert.deepEqual([d!.place!.line, d!.place!.column, d!.place!.length], [4, 23, 8]);
  assert.equal(d!.replacement, "${LEVEL}");
  assert.match(
    onlyError(of("${NOTHING_LIKE_IT}")),
    /set it under variables: .*--var NOTHING_LIKE_IT=/,
  );
  assert.match(
    onlyError(of("${NEEDED:?say which}")),
    /missing-variable variable "NEEDED" must be given: say which/,
  );
  assert.match(onlyError(of("${LEVEL")), /bad-reference a \$\{ is not closed/);
  assert.match(onlyError(of("${a b}")), /"\$\{a b\}" is not a reference/);
  assert.match(onlyError(of("${}")), /is not a reference/);
});

Deno.test("loadStack() takes variables given by flags over all others, numbers as texts", () => {
  const spec = '{ image: { repository: a, tag: "${VERSION}" } }';
  const result = withComponents(
    [doc("MicroService", "m", spec)],
    "{ variables: { VERSION: 1.10 } }",
  );
  assert.equal((componentOf(result, "api/m").spec.image as { tag: string }).tag, "1.10");
});
