import { findKind, kindNames } from "../kinds/registry.ts";
import type { Files } from "../ports/files.ts";
import { check, isMapping, type Scope } from "../schema/check.ts";
import type { Fields, Infer } from "../schema/field.ts";
import { keyWithoutColon } from "../schema/complaints.ts";
import { listed, nearest } from "../schema/nearest.ts";
import type { Path } from "../schema/problem.ts";
import { findEntry } from "./catalog.ts";
import { COMPONENTS, GROUPS, HEAD, metadata, OLD_GROUPS } from "./core_kinds.ts";
import type { FoundFile, Role } from "./discover.ts";
import type { Place, Remark } from "./model.ts";
import { placeOf, type Report } from "./report.ts";
import { findRepair } from "./repair.ts";
import { readText } from "./read_text.ts";
import { explainSyntax } from "./syntax.ts";
import { locate, parseYaml, type YamlFile } from "./yaml.ts";

/** One YAML document that panka understands the head of. */
export interface Document {
  file: string;
  role: Role;
  yaml: YamlFile;
  index: number;
  /** Canonical name: "Stack", "SQS". */
  kind: string;
  metadata: Partial<Infer<typeof metadata>>;
  spec: Record<string, unknown>;
}

export interface Reading {
  documents: Document[];
  /** Some document could not be read: what it defines is missing, and not to be called unknown. */
  incomplete: boolean;
}

export function readDocuments(files: Files, found: readonly FoundFile[], report: Report): Reading {
  const reading: Reading = { documents: [], incomplete: false };
  for (const { path, role } of found) {
    const source = readText(files, path, report);
    if (source === undefined) {
      reading.incomplete = true;
      continue;
    }
    const yaml = parseYaml(source);
    if (yaml.error) {
      reading.incomplete = true;
      const { message, span } = yaml.error;
      const mended = findRepair(source, yaml.error);
      report.at(placeOf(path, source, mended?.span ?? span), {
        code: "syntax",
        ...explainSyntax(message),
        why: `YAML: ${message}`,
        ...mended && { summary: mended.summary, fix: mended.fix, replacement: mended.replacement },
      });
      continue;
    }
    // Empty, or only comments; a stack that is so has been told of.
    const isEmpty = (value: unknown) => value === null || value === undefined;
    if (role.type !== "stack" && yaml.documents.every(({ value }) => isEmpty(value))) {
      report.at(placeOf(path, source, { start: 0, end: 0 }), {
        severity: "warning",
        code: "empty-file",
        summary: "nothing is written in this file",
        why: "what it described before counts as removed from the stack",
        fix: "bring its content back, or remove the file",
      });
    }
    yaml.documents.forEach(({ value }, index) => {
      if (isEmpty(value)) return;
      const read = readHead({ file: path, role, yaml, index }, value, report);
      if (read) reading.documents.push(read);
      else reading.incomplete = true;
    });
  }
  return reading;
}

type Origin = Pick<Document, "file" | "role" | "yaml" | "index">;

/** Where something of a document is written; falls back to the nearest parent that is. */
export function placeIn(origin: Origin, path: Path, what: "key" | "value"): Place {
  for (let length = path.length; length >= 0; length--) {
    const span = locate(
      origin.yaml,
      origin.index,
      path.slice(0, length),
      length === path.length ? what : "key",
    );
    if (span) return placeOf(origin.file, origin.yaml.source, span);
  }
  return placeOf(origin.file, origin.yaml.source, { start: 0, end: 0 });
}

/** A scope for documents that can't refer to components. */
export function plainScope(origin: Origin, report: Report, base: Path = []): Scope {
  return {
    report: ({ path, at = "value", ...rest }) =>
      report.at(placeIn(origin, [...base, ...path], at), rest),
    get full() {
      return report.full;
    },
    component: () => undefined,
    output: () => undefined,
    written(path) {
      const span = locate(origin.yaml, origin.index, [...base, ...path], "value");
      return span && origin.yaml.source.slice(span.start, span.end);
    },
  };
}

/** Says of a field of the spec that stands in metadata where it belongs. */
function metadataScope(origin: Origin, report: Report, fields: Fields): Scope {
  const scope = plainScope(origin, report, ["metadata"]);
  return {
    ...scope,
    get full() {
      return report.full;
    },
    report(problem) {
      const key = problem.path.at(-1);
      const strayed = problem.code === "unknown-field" && problem.path.length === 1 &&
        typeof key === "string" && Object.hasOwn(fields, key);
      if (!strayed) return scope.report(problem);
      scope.report({
        ...problem,
        why: `"${key}" is a field of spec`,
        fix: `put "${key}" under spec:`,
        replacement: undefined,
      });
    },
  };
}

