import type { Resource } from "../engine/resource.ts";
import { dependenciesOf } from "../ports/references.ts";
import type { Stack } from "../stack/model.ts";

const TASKS = "aws:ecs/service:Service";
const GROUP = "aws:lb/targetGroup:TargetGroup";

/**
 * Lets tasks wait for the listener or rule by which another component's balancer forwards to them: AWS starts none for a
 * group that nothing forwards to, the provider tries for four minutes only, and a balancer takes three or more.
 */
export function awaitBalancers(
  { components, locking }: Stack,
  resources: ReadonlyMap<string, Resource>,
): void {
  const byId = new Map(components.map((component) => [component.id, component]));
  const all = [...resources.values()];
  for (const { id, kind, service, edges } of components) {
    if (!kind.forwards) continue;
    for (const { to } of edges) {
      const behind = byId.get(to);
      if (!behind?.kind.behind?.(behind.spec)) continue;
      // Services that are deployed by themselves don't wait for each other's resources.
      if (locking === "service" && behind.service !== service) continue;
      const own = all.filter(({ key }) => key.startsWith(`${to}/`));
      const tasks = own.find(({ type }) => type === TASKS);
      const group = own.find(({ type }) => type === GROUP)?.key;
      if (!tasks || group === undefined) continue;
      const leading = all.filter((one) =>
        one.key.startsWith(`${id}/`) && dependenciesOf(one).includes(group) &&
        !needs(one.key, tasks.key, resources)
      );
      if (leading.length === 0) continue;
      tasks.dependsOn = [...tasks.dependsOn ?? [], ...leading.map(({ key }) => key)];
    }
  }
}

/** Whether a resource waits for another, near or far. */
function needs(key: string, wanted: string, resources: ReadonlyMap<string, Resource>): boolean {
  const seen = new Set([key]);
  for (const one of seen) {
    const resource = resources.get(one);
    for (const other of resource ? dependenciesOf(resource) : []) seen.add(other);
  }
  return seen.has(wanted);
}
