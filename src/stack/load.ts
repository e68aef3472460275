import type { Files } from "../ports/files.ts";
import { nearest } from "../schema/nearest.ts";
import type { Path } from "../schema/problem.ts";
import { check, isMapping } from "../schema/check.ts";
import { buildComponents } from "./components.ts";
import { stackSpec } from "./core_kinds.ts";
import { discover } from "./discover.ts";
import { type Document, placeIn, plainScope, readDocuments } from "./documents.ts";
import { readInfra } from "./infra.ts";
import { checkIngress } from "./ingress.ts";
import { checkCycles } from "./cycles.ts";
import { merge } from "./layers.ts";
import type { Diagnostic, Stack } from "./model.ts";
import { Report } from "./report.ts";
import type { Infer } from "../schema/field.ts";
import { readServices } from "./services.ts";
import { inherit, type TenantDefaults } from "./tenant_defaults.ts";

export interface LoadOptions {
  /** As the user wrote it: a folder with stack.yaml, or one file. */
  root: string;
  environment?: string;
  variables?: Record<string, string>;
  /** What the configuration says of it; what the stack and its tenant say wins. */
  region?: string;
  tenant?: string;
  /** What its tenant gives where the stack itself says nothing. */
  defaults?: TenantDefaults;
  /** Whether the stack's own document and its overlays are enough: no services, no components. */
  head?: boolean;
}

export interface Loaded {
  /** Absent when there are errors. */
  stack?: Stack;
  /** What could be read of it all the same, for listing: set whenever there was a Stack document. */
  partial?: Stack;
  diagnostics: Diagnostic[];
  /** Errors that there was no room for. */
  dropped: number;
  /** Number of YAML files read, overlays aside. */
  files: number;
}

type StackSpec = Infer<typeof stackSpec>;

/** Reads a stack folder, all of it, and says everything that is wrong with it. Touches nothing but `files`. */
export function loadStack(files: Files, options: LoadOptions): Loaded {
  const report = new Report();
  const found = discover(files, options.root, report);
  const read = options.head ? found.files.slice(0, 1) : found.files;
  const { documents, incomplete } = readDocuments(files, read, report);
  if (options.head && !documents.some(({ kind }) => kind === "Stack")) {
    return loadStack(files, { ...options, head: false });
  }
  const main = theStack(documents, report, found.files.length > 0 && !incomplete);
  const finish = (stack?: Stack): Loaded => ({
    stack: report.failed ? undefined : stack,
    partial: stack,
    diagnostics: report.sorted(),
    dropped: report.dropped,
    files: found.files.length,
  });
  if (!main) return finish();
  const scope = plainScope(main, report, ["spec"]);
  const base = check(stackSpec, main.spec, [], scope) as StackSpec | undefined;
  if (!base || !main.metadata.name) return finish();
  const environment = chooseEnvironment(
    main,
    base,
    found.environments,
    options.environment,
    report,
  );
  const overlaid = readDocuments(files, found.overlay(environment), report);
  const overlays = overlaid.documents;
  const spec = overlays.filter((d) => d.kind === "Stack").reduce((under, overlay) => {
    const over = check(
      stackSpec,
      merge(under, overlay.spec),
      [],
      plainScope(overlay, report, ["spec"]),
    );
    return (over ?? under) as StackSpec;
  }, base);
  const stack = assemble(main, spec, environment, options, found.files.length);
  if (options.head) return finish(stack);
  const { protectData } = readInfra([...documents, ...overlays], stack, report);
  if (options.defaults) inherit(stack, options.defaults, placeIn(main, [], "value"), report);
  const services = readServices(documents, overlays, found.services, stack, report);
  const placeOfUse = buildComponents({
    files,
    documents,
    overlays,
    main,
    incomplete: incomplete || overlaid.incomplete,
    services,
    stack,
    variables: {
      given: options.variables ?? {},
      overlay: overlayVariables(spec, overlays, environment),
      stack: base.variables ?? {},
    },
    outputs: writtenOutputs(main, overlays),
    protectData,
    report,
  });
  checkCycles(stack, services, placeOfUse, report);
  if (!report.failed) checkIngress(stack, [...documents, ...overlays], report);
  return finish(stack);
}

