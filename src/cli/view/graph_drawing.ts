import { mergedEdges, type StackGraph } from "../../planning/graph.ts";

/** The graph for Graphviz: services are clusters, implicit edges dashed, cycles red. */
export function graphDot(graph: StackGraph): string {
  const inCycle = edgesOfCycles(graph);
  const lines = [
    `digraph ${quoted(graph.stack)} {`,
    "  rankdir=LR",
    "  compound=true",
    '  node [shape=box, fontname="sans-serif"]',
    '  edge [fontname="sans-serif", fontsize=10]',
  ];
  for (const { name } of graph.services) {
    lines.push(`  subgraph ${quoted(`cluster_${name}`)} {`, `    label=${quoted(name)}`);
    for (const node of membersOf(graph, name)) {
      lines.push(`    ${quoted(node.id)} [label=${quoted(`${node.name}\n${node.kind}`)}]`);
    }
    lines.push("  }");
  }
  for (const { from, to, implicit, via } of mergedEdges(graph)) {
    const attributes = [
      ...via.join() === "dependsOn" ? [] : [`label=${quoted(via.join("\n"))}`],
      ...implicit ? ["style=dashed"] : [],
      ...inCycle.has(`${from} ${to}`) ? ["color=red"] : [],
    ];
    const suffix = attributes.length ? ` [${attributes.join(", ")}]` : "";
    lines.push(`  ${quoted(from)} -> ${quoted(to)}${suffix}`);
  }
  for (const { name, dependsOn } of graph.services) {
    for (const other of dependsOn) {
      // Graphviz draws edges between clusters as edges between members, cut off at the border.
      const [from, to] = [membersOf(graph, name)[0]!, membersOf(graph, other)[0]!];
      lines.push(
        `  ${quoted(from.id)} -> ${quoted(to.id)} [ltail=${quoted(`cluster_${name}`)}, lhead=${
          quoted(`cluster_${other}`)
        }, style=bold]`,
      );
    }
  }
  return [...lines, "}"].join("\n") + "\n";
}

/** The graph for Mermaid: services are subgraphs, implicit edges dotted, cycles red. */
export function graphMermaid(graph: StackGraph): string {
  // Ids of its own: a component may be called "end", which is a word of Mermaid's.
  const ids = new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
  const services = new Map(graph.services.map((service, i) => [service.name, `s${i}`]));
  const lines = ["flowchart LR"];
  for (const { name } of graph.services) {
    lines.push(`  subgraph ${services.get(name)}["${name}"]`);
    for (const node of membersOf(graph, name)) {
      lines.push(`    ${ids.get(node.id)}["${node.name}<br/>${node.kind}"]`);
    }
    lines.push("  end");
  }
  const inCycle = edgesOfCycles(graph);
  const red: number[] = [];
  mergedEdges(graph).forEach(({ from, to, implicit, via }, i) => {
    const label = via.join() === "dependsOn" ? "" : `|"${via.join("<br/>")}"|`;
    lines.push(`  ${ids.get(from)} ${implicit ? "-.->" : "-->"}${label} ${ids.get(to)}`);
    if (inCycle.has(`${from} ${to}`)) red.push(i);
  });
  for (const { name, dependsOn } of graph.services) {
    for (const other of dependsOn) {
      lines.push(`  ${services.get(name)} ==> ${services.get(other)}`);
    }
  }
  if (red.length) lines.push(`  linkStyle ${red.join(",")} stroke:red`);
  return lines.join("\n") + "\n";
}

const quoted = (text: string) =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

const membersOf = (graph: StackGraph, service: string) =>
  graph.nodes.filter((node) => node.service === service);

const edgesOfCycles = ({ cycles }: StackGraph): Set<string> =>
  new Set(cycles.flatMap((cycle) => cycle.slice(1).map((to, i) => `${cycle[i]} ${to}`)));
