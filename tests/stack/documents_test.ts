import assert from "node:assert/strict";
import {
  componentOf,
  doc,
  docs,
  load,
  onlyError,
  stackDoc,
  told,
  withComponents,
} from "./loading.ts";

Deno.test("loadStack() takes Windows line ends and a byte-order mark, and counts columns as without", () => {
  const windows = (text: string) => `\ufeff${text.replaceAll("\n", "\r\n")}`;
  const tree = (spec: string) => ({
    "stack.yaml": windows(stackDoc()),
    "services/api/q.yaml": windows(doc("SQS", "q", spec)),
  });
  assert.equal(
    componentOf(load(tree("{ visibilityTimeout: 60 }")), "api/q").spec.visibilityTimeout,
    60,
  );
  const { diagnostics } = load(tree("{ typo: 1 }"));
  assert.deepEqual(diagnostics[0]!.place, {
    file: "services/api/q.yaml",
    line: 4,
    column: 9,
    length: 4,
    source: "spec: { typo: 1 }",
  });
});

Deno.test("loadStack() counts documents that are empty or only comments as nothing", () => {
  const { stack, diagnostics } = withComponents([
    "# only a comment\n",
    doc("SQS", "q"),
    "\n",
    "# the end\n",
  ]);
  assert.deepEqual(diagnostics, []);
  assert.equal(stack!.components.length, 1);
});

Deno.test("loadStack() warns of each file in which nothing is written", () => {
  const { stack, diagnostics } = load({
    "stack.yaml": stackDoc(),
    "services/api/empty.yaml": "",
    "services/api/comments.yaml": "# kind: SQS\n",
    "services/api/queue.yaml": doc("SQS", "q"),
    "infra/none.yaml": "---\n---\n",
    "environments/dev/blank.yaml": "\n",
  });
  assert.ok(stack);
  assert.deepEqual(
    diagnostics.map(({ severity, code, place }) => [severity, code, place?.file]),
    ["environments/dev/blank", "infra/none", "services/api/comments", "services/api/empty"]
      .map((path) => ["warning", "empty-file", `${path}.yaml`]),
  );
});

Deno.test("loadStack() warns of older API groups and refuses others with the right one", () => {
  const of = (group: string) =>
    withComponents([doc("SQS", "q").replace("components.panka.io/v1", group)]);
  for (const old of ["panka.io/v1", "panka.dev/v1"]) {
    assert.ok(of(old).stack);
    assert.match(
      told(of(old), "warning")[0]!,
      /all.yaml:1:13 old-api-version .*\| apiVersion: components/,
    );
  }
  assert.match(
    onlyError(of("components.panka.io/v2")),
    /:1:13 wrong-api-version .*\| apiVersion: components.panka.io\/v1/,
  );
  assert.match(onlyError(of("core.panka.io/v1")), /apiVersion of SQS is not "core.panka.io\/v1"/);
  const { diagnostics } = withComponents([doc("SQS", "q").replace(/^.*\n/, "")]);
  assert.match(diagnostics[0]!.summary, /the document needs "apiVersion"/);
});

Deno.test("loadStack() names the nearest kind, and all where none is near", () => {
  assert.match(
    onlyError(withComponents([doc("SQSS", "q")])),
    /:2:7 unknown-kind there is no kind "SQSS" \| kind: SQS/,
  );
  assert.match(onlyError(withComponents([doc("Banana", "q")])), /use one of Stack, Service, .*SQS/);
  assert.match(
    onlyError(withComponents([doc("TenantConfig", "q")])),
    /there is no kind "TenantConfig"/,
  );
});

Deno.test("loadStack() takes the other names of kinds", () => {
  const stack = withComponents([doc("EKSCluster", "k", '{ version: "1.33" }')]);
  assert.equal(componentOf(stack, "api/k").kind.name, "EKS");
});

Deno.test("loadStack() tells misspelt heads once, with their right spelling", () => {
  for (const key of ["apiVersion", "kind", "metadata", "spec"]) {
    const wrong = `${key.slice(0, -2)}${key.at(-1)}${key.at(-2)}`;
    const result = withComponents([
      doc("SQS", "q", "{ type: fifo }").replace(`${key}:`, `${wrong}:`),
    ]);
    const errors = told(result).filter((it) => it.includes("unknown-field"));
    assert.match(errors[0]!, new RegExp(`unknown field "${wrong}".*rename it to "${key}"`));
  }
});

