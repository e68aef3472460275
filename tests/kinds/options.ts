import { load as parse } from "js-yaml";
import type { Resource } from "../../src/engine/resource.ts";
import { kinds } from "../../src/kinds/registry.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import type { Field } from "../../src/schema/field.ts";
import { component, load } from "./harness.ts";
import { everyVariant } from "./variants.ts";

/** What a stack renders to with an option of a component, and without it. */
export interface Option {
  /** "SQS.deadLetterQueue". */
  name: string;
  with: readonly Resource[];
  without: readonly Resource[];
}

type Spec = Record<string, unknown>;
type Path = readonly (string | number)[];

/** Texts of all the forms that fields ask for. */
const TEXTS =
  `abc a/b /a sub.example.com https://example.com 10.0.0.0/16 123456789012 2030-01-01 750
  03:00-04:00 mon:04:00-mon:05:00 $.detail nodejs22.x /dev/sdg Z0123456789ABC snap-0123456789abcdef0
  sg-0123456789abcdef0 subnet-0123456789abcdef0 alias/data arn:aws:iam::123456789012:role/x
  arn:aws:acm:us-east-1:123456789012:certificate/0-1 arn:aws:acm:eu-west-1:123456789012:certificate/0-1
  arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0-1
  arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/0123456789abcdef
  arn:aws:lambda:eu-west-1:123456789012:layer:a:1 arn:aws:cloudfront::123456789012:function/x
  arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/0-1 658327ea-f89d-4fab-a63d-7e88639e58f6
  ELBSecurityPolicy-TLS13-1-2-2021-06`.split(/\s+/);
const NUMBERS = [60, 1, 2, 3, 5, 100, 400, 3000, 8080, 0.5];
const BESIDE: Record<string, string> = {
  called: component("Lambda", "called", "runtime: nodejs22.x\nhandler: a.b\ncode: { zipFile: x }"),
  jobs: component("SQS", "jobs", ""),
  copies: component("S3", "copies", "versioning: true"),
  topic: component("SNS", "topic", ""),
  table: component("DynamoDB", "table", "hashKey: { name: id, type: S }\nstream: true"),
  web: component(
    "MicroService",
    "web",
    'image: { repository: nginx, tag: "1" }\nports: [80]\nloadBalancer: {}',
  ),
};

/** Values that a field may take, likely ones first. */
function* valuesOf(field: Field): Generator<unknown> {
  const { example, default: usual } = field.meta;
  if (example !== undefined) yield example;
  if (field.type === "boolean") yield* usual === true ? [false, true] : [true, false];
  if (field.type === "choice") yield* field.values;
  if (field.type === "number") {
    const near = typeof usual === "number" ? [usual + 1, usual - 1, usual * 2] : [];
    const all = [...field.oneOf ?? [], ...near, ...NUMBERS, field.min, field.max];
    yield* all.filter((n) => n !== undefined);
  }
  if (field.type === "text") yield* TEXTS.filter((text) => field.pattern?.test(text) ?? true);
  if (field.type === "component") yield* Object.keys(BESIDE);
  if (field.type === "reference") yield { component: "jobs", output: "arn" };
  if (field.type === "json") yield { source: ["a"] };
  if (field.type === "list") { for (const item of valuesOf(field.item)) yield [item]; }
  if (field.type === "map") { for (const item of valuesOf(field.value)) yield { a: item }; }
  if (field.type === "object") yield* objectsOf(field);
}

/** Objects with what is required; one with each other field where nothing is. */
function* objectsOf(field: Field & { type: "object" }): Generator<Spec> {
  const fields = Object.entries<Field>(field.fields);
  const either = field.exactlyOne ?? [[]];
  const needed = fields.filter(([key, { meta }]) => meta.required && !either.flat().includes(key));
  for (const group of either) {
    const all = [...needed, ...fields.filter(([key]) => group.includes(key))]
      .map(([key, inner]) => [key, [...valuesOf(inner)].slice(0, 8)] as const);
    const most = Math.max(1, ...all.map(([, values]) => values.length));
    for (let i = 0; i < most; i++) {
      yield Object.fromEntries(all.map(([key, values]) => [key, values[i] ?? values.at(-1)]));
    }
  }
  if (needed.length) return;
  for (const [key, inner] of fields) {
    for (const value of [...valuesOf(inner)].slice(0, 4)) yield { [key]: value };
  }
}

/** Every option of every variant that a valid stack can have and can do without. */
export function* everyOption(): Generator<Option> {
  for (const text of everyVariant()) {
    const { kind, spec } = parse(text) as { kind: string; spec?: Spec };
    const rendered = (spec: unknown) => resourcesOf(kind, spec);
    const first = rendered(spec ?? {});
    if (!first) throw new Error(`the variant of ${kind} does not load`);
    const field = kinds.find(({ name }) => name === kind)!.spec;
    yield* below({ kind, rendered }, spec ?? {}, first, field, []);
  }
}

interface Of {
  kind: string;
  rendered(spec: unknown): readonly Resource[] | undefined;
}

/** The options at and below a value of the spec. */
function* below(
  of: Of,
  spec: Spec,
  resources: readonly Resource[],
  field: Field,
  path: Path,
): Generator<Option> {
  const value = path.reduce<unknown>((at, step) => (at as Spec)[step], spec);
  if (typeof value !== "object" || value === null) return;
  if (field.type === "list") {
    for (const i of (value as unknown[]).keys()) {
      yield* below(of, spec, resources, field.item, [...path, i]);
    }
  }
  if (field.type !== "object") return;
  for (const [key, inner] of Object.entries<Field>(field.fields)) {
    const { aliases = [], ignored } = inner.meta;
    if (ignored !== undefined) continue;
    const given = [key, ...aliases].find((name) => name in value);
    const at = [...path, given ?? key];
    const name = [of.kind, ...at.filter((step) => typeof step === "string")].join(".");
    if (given !== undefined) {
      const without = of.rendered(changed(spec, at, undefined));
      if (without) yield { name, with: resources, without };
      yield* below(of, spec, resources, inner, at);
      continue;
    }
    let left = inner.type === "text" || inner.type === "number" ? 1 : 4;
    for (const value of [...valuesOf(inner)].slice(0, 40)) {
      const more = changed(spec, at, value);
      const rendered = of.rendered(more);
      if (!rendered) continue;
      yield { name, with: rendered, without: resources };
      if (inner.type !== "boolean") yield* below(of, more, rendered, inner, at);
      if (--left === 0) break;
    }
  }
}

function changed(spec: Spec, path: Path, value: unknown): Spec {
  const copy = structuredClone(spec);
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Spec)[step], copy) as Spec;
  if (value === undefined) delete holder[path.at(-1)!];
  else holder[path.at(-1)!] = value;
  return copy;
}

/** What a stack with that component renders to; nothing where it is not valid. */
function resourcesOf(kind: string, spec: unknown): readonly Resource[] | undefined {
  const text = JSON.stringify(spec);
  const beside = Object.keys(BESIDE).filter((name) => text.includes(`"${name}"`));
  const { stack } = load([component(kind, "it", text), ...beside.map((name) => BESIDE[name]!)]);
  return stack && renderStack(stack).graph.resources;
}
