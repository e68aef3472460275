import { type GraphNode, mergedEdges, type StackGraph } from "../../planning/graph.ts";
import type { Diagnostic } from "../../stack/model.ts";
import { diagnosticJson } from "./diagnostics.ts";
import { type Colors, counted, cut, pad, widthOf, wrap } from "./style.ts";

/** The graph as text: components by wave, below each what it needs. ASCII but for the heading. */
export function graphAscii(graph: StackGraph, c: Colors, columns: number): string {
  const edges = Map.groupBy(mergedEdges(graph), (edge) => edge.from);
  const lines = [`${c.bold(graph.stack)} - ${graph.environment}`];
  const byWave = Map.groupBy(graph.nodes, (node) => node.wave);
  const widest = Math.min(
    Math.max(0, ...graph.nodes.map((node) => node.id.length)),
    Math.max(16, columns - 20),
  );
  const wavesInOrder = [...byWave.keys()].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  for (const wave of wavesInOrder) {
    lines.push("", c.dim(wave === null ? "in no wave: in or behind a cycle" : `wave ${wave}`));
    for (const node of byWave.get(wave)!) {
      lines.push(nodeLine(node, c, widest));
      const own = edges.get(node.id) ?? [];
      const width = Math.max(...own.map((edge) => edge.to.length));
      for (const { to, implicit, via } of own) {
        lines.push(...edgeLines(implicit ? "~>" : "->", to, via.join(", "), c, columns, width));
      }
    }
  }
  const waiting = graph.services.filter((service) => service.dependsOn.length);
  if (waiting.length) lines.push("", c.dim("services that wait for all of others"));
  for (const { name, dependsOn } of waiting) {
    lines.push(wrap(`  ${name} -> ${dependsOn.join(", ")}`, columns, "    "));
  }
  for (const cycle of graph.cycles) {
    lines.push("", c.red(wrap(`cycle: ${cycle.join(" -> ")}`, columns, "  ")));
  }
  const explicit = [...edges.values()].flat().filter((edge) => !edge.implicit).length;
  const implicit = [...edges.values()].flat().length - explicit;
  const count = counted(graph.nodes.length, "component");
  const legend = `${count}; ${explicit} by dependsOn (->), ${implicit} by reference (~>)`;
  lines.push("", wrap(legend, columns, "  "));
  return lines.join("\n") + "\n";
}

const nodeLine = ({ id, kind }: GraphNode, c: Colors, widest: number): string =>
  `  ${pad(cut(id, widest), widest)}  ${c.dim(kind)}`;

function edgeLines(
  arrow: string,
  to: string,
  via: string,
  c: Colors,
  columns: number,
  width: number,
): string[] {
  const head = `    ${arrow} ${to}`;
  if (via === "dependsOn") return [head];
  const padded = `    ${arrow} ${pad(to, width)}  `;
  if (widthOf(padded) + widthOf(via) <= columns) return [padded + c.dim(via)];
  return [head, `       ${c.dim(wrap(via, columns, "       "))}`];
}

/** The graph as machines read it, with the errors that left something out of it. */
export const graphJson = (
  graph: StackGraph,
  errors: readonly Diagnostic[],
): Record<string, unknown> => ({
  schema: "panka/graph@1",
  stack: graph.stack,
  environment: graph.environment,
  nodes: graph.nodes.map(({ id, kind, wave }) => ({ id, kind, wave })),
  edges: graph.edges,
  cycles: graph.cycles,
  ...(errors.length && { diagnostics: errors.map(diagnosticJson) }),
});
