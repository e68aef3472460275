import type { Value } from "../engine/resource.ts";
import { HEARD } from "../kinds/shapes/event_source.ts";
import type { Diagnostic, Stack } from "../stack/model.ts";
import type { RenderedStack } from "./render_stack.ts";

/** Rules of a tenant's that would hear, on the account's bus, what the guard of its role lets no tenant hear. */
export function unheardEvents({ tenant }: Stack, { graph }: RenderedStack): Diagnostic[] {
  if (tenant === undefined) return [];
  const heard: readonly Value[] = [...HEARD, `panka.schedule.${tenant}`];
  return graph.resources.flatMap(({ key, type, properties }): Diagnostic[] => {
    if (type !== "aws:cloudwatch/eventRule:EventRule" || properties.eventBusName !== "default") {
      return [];
    }
    const pattern = (properties.eventPattern as { $json?: { source?: Value } })?.$json;
    const other = [pattern?.source ?? []].flat().find((source) => !heard.includes(source));
    return other === undefined ? [] : [{
      severity: "error",
      code: "unheard-events",
      summary: `${key} can't hear events of ${JSON.stringify(other)} on the account's bus`,
      why: "AWS lets tenants hear only its own services there, for the bus is everybody's",
      fix: "set bus: own on an EventBridge component, and send the events to that bus",
    }];
  });
}
