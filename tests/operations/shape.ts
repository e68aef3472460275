import assert from "node:assert/strict";
import { loadStack } from "../../src/stack/load.ts";
import type { Stack } from "../../src/stack/model.ts";
import { memoryFiles } from "../memory_files.ts";
import type { Seeded } from "../random.ts";

/** A component as the generator thinks of it: small enough to print and to shrink. */
export interface Part {
  id: string;
  kind: keyof typeof PARTS;
  /** Stands for the content of its spec. */
  v: number;
  /** Ids of what it uses; always generated before it. */
  needs: string[];
}

export interface Shape {
  parts: Part[];
  /** Value of the stack's only variable, used by containers. */
  level: number;
  /** Services are locked one by one, and no service uses one that comes after it by name. */
  apart?: boolean;
}

const SECRET = "shop/secret-path";

interface PartKind {
  /** What others can use of it. */
  output?: string;
  spec(part: Part, outputs: string[], queues: string[]): string;
  files?(part: Part): Record<string, string>;
}

const nameOf = ({ id }: Part) => id.split("/")[1]!;
const list = (items: string[]) => `[${items.join(", ")}]`;
const dependsOn = ({ needs }: Part) => needs.length ? [`dependsOn: ${list(needs)}`] : [];
const environment = (outputs: string[], level = "") =>
  [...outputs, level].filter(Boolean).map((value, i) => `- {name: V${i}, value: "${value}"}`);
const indented = (lines: string[]) => lines.map((line) => `  ${line}`);

function container(part: Part, outputs: string[]): string[] {
  const variables = environment(outputs, "${LEVEL}");
  return [
    `image: {repository: nginx, tag: "1.${part.v}"}`,
    ...(part.v % 4 === 1 ? dependsOn({ ...part, needs: part.needs.toReversed() }) : []),
    "environment:",
    ...indented(variables),
    ...(part.v % 3 === 0 ? [`configs: {mountPath: /etc/app, files: [${nameOf(part)}.conf]}`] : []),
    ...(part.v % 2 ? [`secrets: [{name: key, secretRef: ${SECRET}, envVar: KEY}]`] : []),
  ];
}
const config = (part: Part): Record<string, string> =>
  part.v % 3 === 0 ? { [`config/${nameOf(part)}.conf`]: `v = ${part.v}\n` } : {};

/** Real kinds, each with a spec whose content is one number. */
export const PARTS = {
  SQS: {
    output: "queueUrl",
    spec: (p) =>
      [`visibilityTimeout: ${30 + p.v}`, `type: ${p.v % 5 === 4 ? "fifo" : "standard"}`]
        .concat(p.v % 2 ? ["deadLetterQueue: {enabled: true, maxReceiveCount: 3}"] : [])
        .concat(dependsOn(p)).join("\n"),
  },
  SNS: {
    output: "topicArn",
    spec: (p) => [`displayName: "v${p.v}"`, ...dependsOn(p)].join("\n"),
  },
  DynamoDB: {
    output: "tableName",
    spec: (p) =>
      [
        `hashKey: {name: id${p.v % 5 === 4 ? "2" : ""}, type: S}`,
        `ttl: {attributeName: "t${p.v}"}`,
        ...dependsOn(p),
      ].join("\n"),
  },
  S3: {
    output: "bucketName",
    spec: (p) =>
      [
        `versioning: {enabled: ${p.v % 2 === 0}}`,
        `lifecycle: [{id: old, expiration: {days: ${30 + p.v}}}]`,
        ...dependsOn(p),
      ].join("\n"),
  },
  RDS: {
    output: "endpoint",
    spec: (p) =>
      [
        'engine: {type: postgres, version: "16"}',
        `instance: {class: db.t4g.${p.v % 2 ? "medium" : "large"}, storage: {allocatedGB: ${
          20 + p.v
        }}}`,
        p.v % 3 === 0
          ? "database: {name: app, username: master, managedPassword: true}"
          : `database: {name: app, username: master, passwordSecret: {ref: ${SECRET}}}`,
        ...dependsOn(p),
      ].join("\n"),
  },
  Lambda: {
    output: "functionName",
    spec: (p, outputs, queues) =>
      [
        "runtime: nodejs22.x",
        ...(p.v % 2 === 0 && queues.length
          ? [`triggers: [{type: sqs, source: ${queues[0]}}]`, "timeout: 5"]
          : []),
        "handler: index.handler",
        p.v % 3 === 1
          ? `code: {path: ${nameOf(p)}-code}`
          : `code: {zipFile: "exports.handler = async () => ${p.v}"}`,
        `memory: ${128 + p.v}`,
        "environment:",
        ...indented([...outputs, "${LEVEL}"].map((value, i) => `V${i}: "${value}"`)),
      ].join("\n"),
    files: (p): Record<string, string> =>
      p.v % 3 === 1
        ? { [`${nameOf(p)}-code/index.js`]: `exports.handler = async () => ${p.v}` }
        : {},
  },
  MicroService: {
    output: "serviceArn",
    spec: (p, outputs) => [...container(p, outputs), "ports: [{name: http, port: 80}]"].join("\n"),
    files: config,
  },
  Worker: { spec: (p, outputs) => container(p, outputs).join("\n"), files: config },
  CronJob: {
    spec: (p, outputs) => ["schedule: rate(5 minutes)", ...container(p, outputs)].join("\n"),
    files: config,
  },
} satisfies Record<string, PartKind>;

