import type { Files } from "../ports/files.ts";
import { check, isMapping, UNRESOLVED } from "../schema/check.ts";
import { text } from "../schema/field.ts";
import { ComponentScope, type ScopeWorld } from "./component_scope.ts";
import { type Document, placeIn } from "./documents.ts";
import { readFileUses } from "./file_uses.ts";
import { type Draft, identify } from "./identify.ts";
import { Budget, interpolate } from "./interpolate.ts";
import type { Component, Place, Stack } from "./model.ts";
import { Directory } from "./references.ts";
import type { Report } from "./report.ts";
import { type Variables, VariableScope } from "./scope.ts";
import type { LoadedService } from "./services.ts";

export interface ComponentsInput {
  files: Files;
  documents: readonly Document[];
  overlays: readonly Document[];
  main: Document;
  /** Some document could not be read. */
  incomplete: boolean;
  services: Map<string, LoadedService>;
  stack: Stack;
  variables: { given: Variables; overlay: Variables; stack: Variables };
  /** The stack's `outputs`, not yet resolved. */
  outputs: Record<string, unknown>;
  /** `deletionProtection` of the Security document. */
  protectData?: boolean;
  report: Report;
}

/** Where a component names another, for what is wrong between them. */
export type PlaceOfUse = (from: string, to: string) => Place | undefined;

/** Fills `stack.components` and `stack.outputs`. */
export function buildComponents(input: ComponentsInput): PlaceOfUse {
  const { drafts, incomplete } = identify(input);
  const directory = new Directory(drafts, input.incomplete || incomplete);
  const scopes = new Scopes(input);
  const built = new Map<string, Built>();
  for (const draft of drafts) {
    const component = build(draft, directory, scopes, input);
    if (component) built.set(draft.id, component);
  }
  for (const { component, scope } of built.values()) {
    input.stack.components.push(component);
    if (scope.failed) continue;
    component.kind.checkUses?.(
      component.spec,
      (id) => id === undefined ? undefined : built.get(id)?.component,
      (problem) => scope.report(problem),
      input.stack,
    );
  }
  input.stack.components.sort((a, b) => a.id < b.id ? -1 : 1);
  const { main, outputs } = input;
  if (Object.keys(outputs).length) {
    input.stack.outputs = buildOutputs(main, outputs, directory, scopes);
  }
  return (from, to) => built.get(from)?.scope.placeOfUse(to);
}

/** A component, and where what is wrong with it is told. */
interface Built {
  component: Component;
  scope: ComponentScope;
}

function build(
  draft: Draft,
  directory: Directory,
  scopes: Scopes,
  input: ComponentsInput,
): Built | undefined {
  const { kind, service, document } = draft;
  const scope = new ComponentScope(draft, directory, scopes.of(draft), scopes);
  const labels = interpolate(
    { ...input.services.get(service)?.labels, ...document.metadata.labels },
    [],
    scope,
  );
  const resolved = interpolate(scope.merged, [], scope);
  const spec = check(kind.spec, resolved, [], scope) as Component["spec"] | undefined;
  if (!spec) return undefined;
  delete spec.variables;
  if (input.protectData && kind.holdsData(spec)) spec.deletionProtection ??= true;
  const files = scope.failed
    ? {}
    : readFileUses(input.files, draft, spec, scope, input.stack.folder);
  if (!scope.failed) {
    kind.check?.(spec, (problem) => scope.report(problem));
  }
  const component = {
    id: draft.id,
    service,
    name: draft.name,
    kind,
    description: document.metadata.description,
    labels: labels as Record<string, string>,
    annotations: document.metadata.annotations ?? {},
    spec,
    edges: scope.found,
    files,
    get place() {
      return placeIn(document, ["metadata", "name"], "value");
    },
  };
  return { component, scope };
}

