import type { Stack } from "../stack/model.ts";
import { graphOf, waves } from "../stack/order.ts";

/** What depends on what, for drawing. */
export interface StackGraph {
  stack: string;
  environment: string;
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Services that wait for whole other services, where both are drawn. */
  services: { name: string; dependsOn: string[] }[];
  /** Closed walks: "a", "b", "a". */
  cycles: string[][];
}

export interface GraphNode {
  id: string;
  service: string;
  name: string;
  kind: string;
  /** From 1; null in and behind a cycle. */
  wave: number | null;
}

/** `from` depends on `to`. */
export interface GraphEdge {
  from: string;
  to: string;
  /** Not from `dependsOn` but from a reference, or from a service's `dependsOn`. */
  implicit: boolean;
  /** The field that it comes from: "dependsOn", "environment"; "service" for a service's `dependsOn`. */
  via: string;
  /** The output that is used, where one is. */
  output?: string;
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

type Drawn = Pick<Stack, "name" | "environment" | "services" | "components">;

/** The graph of a stack, whole or the components in `scope`. A stack with cycles has one too. */
export function stackGraph(stack: Drawn, scope?: ReadonlySet<string>): StackGraph {
  const components = stack.components.filter((c) => scope?.has(c.id) ?? true);
  const { cycles } = waves(graphOf(stack.components, []));
  // Waves come from the whole stack: a part is deployed in the same order.
  const order = waves(graphOf(stack.components, cycles.length ? [] : stack.services));
  const waveOf = new Map(order.waves.flatMap((ids, i) => ids.map((id) => [id, i + 1])));
  const drawn = new Set(components.map((component) => component.id));
  const members = Map.groupBy(components, ({ service }) => service);
  const services = stack.services
    .filter((service) => members.has(service.name))
    .map(({ name, dependsOn }) => ({
      name,
      dependsOn: dependsOn.filter((other) => members.has(other)),
    }));
  const waitsFor = new Map(services.map((service) => [service.name, service.dependsOn]));
  const edges: GraphEdge[] = [];
  for (const component of components) {
    const known = new Set<string>();
    for (const { to, implicit, via, output } of component.edges) {
      if (!drawn.has(to)) continue;
      known.add(to);
      edges.push({ from: component.id, to, implicit, via, output });
    }
    for (const service of waitsFor.get(component.service) ?? []) {
      for (const { id: to } of members.get(service)!) {
        if (known.has(to)) continue;
        edges.push({ from: component.id, to, implicit: true, via: "service" });
      }
    }
  }
  return {
    stack: stack.name,
    environment: stack.environment,
    nodes: components.map(({ id, service, name, kind }) => ({
      id,
      service,
      name,
      kind: kind.name,
      wave: waveOf.get(id) ?? null,
    })),
    edges: edges.sort((a, b) =>
      compare(a.from, b.from) || compare(a.to, b.to) || compare(a.via, b.via)
    ),
    services,
    cycles: cycles.filter((cycle) => cycle.every((id) => drawn.has(id))),
  };
}

/** The edges that components name themselves, several between the same two as one. */
export function mergedEdges(
  { edges }: StackGraph,
): { from: string; to: string; implicit: boolean; via: string[] }[] {
  const merged = new Map<string, { from: string; to: string; implicit: boolean; via: string[] }>();
  for (const { from, to, implicit, via, output } of edges) {
    if (via === "service") continue;
    const text = output === undefined ? via : `${via} (${output})`;
    const key = `${from} ${to}`;
    const known = merged.get(key);
    if (!known) merged.set(key, { from, to, implicit, via: [text] });
    else {
      known.implicit &&= implicit;
      if (!known.via.includes(text)) known.via.push(text);
    }
  }
  return [...merged.values()];
}
