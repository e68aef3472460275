import { identityIn } from "./held.ts";
import type { Simulation } from "./simulation.ts";

/**
 * Learns from the cloud what an interrupted run did, and what was changed from outside where that
 * is asked for. What the run made and never recorded is found by its name, or by the unit and key
 * that the sandbox keeps with each resource, as tags do on AWS.
 */
export function lookAnew(run: Simulation): void {
  const { unit, known, cloud, begun } = run;
  const recorded = new Set([...known.live, ...known.doomed].map(identityIn));
  for (const { key, type, physicalName } of begun) {
    const made = cloud.madeBy(type, key).filter((r) => r.unit === unit.name);
    const named = physicalName === undefined ? [] : cloud.named(type, physicalName);
    for (const there of [...made, ...named]) {
      if (recorded.has(identityIn(there))) continue;
      recorded.add(identityIn(there));
      const before = known.get({ key, type });
      if (before) known.doom(before);
      known.put({ ...there, key, dependsOn: [] });
    }
  }
  const keys = new Set(begun.map(({ key }) => key));
  for (const resource of known.live) {
    if (!run.refreshes && !keys.has(resource.key)) continue;
    const there = cloud.find(resource.type, resource.id);
    if (there) {
      known.put({ ...resource, properties: there.properties, attributes: there.attributes });
    } else known.forget(resource);
  }
}
