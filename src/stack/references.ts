import { type Kind, outputName } from "../kinds/kind.ts";
import type { OutputReference } from "../schema/field.ts";
import { listed, nearest } from "../schema/nearest.ts";
import type { Remark } from "./model.ts";

/** A component as others may name it. */
export interface Named {
  id: string;
  service: string;
  name: string;
  kind: Kind;
}

type Found<T> = { found: T } | { problem: Remark };
const error = (
  code: string,
  summary: string,
  why: string | undefined,
  fix: string,
  replacement?: string,
) => ({
  problem: { code, summary, why, fix, replacement },
});

/** Suggestions for all errors of a stack: nobody reads those of the five-hundredth in a large one. */
const MOST_COMPARED = 200_000;

/** Every component of the stack by id and by bare name. */
export class Directory {
  private readonly byId: ReadonlyMap<string, Named>;
  private readonly byName: ReadonlyMap<string, Named[]>;
  /** Names of each service's own components, and how those of others are named from it. */
  private readonly known = new Map<string, { own: string[]; others: string[] }>();
  /** How many names were compared in looking for near ones. */
  private compared = 0;

  /** @param incomplete some document could not be read, so that "there is none" can't be said */
  constructor(components: readonly Named[], readonly incomplete: boolean) {
    this.byId = new Map(components.map((component) => [component.id, component]));
    this.byName = Map.groupBy(components, ({ name }) => name);
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
    const { own, others: foreign } = this.namesFrom(service);
    this.compared += this.byId.size;
    const meant = this.compared > MOST_COMPARED ? undefined : nearest(
      name,
      name.includes("/") ? this.byId.keys() : own.concat(foreign),
    );
    const some = [...own, ...foreign];
    return error(
      "unknown-component",
      `there is no component "${name}"`,
      own.length
        ? `components of ${service}: ${listed(own)}`
        : service && some.length
        ? `service "${service}" has no components`
        : `the stack has no components${some.length ? " of that name" : ""}`,
      meant ??
        (some.length
          ? `use one of ${listed(some.slice(0, 21), 20)}`
          : "add it under services/, or take the reference out"),
      meant,
    );
  }

  private namesFrom(service: string): { own: string[]; others: string[] } {
    let known = this.known.get(service);
    if (known) return known;
    this.known.set(service, known = { own: [], others: [] });
    for (const component of this.byId.values()) {
      if (component.service === service) known.own.push(component.name);
      // Bare where that is enough.
      else if (this.byName.get(component.name)!.length === 1) known.others.push(component.name);
      else known.others.push(component.id);
    }
    return known;
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
