import type { Scope } from "../schema/check.ts";
import { nearest } from "../schema/nearest.ts";
import type { Path, Said } from "../schema/problem.ts";
import type { Draft } from "./identify.ts";
import type { Budget, Interpolation } from "./interpolate.ts";
import { mergeLayers, origin, placeInLayers } from "./layers.ts";
import type { Edge, Place, Remark } from "./model.ts";
import type { Directory } from "./references.ts";
import { placeOf, type Report } from "./report.ts";
import type { VariableScope } from "./scope.ts";
import { locate } from "./yaml.ts";

/** What the components of a stack share. */
export interface ScopeWorld {
  readonly budget: Budget;
  readonly report: Report;
  ofService(name: string): VariableScope | undefined;
  serviceNames(): Iterable<string>;
}

/** Everything that resolving and checking one component's spec needs, and what it found out: edges, failure. */
export class ComponentScope implements Scope, Interpolation {
  readonly merged: Record<string, unknown>;
  failed = false;
  private readonly edges = new Map<string, Edge>();
  /** Where each other component is named first. */
  private readonly uses = new Map<string, Path>();

  constructor(
    private readonly draft: Draft,
    private readonly directory: Directory,
    private readonly variables: VariableScope,
    private readonly world: ScopeWorld,
  ) {
    this.merged = mergeLayers(draft.layers);
  }

  get full(): boolean {
    return this.world.report.full;
  }

  get found(): Edge[] {
    return [...this.edges.values()];
  }

  /** Where this component names another. */
  placeOfUse(to: string): Place | undefined {
    const path = this.uses.get(to);
    return path && this.place(path, "value");
  }

  variable(name: string): string | null | undefined {
    return this.variables.get(name);
  }
  take(length: number): boolean {
    return this.world.budget.take(length);
  }
  names(): Iterable<string> {
    return this.variables.names();
  }

  report({ path, at = "value", ...diagnostic }: Said): void {
    this.say(this.full ? undefined : this.place(path, at), diagnostic);
  }

  problem(path: Path, needle: string, diagnostic: Remark): void {
    const place = this.full ? undefined : this.placeOfNeedle(path, needle);
    this.say(place, diagnostic);
  }

  component(name: string, path: Path, kinds?: readonly string[]): string | undefined {
    const found = this.directory.find(name, this.draft.service);
    if ("problem" in found) return this.unknown(this.place(path, "value"), found.problem);
    const { id, kind } = found.found;
    if (id === this.draft.id) return this.itself(this.place(path, "value"));
    if (kinds && !kinds.includes(kind.name)) {
      this.say(this.place(path, "value"), {
        code: "wrong-kind",
        summary: `"${name}" is of kind ${kind.name}, not ${kinds.join(" or ")}`,
        fix: `name a component of kind ${kinds.join(" or ")}`,
      });
      return undefined;
    }
    this.use(id, path);
    return id;
  }

  output(component: string, output: string, path: Path): ReturnType<Scope["output"]> {
    const found = this.directory.output(component, output, this.draft.service);
    if ("problem" in found) {
      const field = found.problem.code === "unknown-output" ? "output" : "component";
      return this.unknown(this.place([...path, field], "value"), found.problem);
    }
    if (found.found.$from === this.draft.id) {
      return this.itself(this.place([...path, "component"], "value"));
    }
    this.use(found.found.$from, path, found.found.output);
    return found.found;
  }

  dotted(
    owner: string,
    name: string,
    path: Path,
    needle: string,
  ): ReturnType<Interpolation["dotted"]> {
    const service = this.world.ofService(owner);
    const value = service?.get(name);
    if (value !== undefined) return value ?? undefined;
    const place = this.placeOfNeedle(path, needle);
    const found = this.directory.output(owner, name, this.draft.service);
    if ("found" in found) {
      if (found.found.$from === this.draft.id) return this.itself(place);
      this.use(found.found.$from, path, found.found.output);
      return found.found;
    }
    if (service) {
      const meant = nearest(name, service.names());
      this.say(place, {
        code: "unknown-variable",
        summary: `service "${owner}" has no variable "${name}"`,
        why: `its variables: ${[...service.names()].sort().slice(0, 20).join(", ")}`,
        fix: meant ? `\${${owner}.${meant}}` : `set it under variables: of service ${owner}`,
        replacement: meant && `\${${owner}.${meant}}`,
      });
      return undefined;
    }
    const { replacement, ...problem } = found.problem;
    const meant = replacement ?? nearest(owner, this.world.serviceNames());
    const whole = meant === undefined
      ? undefined
      : problem.code === "unknown-output"
      ? `\${${owner}.${meant}}`
      : `\${${meant}.${name}}`;
    return this.unknown(place, { ...problem, fix: whole ?? problem.fix, replacement: whole });
  }

  /** How a scalar is written. Only called for what YAML read as a number or boolean, which no variable is. */
  written(path: Path): string | undefined {
    const from = origin(this.draft.layers, this.merged, path);
    const span = from && locate(from.document.yaml, from.document.index, from.path, "value");
    return span && from.document.yaml.source.slice(span.start, span.end);
  }

  place(path: Path, at: "key" | "value"): Place | undefined {
    return placeInLayers(this.draft.layers, this.merged, path, at);
  }

  say(place: Place | undefined, diagnostic: Remark): void {
    this.failed ||= (diagnostic.severity ?? "error") === "error";
    this.world.report.at(place, diagnostic);
  }

  private placeOfNeedle(path: Path, needle: string): Place | undefined {
    const from = origin(this.draft.layers, this.merged, path);
    const span = from && locate(from.document.yaml, from.document.index, from.path, "value");
    if (!span) return this.place(path, "value");
    const { source } = from.document.yaml;
    const at = source.slice(span.start, span.end).indexOf(needle);
    if (at < 0) return placeOf(from.document.file, source, span);
    const start = span.start + at;
    return placeOf(from.document.file, source, { start, end: start + needle.length });
  }

  private use(to: string, path: Path, output?: string): void {
    if (!this.uses.has(to)) this.uses.set(to, path);
    const via = String(path[0]);
    const key = `${to} ${via} ${output ?? ""}`;
    if (!this.edges.has(key)) {
      this.edges.set(key, { to, implicit: via !== "dependsOn", via, output });
    }
  }

  private itself(place: Place | undefined): undefined {
    this.say(place, {
      code: "self-reference",
      summary: `"${this.draft.name}" refers to itself`,
      fix: "name another component, or remove it",
    });
  }

  /** Where a document could not be read, what it defines may be what is missing: not said. */
  private unknown(place: Place | undefined, problem: Remark): undefined {
    this.failed = true;
    if (!(this.directory.incomplete && problem.code === "unknown-component")) {
      this.say(place, problem);
    }
  }
}
