import assert from "node:assert/strict";
import { componentOf, doc, docs, load, onlyError, stackDoc, withComponents } from "./loading.ts";

const user = (value: string, name = "m") =>
  doc(
    "MicroService",
    name,
    `{ image: { repository: a, tag: b }, environment: [{ name: A, ${value} }] }`,
  );
const from = (component: string, output: string) =>
  `valueFrom: { component: ${component}, output: ${output} }`;
const valueOf = (result: ReturnType<typeof load>) =>
  (componentOf(result, "api/m").spec.environment as { value?: unknown; valueFrom?: unknown }[]).map(
    (
      it,
    ) => it.value ?? it.valueFrom,
  )[0];

const TWO_SERVICES = {
  "stack.yaml": stackDoc(),
  "services/web/all.yaml": docs(doc("SQS", "q"), doc("SQS", "only")),
  "services/jobs/all.yaml": doc("SQS", "q"),
};

Deno.test("loadStack() finds a bare name in its own service first, then where it is unique", () => {
  const of = (component: string, own: string[] = []) =>
    load({
      ...TWO_SERVICES,
      "services/api/all.yaml": docs(user(from(component, "queueUrl")), ...own),
    });
  assert.deepEqual(valueOf(of("q", [doc("SQS", "q")])), { $from: "api/q", output: "queueUrl" });
  assert.deepEqual(valueOf(of("only")), { $from: "web/only", output: "queueUrl" });
  assert.deepEqual(valueOf(of("jobs/q")), { $from: "jobs/q", output: "queueUrl" });
  assert.match(
    onlyError(of("q")),
    /ambiguous-component "q" may mean jobs\/q, web\/q.* \| write jobs\/q|ambiguous-component "q" may mean web\/q, jobs\/q \| write web\/q/,
  );
});

Deno.test("loadStack() names the nearest component and output, or all there are", () => {
  const of = (component: string, output: string) =>
    withComponents([user(from(component, output)), doc("SQS", "orders")]);
  assert.match(
    onlyError(of("odrers", "queueUrl")),
    /all.yaml:4:\d+ unknown-component there is no component "odrers" \| orders$/,
  );
  assert.match(onlyError(of("nothing", "queueUrl")), /use one of m, orders$/);
  assert.match(
    onlyError(of("orders", "queueURI")),
    /unknown-output SQS has no output named queueURI \| output: queueUrl$/,
  );
  assert.match(onlyError(of("orders", "address")), /use one of queueUrl, queueName, arn/);
});

Deno.test("loadStack() takes older spellings of outputs and gives back the canonical one", () => {
  for (const output of ["queueUrl", "url", "queue_url"]) {
    assert.deepEqual(valueOf(withComponents([user(from("q", output)), doc("SQS", "q")])), {
      $from: "api/q",
      output: "queueUrl",
    });
  }
});

Deno.test("loadStack() takes outputs in texts, alone and among others", () => {
  const of = (text: string) => valueOf(withComponents([user(`value: "${text}"`), doc("SQS", "q")]));
  assert.deepEqual(of("${q.queueUrl}"), { $from: "api/q", output: "queueUrl" });
  assert.deepEqual(of("${api/q.arn}"), { $from: "api/q", output: "arn" });
  assert.deepEqual(of("a-${q.arn}-b"), {
    $join: ["a-", { $from: "api/q", output: "arn" }, "-b"],
  });
});

Deno.test("loadStack() refuses an output where a value is needed before anything is created", () => {
  assert.match(
    onlyError(withComponents([
      doc("SQS", "q", '{ visibilityTimeout: "${r.arn}" }'),
      doc("SQS", "r"),
    ])),
    /"visibilityTimeout" must be .*, not an output of another component/,
  );
});

Deno.test("loadStack() makes an edge of every use, with its field and output", () => {
  const result = withComponents([
    doc(
      "MicroService",
      "m",
      '{ image: { repository: a, tag: b }, dependsOn: [r], environment: [{ name: A, value: "${q.arn} ${q.queueUrl}" }] }',
    ),
    doc("SQS", "q"),
    doc("SQS", "r"),
  ]);
  const edges = componentOf(result, "api/m").edges
    .map(({ to, implicit, via, output }) => [to, implicit, via, output ?? ""].join(" ")).sort();
  assert.deepEqual(edges, [
    "api/q true environment arn",
    "api/q true environment queueUrl",
    "api/r false dependsOn ",
  ]);
});

Deno.test("loadStack() refuses a component that names itself, and one of a kind that does not fit", () => {
  assert.match(
    onlyError(withComponents([doc("SQS", "q", "{ dependsOn: [q] }")])),
    /self-reference "q" refers to itself/,
  );
  assert.match(
    onlyError(withComponents([
      doc("SQS", "q", "{ deadLetterQueue: { component: t } }"),
      doc("SNS", "t"),
    ])),
    /wrong-kind "t" is of kind SNS, not SQS/,
  );
});

Deno.test("loadStack() resolves the stack's outputs and tells of wrong ones", () => {
  const of = (outputs: string) => withComponents([doc("SQS", "q")], `{ outputs: { ${outputs} } }`);
  assert.deepEqual(of('url: "${api/q.url}", text: "q=${q.arn}", plain: x').stack!.outputs, {
    url: { $from: "api/q", output: "queueUrl" },
    text: { $join: ["q=", { $from: "api/q", output: "arn" }] },
    plain: "x",
  });
  assert.deepEqual(of("url: { valueFrom: { component: q, output: arn } }").stack!.outputs, {
    url: { $from: "api/q", output: "arn" },
  });
  assert.match(onlyError(of('url: "${api/q.urll}"')), /^stack.yaml:4:\d+ unknown-output/);
});
