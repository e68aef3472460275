import { usersOf } from "../ports/references.ts";
import type { Component, Service } from "./model.ts";

/** What ordering needs to know of a thing. A gate stands for a whole service: it orders, and takes no wave of its own. */
export interface Node {
  id: string;
  needs: readonly string[];
  gate?: true;
}

/** Components and the gates of the services that others depend on. */
export function graphOf(
  components: readonly Pick<Component, "id" | "service" | "edges">[],
  services: readonly Pick<Service, "name" | "dependsOn">[],
): Node[] {
  const gateOf = (service: string) => `service ${service}`;
  const gated = new Set(services.flatMap((service) => service.dependsOn));
  const members = Map.groupBy(components, ({ service }) => service);
  const waitsFor = new Map(
    services.map((service) => [service.name, service.dependsOn.map(gateOf)]),
  );
  return [
    ...components.map(({ id, service, edges }) => ({
      id,
      needs: [...edges.map((edge) => edge.to), ...waitsFor.get(service) ?? []],
    })),
    ...[...gated].map((service) => ({
      id: gateOf(service),
      needs: (members.get(service) ?? []).map(({ id }) => id),
      gate: true as const,
    })),
  ];
}

/**
 * Nodes in waves: each is in the first wave after all that it needs. What is not in
 * the list is not waited for. `cycles` holds one closed walk ("a", "b", "a") for each
 * group that waits for itself; what is in or behind one is in no wave.
 */
export function waves(nodes: readonly Node[]): { waves: string[][]; cycles: string[][] } {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const missing = new Map<string, number>();
  const wave = new Map<string, number>();
  for (const node of nodes) {
    const needs = new Set(node.needs.filter((id) => byId.has(id)));
    missing.set(node.id, needs.size);
    wave.set(node.id, 0);
  }
  const dependents = usersOf(nodes.map(({ id, needs }) => [id, new Set(needs)]));
  const ready = nodes.filter((node) => missing.get(node.id) === 0);
  const result: string[][] = [];
  for (let node = ready.pop(); node; node = ready.pop()) {
    const level = wave.get(node.id)!;
    if (!node.gate) (result[level] ??= []).push(node.id);
    missing.delete(node.id);
    for (const id of dependents.get(node.id) ?? []) {
      wave.set(id, Math.max(wave.get(id)!, level + (node.gate ? 0 : 1)));
      const left = missing.get(id)! - 1;
      missing.set(id, left);
      if (left === 0) ready.push(byId.get(id)!);
    }
  }
  for (const ids of result) ids.sort();
  return { waves: result, cycles: findCycles(byId, missing) };
}

/** One walk per group of nodes that wait for each other. */
function findCycles(
  byId: ReadonlyMap<string, Node>,
  waiting: ReadonlyMap<string, number>,
): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of [...waiting.keys()].sort()) {
    const walk: string[] = [];
    const at = new Map<string, number>();
    let here: string | undefined = start;
    while (here !== undefined && !done.has(here) && !at.has(here)) {
      at.set(here, walk.length);
      walk.push(here);
      here = byId.get(here)!.needs.find((to) => waiting.has(to));
    }
    if (here !== undefined && at.has(here)) cycles.push([...walk.slice(at.get(here)!), here]);
    walk.forEach((id) => done.add(id));
  }
  return cycles;
}

/** All that these nodes need, by however many steps, and they themselves. */
export function reachable(nodes: readonly Node[], from: readonly string[]): Set<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const left = [...from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    left.push(...byId.get(id)?.needs ?? []);
  }
  return seen;
}
