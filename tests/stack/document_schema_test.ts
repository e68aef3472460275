import assert from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { catalog, findEntry } from "../../src/stack/catalog.ts";
import { allKindsSchema, kindSchema } from "../../src/stack/document_schema.ts";
import { exampleDocument, isThere, parsed, REAL_STACKS, yamlFiles } from "../schema/documents.ts";

const ajv = () => new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
const all = ajv().compile(allKindsSchema());
const overlay = ajv().compile(allKindsSchema({ overlay: true }));

function accepts(validate: ValidateFunction, document: unknown, label: string): void {
  assert.ok(validate(document), `${label}: ${JSON.stringify(validate.errors?.slice(0, 6))}`);
}

function refuses(validate: ValidateFunction, source: string, at: string): void {
  const [document] = parsed(source);
  assert.equal(validate(document), false, source);
  const errors = validate.errors!;
  assert.ok(
    errors.some((e) => `${e.instancePath} ${JSON.stringify(e.params)}`.includes(at)),
    JSON.stringify(errors),
  );
}

Deno.test("kindSchema() accepts the example of its kind, for every component kind", () => {
  for (const entry of catalog().filter(({ proof }) => proof)) {
    const validate = ajv().compile(kindSchema(entry));
    accepts(validate, parsed(exampleDocument(entry))[0], entry.name);
  }
});

Deno.test("allKindsSchema() accepts the example of every kind", () => {
  for (const entry of catalog()) accepts(all, parsed(exampleDocument(entry))[0], entry.name);
});

Deno.test({
  name: "allKindsSchema() accepts every document of the public example stacks",
  ignore: !isThere(REAL_STACKS),
  fn() {
    let seen = 0;
    for (const path of yamlFiles(REAL_STACKS)) {
      for (const document of parsed(Deno.readTextFileSync(path))) {
        accepts(all, document, path.pathname);
        seen++;
      }
    }
    assert.ok(seen > 20, `${seen} documents`);
  },
});

Deno.test("allKindsSchema() refuses a misspelt field in the example of every kind", () => {
  for (const entry of catalog()) {
    if (entry.open) continue;
    const [document] = parsed(exampleDocument(entry)) as { spec: Record<string, unknown> }[];
    document!.spec = { ...document!.spec, notAField: 1 };
    assert.equal(all(document), false, entry.name);
  }
});

const sqs = (spec: string) =>
  `apiVersion: components.panka.io/v1\nkind: SQS\nmetadata: { name: q }\nspec:\n  ${spec}\n`;

Deno.test("kindSchema() refuses what the checker refuses", () => {
  const validate = ajv().compile(kindSchema(findEntry("SQS")!));
  refuses(validate, sqs("visibiltyTimeout: 30"), "visibiltyTimeout");
  refuses(validate, sqs("visibilityTimeout: 43201"), "/spec/visibilityTimeout");
  refuses(validate, sqs("visibilityTimeout: 5 minutes"), "/spec/visibilityTimeout");
  refuses(validate, sqs("type: lifo"), "/spec/type");
  refuses(validate, sqs("deadLetterQueue: yes"), "/spec/deadLetterQueue");
  refuses(validate, sqs("type: fifo").replace("components.", "component."), "/apiVersion");
  refuses(validate, sqs("type: fifo").replace("{ name: q }", "{ name: Q_1 }"), "/metadata/name");
});

Deno.test("kindSchema() accepts variables, quoted numbers and other cases where the checker does", () => {
  const validate = ajv().compile(kindSchema(findEntry("SQS")!));
  for (
    const spec of [
      'visibilityTimeout: "${TIMEOUT}"',
      'visibilityTimeout: "60"',
      'type: "${TYPE:-fifo}"',
      "type: FIFO",
      'contentBasedDeduplication: "true"',
      'contentBasedDeduplication: ""',
      'encryption: { enabled: "${ENCRYPT}" }',
      "tags: { build: 17, live: true }",
      "dependsOn: [other, service/other]",
    ]
  ) accepts(validate, parsed(sqs(spec))[0], spec);
  const micro = ajv().compile(kindSchema(findEntry("MicroService")!));
  const [service] = parsed(exampleDocument(findEntry("MicroService")!)) as {
    spec: Record<string, unknown>;
  }[];
  for (
    const value of [
      { valueFrom: { component: "db", output: "endpoint" } },
      { valueFrom: "${db.endpoint}" },
      "http://${db.endpoint}/",
      1.1,
      true,
    ]
  ) {
    const environment = [
      typeof value === "object" ? { name: "A", ...value } : { name: "A", value },
    ];
    accepts(micro, { ...service, spec: { ...service!.spec, environment } }, JSON.stringify(value));
  }
});

Deno.test("allKindsSchema() asks an overlay for nothing but what tells which component it is", () => {
  const document = {
    apiVersion: "components.panka.io/v1",
    kind: "RDS",
    metadata: { name: "db" },
    spec: { instance: { class: "db.t4g.small" } },
  };
  accepts(overlay, document, "overlay");
  assert.equal(all(document), false);
});

Deno.test("allKindsSchema() takes a document that is empty, and refuses an unknown kind", () => {
  accepts(all, null, "empty");
  refuses(all, "apiVersion: components.panka.io/v1\nkind: SQSS\nmetadata: { name: q }", "/kind");
});

Deno.test("allKindsSchema() checks defaults by kind", () => {
  const defaults = (text: string) =>
    `apiVersion: infra.panka.io/v1\nkind: InfraDefaults\nmetadata: { name: d }\nspec: { defaults: { ${text} } }`;
  accepts(all, parsed(defaults("SQS: { visibilityTimeout: 60 }"))[0], "defaults");
  refuses(all, defaults("SQS: { visibiltyTimeout: 60 }"), "visibiltyTimeout");
  refuses(all, defaults("SQSS: {}"), "SQSS");
});