type TellOf = (path: Path, what: "key" | "value", remark: Remark) => undefined;

function readHead(origin: Origin, value: unknown, report: Report): Document | undefined {
  const problem: TellOf = (path, what, remark) =>
    report.at(report.full ? undefined : placeIn(origin, path, what), remark);
  if (!isMapping(value)) {
    return problem([], "value", {
      code: "not-a-document",
      summary: "a document must be a mapping with apiVersion, kind, metadata and spec",
      fix: "start it with apiVersion: and kind:, or move the file out of the stack",
    });
  }
  for (const key of Object.keys(value)) {
    if (HEAD.includes(key)) continue;
    const meant = nearest(key, HEAD);
    problem([key], "key", {
      code: "unknown-field",
      summary: `unknown field "${key}" at the top of a document`,
      why: `fields here: ${HEAD.join(", ")}`,
      fix: meant ? `rename it to "${meant}"` : `indent "${key}" under "spec", or remove it`,
      replacement: meant,
    });
  }
  const kind = readKind(value.kind, value.apiVersion, problem, value);
  const entry = kind === undefined ? undefined : findEntry(kind);
  const scope = metadataScope(origin, report, entry?.spec.fields ?? {});
  const mistyped = nearest("metadata", Object.keys(value).filter((k) => !HEAD.includes(k)));
  if (value.metadata === undefined && !mistyped) {
    problem([], "value", {
      code: "missing-field",
      summary: 'the document needs "metadata"',
      why: "it holds the name",
      fix: "add metadata: { name: … }",
    });
  }
  const checked =
    (value.metadata === undefined ? undefined : check(metadata, value.metadata ?? {}, [], scope)) as
      | Document["metadata"]
      | undefined;
  const spec = value.spec ?? {};
  if (!isMapping(spec)) {
    const keyed = entry && keyWithoutColon(entry.spec, spec);
    return problem(["spec"], "value", {
      code: "wrong-value",
      summary: `"spec" must be a mapping`,
      fix: keyed ? `write ${keyed}` : "indent its fields under spec:, two spaces",
      replacement: keyed,
    });
  }
  if (kind === undefined || checked === undefined) return undefined;
  return { ...origin, kind, metadata: checked, spec };
}

function readKind(
  kind: unknown,
  apiVersion: unknown,
  problem: TellOf,
  document: Record<string, unknown>,
): string | undefined {
  if (typeof kind !== "string") {
    if (
      kind === undefined && nearest("kind", Object.keys(document).filter((k) => !HEAD.includes(k)))
    ) return undefined;
    return problem(kind === undefined ? [] : ["kind"], "value", {
      code: "missing-kind",
      summary: `the document needs "kind"`,
      why: "it says what the document describes",
      fix: `add kind: with one of Stack, Service, ${listed(kindNames(), 30)}`,
    });
  }
  const found = findKind(kind)?.name ?? (Object.hasOwn(GROUPS, kind) ? kind : undefined);
  if (found === undefined) {
    const all = [...Object.keys(GROUPS), ...kindNames()];
    const meant = nearest(kind, all);
    return problem(["kind"], "value", {
      code: "unknown-kind",
      summary: `there is no kind "${kind}"`,
      why: kind === "TenantConfig"
        ? "a tenant's configuration belongs to the platform, not to a stack"
        : "panka explain tells what each kind is",
      fix: meant ? `kind: ${meant}` : `use one of ${listed(all, 40)}`,
      replacement: meant,
    });
  }
  const group = GROUPS[found] ?? COMPONENTS;
  if (apiVersion !== group) {
    const old = OLD_GROUPS.includes(apiVersion as string);
    problem(apiVersion === undefined ? [] : ["apiVersion"], "value", {
      severity: old ? "warning" : "error",
      code: old ? "old-api-version" : "wrong-api-version",
      summary: apiVersion === undefined
        ? `the document needs "apiVersion"`
        : old
        ? `apiVersion ${apiVersion} is an older spelling`
        : `apiVersion of ${found} is not ${JSON.stringify(apiVersion)}`,
      fix: old
        ? `apiVersion: ${group} (panka fmt writes it)`
        : `${apiVersion === undefined ? "add " : ""}apiVersion: ${group}`,
      replacement: apiVersion === undefined ? undefined : group,
    });
  }
  return found;
}