/** Resolves the stack's outputs as a component's texts are, in the stack's own document. */
function buildOutputs(
  main: Document,
  outputs: Record<string, unknown>,
  directory: Directory,
  scopes: Scopes,
): Stack["outputs"] {
  const draft = {
    id: "",
    service: "",
    name: "stack",
    document: main,
    layers: [{ document: main, base: ["spec", "outputs"], value: outputs }],
  } as unknown as Draft;
  const scope = new ComponentScope(draft, directory, scopes.ofStack, scopes);
  const resolved = interpolate(scope.merged, [], scope) as Record<string, unknown>;
  const field = text({ doc: "Output", reference: true });
  const checked: Stack["outputs"] = {};
  for (const [name, value] of Object.entries(resolved)) {
    const read = value === UNRESOLVED ? undefined : check(field, value, [name], scope);
    if (typeof read === "string" || isMapping(read)) {
      checked[name] = read as Stack["outputs"][string];
    }
  }
  return checked;
}

const BUILT_IN = ["STACK", "ENVIRONMENT", "SERVICE", "COMPONENT", "TENANT", "REGION", "ACCOUNT_ID"];

/** The variables of each component, made once per service where a component has none of its own. */
class Scopes implements ScopeWorld {
  readonly ofStack: VariableScope;
  readonly budget = new Budget();
  readonly report: Report;
  private readonly services = new Map<string, VariableScope>();

  constructor(private readonly input: ComponentsInput) {
    this.report = input.report;
    this.ofStack = this.make([], input.main, ["spec", "variables"], {});
    this.warnOfHidden(input.variables.stack, input.main, {});
  }

  serviceNames(): Iterable<string> {
    return this.input.services.keys();
  }

  ofService(name: string): VariableScope | undefined {
    const service = this.input.services.get(name);
    if (!service) return undefined;
    let scope = this.services.get(name);
    if (!scope) {
      const builtIn = { SERVICE: name };
      const document = service.document ?? this.input.main;
      scope = this.make([service.variables], document, ["spec", "variables"], builtIn);
      this.warnOfHidden(service.variables, document, builtIn);
      this.services.set(name, scope);
    }
    return scope;
  }

  of(draft: Draft): VariableScope {
    const own: Record<string, string> = {};
    for (const { value } of draft.layers) {
      if (!isMapping(value.variables)) continue;
      for (const [name, given] of Object.entries(value.variables)) {
        if (given !== null && typeof given !== "object") own[name] = String(given);
      }
    }
    // Only a component that asks for its own name needs variables of its own.
    const needsName = draft.layers.some(({ document }) =>
      document.yaml.source.includes("${COMPONENT")
    );
    if (!needsName && Object.keys(own).length === 0) return this.ofService(draft.service)!;
    const builtIn = { SERVICE: draft.service, COMPONENT: draft.name };
    this.warnOfHidden(own, draft.document, builtIn);
    const service = this.input.services.get(draft.service)!;
    return this.make([own, service.variables], draft.document, ["spec", "variables"], builtIn);
  }

  private make(
    layers: Variables[],
    document: Document,
    path: string[],
    builtIn: Variables,
  ): VariableScope {
    const { given, overlay, stack } = this.input.variables;
    return new VariableScope(
      [given, overlay, ...layers, stack, this.builtIn(builtIn)],
      this.budget,
      (name, summary, fix) =>
        this.report.at(placeIn(document, [...path, name], "value"), {
          code: "wrong-variable",
          summary,
          fix,
        }),
    );
  }

  private builtIn(more: Variables): Record<string, string> {
    const { stack } = this.input;
    return {
      STACK: stack.name,
      ENVIRONMENT: stack.environment,
      ...(stack.tenant && { TENANT: stack.tenant }),
      REGION: stack.region,
      ...(stack.accountId && { ACCOUNT_ID: stack.accountId }),
      ...more,
    };
  }

  private warnOfHidden(variables: Variables, document: Document, builtIn: Variables): void {
    const known = this.builtIn(builtIn);
    for (const name of BUILT_IN) {
      const value = variables[name];
      if (value === undefined || known[name] === undefined || value === known[name]) continue;
      this.report.at(placeIn(document, ["spec", "variables", name], "value"), {
        severity: "warning",
        code: "hidden-built-in",
        summary: `variable "${name}" hides the built-in, which is "${known[name]}" here`,
        why: `\${${name}} is "${value}" in this stack`,
        fix: `remove it, or give it another name`,
      });
    }
  }
}
