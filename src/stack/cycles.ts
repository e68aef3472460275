import { placeIn } from "./documents.ts";
import type { Component, Stack } from "./model.ts";
import { graphOf, reachable, waves } from "./order.ts";
import type { Report } from "./report.ts";
import type { LoadedService } from "./services.ts";

/** Reports cycles of components, edge by edge, and lets go of service dependencies that would close one. */
export function checkCycles(
  stack: Stack,
  services: Map<string, LoadedService>,
  report: Report,
): void {
  const components = new Map(stack.components.map((c) => [c.id, c]));
  const { cycles } = waves(graphOf(stack.components, []));
  for (const cycle of cycles) {
    const first = components.get(cycle[0]!)!;
    report.at(first.place, {
      severity: "error",
      code: "cycle",
      summary: `components wait for each other: ${cycle.join(" → ")}`,
      why: cycle.slice(1).map((to, i) =>
        `${cycle[i]} needs ${to} (${edgeText(components.get(cycle[i]!)!, to)})`
      ).join("; "),
      fix: "remove one of these references",
    });
  }
  if (cycles.length === 0) dropClosingServices(stack, services, report);
  if (stack.locking === "service") checkServiceCycles(stack, report);
}

function edgeText(component: Component, to: string): string {
  const edge = component.edges.find((e) => e.to === to)!;
  return edge.output ? `${edge.via} uses ${edge.output}` : edge.via;
}

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
      severity: "error",
      code: "service-cycle",
      summary: `services wait for each other: ${cycle.join(" → ")}`,
      why: "with locking: service each service is deployed by itself",
      fix: "use locking: stack, or remove one of the references between them",
    });
  }
}