/** `outputs` as they are written: the components that they name are known only later. */
function writtenOutputs(main: Document, overlays: readonly Document[]): Record<string, unknown> {
  const written = [main, ...overlays.filter((d) => d.kind === "Stack")]
    .reduce<unknown>((under, { spec }) => merge(under, spec.outputs ?? {}), {});
  return isMapping(written) ? written : {};
}

/** What the environment says of variables: under `environments` of the stack, or in an overlay of kind Stack. */
function overlayVariables(
  spec: StackSpec,
  overlays: readonly Document[],
  environment: string,
): Record<string, string> {
  const variables: Record<string, string> = { ...spec.environments?.[environment]?.variables };
  for (const overlay of overlays) {
    const own = overlay.kind === "Stack" ? overlay.spec.variables : undefined;
    for (const name of Object.keys(isMapping(own) ? own : {})) {
      variables[name] = spec.variables?.[name] ?? "";
    }
  }
  return variables;
}

function theStack(
  documents: readonly Document[],
  report: Report,
  complain: boolean,
): Document | undefined {
  const stacks = documents.filter((d) => d.kind === "Stack");
  for (const extra of stacks.slice(1)) {
    report.at(placeIn(extra, ["kind"], "value"), {
      code: "second-stack",
      summary: "a folder describes one stack, and this is the second",
      why: `the first is in ${stacks[0]!.file}`,
      fix: "remove it, or move it into a folder of its own",
    });
  }
  if (!stacks[0] && complain) {
    const first = documents[0];
    report.at(first && placeIn(first, [], "value"), {
      code: "no-stack",
      summary: "there is no document of kind Stack",
      fix: "add one to stack.yaml: apiVersion: core.panka.io/v1, kind: Stack, metadata: {name: …}",
    });
  }
  return stacks[0];
}

function chooseEnvironment(
  main: Document,
  spec: StackSpec,
  folders: readonly string[],
  wanted: string | undefined,
  report: Report,
): string {
  const declared = Object.keys(spec.environments ?? {});
  const environment = wanted ?? (declared.length === 1 ? declared[0]! : "dev");
  const place = (path: Path) => placeIn(main, path, "key");
  if (declared.length && !declared.includes(environment)) {
    const meant = declared.find((name) => name.startsWith(environment)) ??
      nearest(environment, declared);
    const any = declared.map((name) => `-e ${name}`).join(" or ");
    report.at(place(["spec", "environments"]), {
      code: "unknown-environment",
      summary: wanted === undefined
        ? "the stack has several environments, and none was chosen"
        : `the stack has no environment "${environment}"`,
      why: `it declares ${declared.join(", ")}`,
      fix: wanted === undefined
        ? `use ${any}`
        : `use ${meant ? `-e ${meant}` : any}, or declare it under spec.environments`,
    });
  }
  for (const folder of folders) {
    if (!declared.length || declared.includes(folder)) continue;
    report.at(place(["spec", "environments"]), {
      severity: "warning",
      code: "undeclared-environment",
      summary: `environments/${folder}/ is never used`,
      why: `the stack declares ${declared.join(", ")}`,
      fix: `declare ${folder} under spec.environments, or remove the folder`,
    });
  }
  return environment;
}

function assemble(
  main: Document,
  spec: StackSpec,
  environment: string,
  options: LoadOptions,
  fileCount: number,
): Stack {
  const own = spec.environments?.[environment];
  return {
    name: main.metadata.name!,
    folder: options.root,
    environment,
    tenant: options.tenant ?? main.metadata.tenant,
    description: main.metadata.description ?? spec.description,
    provider: spec.provider.name,
    region: own?.region ?? spec.provider.region ?? options.defaults?.region ?? options.region ??
      "us-east-1",
    accountId: own?.accountId ?? spec.provider.accountId ?? options.defaults?.accountId,
    profile: spec.provider.profile,
    production: own?.production ?? false,
    labels: main.metadata.labels ?? {},
    defaultTags: spec.defaultTags ?? {},
    locking: spec.locking,
    rollback: spec.rollback?.enabled ?? true,
    networking: isMapping(spec.networking) ? spec.networking as Stack["networking"] : undefined,
    logRetentionDays: 30,
    services: [],
    components: [],
    outputs: {},
    files: fileCount,
  };
}
