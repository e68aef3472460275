/** What ordering needs to know of a component. */
export interface Node {
  id: string;
  edges: readonly { to: string }[];
}

/**
 * Components in waves: each is in the first wave after all that it depends on.
 * Edges to ids that are not in the list are left out. `cycles` holds, for what can't be
 * ordered, one closed walk each ("a", "b", "a").
 */
export function waves(nodes: readonly Node[]): { waves: string[][]; cycles: string[][] } {
  const waiting = new Map<string, Set<string>>();
  const dependents = new Map<string, string[]>();
  const ids = new Set(nodes.map((node) => node.id));
  for (const { id, edges } of nodes) {
    const needs = new Set(edges.map((edge) => edge.to).filter((to) => ids.has(to)));
    waiting.set(id, needs);
    for (const to of needs) {
      const known = dependents.get(to);
      if (known) known.push(id);
      else dependents.set(to, [id]);
    }
  }
  const result: string[][] = [];
  let ready = nodes.map((node) => node.id).filter((id) => waiting.get(id)!.size === 0);
  while (ready.length) {
    result.push(ready.sort());
    const next: string[] = [];
    for (const id of ready) {
      waiting.delete(id);
      for (const dependent of dependents.get(id) ?? []) {
        const needs = waiting.get(dependent)!;
        needs.delete(id);
        if (needs.size === 0) next.push(dependent);
      }
    }
    ready = next;
  }
  return { waves: result, cycles: findCycles(waiting) };
}

/** One walk per group of nodes that wait for each other. */
function findCycles(waiting: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of [...waiting.keys()].sort()) {
    const walk: string[] = [];
    const at = new Map<string, number>();
    let here: string | undefined = start;
    while (here !== undefined && !done.has(here) && !at.has(here)) {
      at.set(here, walk.length);
      walk.push(here);
      here = [...waiting.get(here)!].find((to) => waiting.has(to));
    }
    if (here !== undefined && at.has(here)) cycles.push([...walk.slice(at.get(here)!), here]);
    walk.forEach((id) => done.add(id));
  }
  return cycles;
}

/** The same nodes so that each comes after what it depends on. Nodes in cycles are left out. */
export function componentsInOrder<N extends Node>(nodes: readonly N[]): N[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return waves(nodes).waves.flat().map((id) => byId.get(id)!);
}
