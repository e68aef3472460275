import { type Kind, outputName } from "../kinds/kind.ts";
import type { OutputReference } from "../schema/field.ts";
import { listed, nearest } from "../schema/nearest.ts";
import type { Diagnostic } from "./model.ts";

/** A component as others may name it. */
export interface Named {
  id: string;
  service: string;
  name: string;
  kind: Kind;
}

type Found<T> = { found: T } | { problem: Omit<Diagnostic, "place"> };
const error = (
  code: string,
  summary: string,
  why: string | undefined,
  fix: string,
  replacement?: string,
) => ({
  problem: { severity: "error" as const, code, summary, why, fix, replacement },
});

/** Every component of the stack by id and by bare name. */
export class Directory {
  private readonly byId = new Map<string, Named>();
  private readonly byName = new Map<string, Named[]>();

  /** @param incomplete some document could not be read, so that "there is none" can't be said */
  constructor(components: Iterable<Named>, readonly incomplete: boolean) {
    for (const component of components) {
      this.byId.set(component.id, component);
      const known = this.byName.get(component.name);
      if (known) known.push(component);
      else this.byName.set(component.name, [component]);
    }
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** "service/name", or a bare name: the own service's first, then where unique in the stack. */
  find(name: string, service: string): Found<Named> {
    const exact = this.byId.get(name) ?? this.byId.get(`${service}/${name}`);
    if (exact) return { found: exact };
    const others = this.byName.get(name) ?? [];
    if (others.length === 1) return { found: others[0]! };
    if (others.length > 1) {
      const ids = others.map((other) => other.id);
      return error(
        "ambiguous-component",
        `"${name}" may mean ${listed(ids)}`,
        `service "${service}" has none of that name`,
        `write ${ids[0]}`,
        ids[0],
      );
    }
    const own = [...this.byId.values()].filter((c) => c.service === service).map((c) => c.name);
    const meant = nearest(
      name,
      name.includes("/") ? this.byId.keys() : [...own, ...this.byName.keys()],
    );
    return error(
      "unknown-component",
      `there is no component "${name}"`,
      own.length
        ? `components of ${service}: ${listed(own)}`
        : `service "${service}" has no components`,
      meant ?? `use one of ${listed([...own, ...this.others(service)], 20)}`,
      meant,
    );
  }

  /** How other services' components are named from here: bare where that is enough. */
  private others(service: string): string[] {
    return [...this.byName].flatMap(([name, all]) => {
      const foreign = all.filter((component) => component.service !== service);
      return all.length === 1 ? foreign.map(() => name) : foreign.map(({ id }) => id);
    });
  }

  output(component: string, output: string, service: string): Found<OutputReference> {
    const target = this.find(component, service);
    if ("problem" in target) return target;
    const { id, name, kind } = target.found;
    const canonical = outputName(kind, output);
    if (canonical !== undefined) return { found: { $from: id, output: canonical } };
    const names = Object.keys(kind.outputs);
    const meant = nearest(output, names);
    return error(
      "unknown-output",
      `${kind.name} has no output named ${output}`,
      meant
        ? `${name} is of kind ${kind.name}. Its outputs: ${listed(names, 20)}`
        : `${name} is of kind ${kind.name}`,
      meant ? `output: ${meant}` : `use one of ${listed(names, 20)}`,
      meant,
    );
  }
}