const KINDS = Object.keys(PARTS) as Part["kind"][];

/** The YAML files of a shape. */
export function filesOf({ parts, level, apart }: Shape): Record<string, string> {
  const files: Record<string, string> = {
    "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop}
spec:
  provider: {name: aws, region: eu-west-1, accountId: "123456789012"}
  variables: {LEVEL: "${level}"}
  locking: ${apart ? "service" : "stack"}
`,
  };
  const kinds = new Map(parts.map((part) => [part.id, part.kind]));
  for (const part of parts) {
    const kind: PartKind = PARTS[part.kind];
    const [service, name] = part.id.split("/");
    const outputs = part.needs.flatMap((id) => {
      const { output }: PartKind = PARTS[kinds.get(id)!];
      return output === undefined ? [] : [`\${${id}.${output}}`];
    });
    const queues = part.needs.filter((id) => kinds.get(id) === "SQS");
    files[`services/${service}/${name}.yaml`] = [
      "apiVersion: components.panka.io/v1",
      `kind: ${part.kind}`,
      `metadata: {name: ${name}, description: "about ${part.v}", labels: {v: "${part.v % 2}"}}`,
      "spec:",
      ...indented(kind.spec(part, outputs, queues).split("\n")),
      "",
    ].join("\n");
    for (const [path, text] of Object.entries(kind.files?.(part) ?? {})) {
      files[`services/${service}/${path}`] = text;
    }
  }
  return files;
}

export function stackOf(shape: Shape): Stack {
  const { stack, diagnostics } = loadStack(memoryFiles(filesOf(shape)), {
    root: ".",
    environment: "dev",
    tenant: "acme",
  });
  assert.ok(stack, JSON.stringify(diagnostics.filter((d) => d.severity === "error"), null, 1));
  return stack;
}

const serviceOf = (id: string) => id.split("/")[0]!;

function addPart(random: Seeded, { parts, apart }: Shape, id: string): void {
  const needs = parts.filter((part) =>
    random.below(4) === 0 && (PARTS[part.kind] as PartKind).output &&
    (!apart || serviceOf(part.id) <= serviceOf(id))
  ).map((part) => part.id).slice(0, 3);
  parts.push({ id, kind: random.pick(KINDS), v: random.below(12), needs });
}

export function randomShape(random: Seeded, most: number, apart?: boolean): Shape {
  const shape: Shape = { parts: [], level: 0, apart };
  for (let n = random.below(most) + 1, i = 0; i < n; i++) {
    addPart(random, shape, `${random.pick(["api", "jobs"])}/c${i}`);
  }
  return shape;
}

/** The shape of a later version: some of everything that people do to a stack. */
export function changedShape(random: Seeded, { parts, level, apart }: Shape): Shape {
  const after: Part[] = [];
  for (const part of parts) {
    const dice = random.below(20);
    if (dice < 3) continue;
    const kept = new Set(after.map(({ id }) => id));
    const next = { ...part, needs: part.needs.filter((id) => kept.has(id)) };
    if (dice < 9) next.v = random.below(12);
    if (dice === 9) next.kind = random.pick(KINDS);
    if (dice === 10) next.needs = next.needs.slice(1);
    after.push(next);
  }
  const added = random.below(3);
  for (let i = 0; i < added; i++) {
    addPart(random, { parts: after, level, apart }, `${random.pick(["api", "web"])}/n${i}`);
  }
  // What lost its output through another kind can't be used any more.
  const kinds = new Map(after.map(({ id, kind }) => [id, kind]));
  for (const part of after) {
    part.needs = part.needs.filter((id) => (PARTS[kinds.get(id)!] as PartKind).output);
  }
  return { parts: after, level: random.below(5) === 0 ? level + 1 : level, apart };
}

/** The shape without one component; others no longer use it. */
export function without({ parts, level, apart }: Shape, id: string): Shape {
  return {
    level,
    apart,
    parts: parts.filter((part) => part.id !== id)
      .map((part) => ({ ...part, needs: part.needs.filter((other) => other !== id) })),
  };
}