Deno.test("loadStack() says where a field of the spec belongs that stands beside it or in metadata", () => {
  assert.match(
    onlyError(withComponents([doc("SQS", "q") + "visibilityTimeout: 3\n"])),
    /indent "visibilityTimeout" under "spec"/,
  );
  assert.match(
    onlyError(withComponents([doc("SQS", "q", "{}", "visibilityTimeout: 3")])),
    /put "visibilityTimeout" under spec:/,
  );
});

Deno.test("loadStack() says of all errors in all files at once, errors before warnings", () => {
  const result = load({
    "stack.yaml": stackDoc("{ variables: { ENVIRONMENT: live } }"),
    "services/api/a.yaml": docs(
      doc("SQS", "a", "{ type: lifo, delaySeconds: 901 }"),
      doc("SQS", "b", "{ x: 1 }"),
    ),
    "services/web/c.yaml": doc("Lambda", "c"),
  });
  assert.deepEqual(
    result.diagnostics.map((d) => `${d.severity} ${d.place?.file.replace(/^.*\//, "")} ${d.code}`),
    [
      "error a.yaml wrong-value",
      "error a.yaml wrong-value",
      "error a.yaml unknown-field",
      "error c.yaml missing-field",
      "warning stack.yaml hidden-built-in",
    ],
  );
});

Deno.test("loadStack() does not call what a broken file may define unknown", () => {
  const result = load({
    "stack.yaml": stackDoc(),
    "services/api/a.yaml": doc("SQS", "a", "{ dependsOn: [gone] }"),
    "services/api/b.yaml": doc("SQS", "gone") + "\t- oops: [\n",
  });
  assert.deepEqual(told(result).map((it) => it.split(" ")[1]), ["syntax"]);
});

Deno.test("loadStack() keeps texts as they are written where YAML would make numbers of them", () => {
  const spec =
    "{ image: { repository: a/b, tag: 1.10 }, environment: [{ name: A, value: 0x10 }, { name: B, value: true }] }";
  const { spec: read } = componentOf(withComponents([doc("MicroService", "m", spec)]), "api/m");
  assert.deepEqual((read.image as { tag: string }).tag, "1.10");
  assert.deepEqual((read.environment as { value: string }[]).map((it) => it.value), [
    "0x10",
    "true",
  ]);
});

Deno.test("loadStack() notes fields without effect, and warns of those without value", () => {
  const result = withComponents([
    doc(
      "MicroService",
      "m",
      "{ image: { repository: a, tag: b, pullPolicy: Always }, replicas: , command: }",
    ),
  ]);
  assert.ok(result.stack);
  assert.match(told(result, "note").join("\n"), /ignored-field "pullPolicy" has no effect/);
  assert.deepEqual(told(result, "warning").map((it) => it.split(" ")[1]), [
    "empty-field",
    "empty-field",
  ]);
});

Deno.test("loadStack() says how what was meant is written", () => {
  const cases: [string, RegExp][] = [
    [
      "apiVersion: components.panka.io/v1\nkind: SQS\nspec: {}\n",
      /needs "metadata" \| add metadata: /,
    ],
    [doc("SQS", "ördérs"), /\| name: orders$/],
    [doc("SQS", "q", "{ dependsOn: -other -one }"), /\| dependsOn: \[other, one\]$/],
    [doc("MicroService", "m", "{ image: { repository: a, tag: $TAG } }"), /\| tag: \$\{TAG\}$/],
    [
      doc("MicroService", "m", '{ image: { repository: a, tag: "${{ TAG }}" } }'),
      /\| write \$\{TAG\}$/,
    ],
    [
      docs(doc("SQS", "orders-queue"), doc("SNS", "t", "{ dependsOn: [api/orders-db] }")),
      /no component "api\/orders-db" \| use one of /,
    ],
  ];
  for (const [text, said] of cases) assert.match(onlyError(withComponents([text])), said);
});
