import type { PlaceOfUse } from "./components.ts";
import { placeIn } from "./documents.ts";
import type { Component, Stack } from "./model.ts";
import { graphOf, reachable, waves } from "./order.ts";
import type { Report } from "./report.ts";
import type { LoadedService } from "./services.ts";

/** Reports cycles of components, edge by edge, and lets go of service dependencies that would close one. */
export function checkCycles(
  stack: Stack,
  services: Map<string, LoadedService>,
  placeOfUse: PlaceOfUse,
  report: Report,
): void {
  const components = new Map(stack.components.map((c) => [c.id, c]));
  const { cycles } = waves(graphOf(stack.components, []));
  for (const cycle of cycles) {
    const edges = cycle.slice(1).map((to, i) => edgeBetween(components.get(cycle[i]!)!, to));
    // What nobody's reference needs can go first.
    const loose = edges.toSorted((a, b) => Number(b.loose) - Number(a.loose));
    const [first] = loose as [CycleEdge];
    report.at(placeOfUse(first.from, first.to) ?? components.get(first.from)!.place, {
      code: "cycle",
      summary: `components wait for each other: ${cycle.join(" → ")}`,
      why: edges.map(({ from, to, text }) => `${from} needs ${to} (${text})`).join("; "),
      fix: `remove one: ${loose.slice(0, MOST_NAMED).map(removal).join(", or ")}`,
    });
  }
  if (cycles.length === 0) dropClosingServices(stack, services, report);
  if (stack.locking === "service") checkServiceCycles(stack, report);
}

/** More than these to choose from help nobody. */
const MOST_NAMED = 4;

interface CycleEdge {
  from: string;
  to: string;
  via: string;
  /** "environment uses endpoint" */
  text: string;
  /** Only `dependsOn` says so. */
  loose: boolean;
}

function edgeBetween({ id, edges }: Component, to: string): CycleEdge {
  const between = edges.filter((edge) => edge.to === to);
  const { via, output } = between.find((edge) => edge.implicit) ?? between[0]!;
  return {
    from: id,
    to,
    via,
    text: output ? `${via} uses ${output}` : via,
    loose: between.every((edge) => !edge.implicit),
  };
}

const removal = ({ from, to, via, loose }: CycleEdge) =>
  loose ? `"${to}" from dependsOn of ${from}` : `what names ${to} in ${via} of ${from}`;

function dropClosingServices(
  stack: Stack,
  services: Map<string, LoadedService>,
  report: Report,
): void {
  const kept = stack.services.map((service) => ({ ...service, dependsOn: [] as string[] }));
  for (const [i, service] of stack.services.entries()) {
    for (const other of service.dependsOn) {
      const nodes = graphOf(stack.components, kept);
      const needed = reachable(
        nodes,
        stack.components.filter((c) => c.service === other).map((c) => c.id),
      );
      if (!stack.components.some((c) => c.service === service.name && needed.has(c.id))) {
        kept[i]!.dependsOn.push(other);
        continue;
      }
      const document = services.get(service.name)?.document;
      report.at(document && placeIn(document, ["spec", "dependsOn"], "key"), {
        severity: "note",
        code: "service-cycle",
        summary: `service "${service.name}" can't wait for all of "${other}"`,
        why:
          `"${other}" needs something of "${service.name}"; the order follows the components' own references`,
      });
    }
  }
  stack.services = kept;
}

/** With a lock per service each is deployed by itself, so services need an order too. */
function checkServiceCycles(stack: Stack, report: Report): void {
  const needs = new Map(
    stack.services.map((service) => [service.name, new Set(service.dependsOn)]),
  );
  for (const component of stack.components) {
    for (const { to } of component.edges) {
      const other = to.slice(0, to.indexOf("/"));
      if (other !== component.service) needs.get(component.service)?.add(other);
    }
  }
  const { cycles } = waves([...needs].map(([id, others]) => ({ id, needs: [...others] })));
  for (const cycle of cycles) {
    report.at(stack.components.find((c) => c.service === cycle[0])?.place, {
      code: "service-cycle",
      summary: `services wait for each other: ${cycle.join(" → ")}`,
      why: "with locking: service each service is deployed by itself",
      fix: "use locking: stack, or remove one of the references between them",
    });
  }
}
