import type { Json, SecretReference } from "../../state/document.ts";
import { dependenciesOf, usersOf } from "../../ports/references.ts";
import { resolveValue, Secret } from "../resolve.ts";
import type { Resource } from "../resource.ts";
import type { KnownResource } from "./checkpoint.ts";
import type { CloudResource } from "./cloud.ts";
import { differences } from "./difference.ts";
import { identityOf, SANDBOX_ACCOUNT } from "./identity.ts";
import { refusedName } from "./refused_names.ts";
import { lookAnew } from "./look_anew.ts";
import { replacing } from "./replacements.ts";
import { schedule, type Task } from "./schedule.ts";
import { scopeOf } from "./scope.ts";
import { Refusal, type Simulation } from "./simulation.ts";

type Properties = { [name: string]: Json };

/** Makes a unit's graph true in a simulation: creates and changes in order of need, then deletes what is left over. */
export async function applyGraph(run: Simulation, parallelism: number): Promise<void> {
  const { unit: { graph }, known } = run;
  lookAnew(run);
  const resources = new Map(graph.resources.map((resource) => [resource.key, resource]));
  const inScope = scopeOf(run.unit, known.live);
  const limits = { parallelism, mayStart: () => run.mayStart() };
  const tasks = graph.resources.filter((r) => inScope(r.key))
    .map((r) => ({ key: r.key, after: dependenciesOf(r) }));
  const gates = gatesOf(run);
  const left = await schedule(tasks, limits, (key) => settle(run, resources.get(key)!, gates));
  if (run.mayStart() && left.length) run.fail("it waits for itself", left[0]!);
  if (!run.mayStart()) return;
  const extra = known.live.filter((r) => resources.get(r.key)?.type !== r.type && inScope(r.key));
  for (const { key, protect } of extra) if (protect) run.fail("it is protected", key);
  if (!run.mayStart()) return;
  const kept = await remove(run, limits, extra);
  run.complete = kept.length === 0;
}

const componentOf = (key: string) => key.split("/", 2).join("/");

/** Resource → the component that it completes, or waits for, and that never becomes ready. */
type Gates = Map<string, string>;

function gatesOf(run: Simulation): Gates {
  const { resources } = run.unit.graph;
  const unready = resources.filter(({ key }) => run.neverReady(key));
  const gates = new Map(unready.map(({ key }) => [key, componentOf(key)]));
  for (const resource of gates.size > 0 ? resources : []) {
    for (const used of dependenciesOf(resource)) {
      if (componentOf(used) === componentOf(resource.key)) gates.delete(used);
    }
  }
  return gates;
}

/** Brings one resource to what is desired, unless it has to wait for one of `gates`. */
async function settle(run: Simulation, desired: Resource, gates: Gates): Promise<boolean> {
  const { key, type, physicalName } = desired;
  const about = { key, type, physicalName };
  const { known } = run;
  known.revive(desired, physicalName, (r) => run.cloud.find(r.type, r.id) !== undefined);
  const old = known.get(desired) ?? known.otherwise(desired)[0];
  const properties = propertiesOf(run, desired, old);
  if (!properties) {
    run.fail("it needs something that isn't there", key);
    return false;
  }
  const unready = dependenciesOf(desired).map((used) => gates.get(used))
    .find((component) => component !== undefined && component !== componentOf(key));
  const gated = () => {
    if (unready) run.fail(`it waits for ${unready}, which was told to be unhealthy`, key);
    return unready !== undefined;
  };
  const make = () => known.put(create(run, desired, properties));
  if (!old) {
    if (gated()) return false;
    change(run, desired, "create", Object.keys(properties), []);
    return await run.take({ ...about, operation: "create", kinds: ["create"], effect: make });
  }
  const paths = differences(old.properties, properties);
  const replacedBy = old.type === type ? replacing(type, paths) : ["type"];
  if (paths.length === 0 && replacedBy.length === 0) {
    known.put({ ...old, ...standing(desired) });
    if (unready) gates.set(key, unready);
    run.same(key, type);
    return true;
  }
  if (gated()) return false;
  if (replacedBy.length === 0) {
    change(run, desired, "update", paths, []);
    const effect = () => known.put(update(run, desired, properties, old));
    return await run.take({ ...about, operation: "update", kinds: ["update"], effect });
  }
  change(run, desired, "replace", paths, replacedBy);
  if (old.protect) {
    run.fail("it is protected, and would be replaced", key);
    return false;
  }
  const collides = old.type === type && old.physicalName !== undefined &&
    old.physicalName === physicalName;
  const first = collides || desired.deleteBeforeReplace;
  return await run.take({
    ...about,
    operation: "replace",
    kinds: first ? ["delete", "create"] : ["create"],
    effect(kind) {
      if (kind === "delete") return unmake(run, old);
      const made = create(run, desired, properties);
      if (!first) known.doom(old);
      known.put(made);
    },
  });
}

/** Deletes what nothing needs any more, dependents first, and what was replaced. */
async function remove(
  run: Simulation,
  limits: Parameters<typeof schedule>[1],
  extra: KnownResource[],
): Promise<string[]> {
  const all = new Map(extra.map((resource) => [`${resource.type} ${resource.key}`, resource]));
  const users = usersOf(extra.map((r) => [`${r.type} ${r.key}`, r.dependsOn]));
  const tasks: Task[] = extra.map(({ key, type }) => ({
    key: `${type} ${key}`,
    after: users.get(key) ?? [],
  }));
  for (const old of run.known.doomed) {
    all.set(`doomed ${old.type} ${old.id}`, old);
    tasks.push({ key: `doomed ${old.type} ${old.id}`, after: [] });
  }
  for (const resource of extra) change(run, resource, "delete", [], []);
  return await schedule(tasks, limits, (task) => {
    const { key, type, physicalName } = all.get(task)!;
    return run.take({
      key,
      type,
      physicalName,
      operation: task.startsWith("doomed ") ? "replace" : "delete",
      kinds: ["delete"],
      effect: () => unmake(run, all.get(task)!),
    });
  });
}

function unmake(run: Simulation, resource: KnownResource): void {
  run.cloud.delete(resource.type, resource.id);
  run.known.forget(resource);
}

function create(run: Simulation, desired: Resource, properties: Properties): KnownResource {
  const { type, physicalName, key } = desired;
  const { name: unit } = run.unit;
  const chosen = physicalName ?? nameOf(properties);
  const reason = chosen !== undefined && refusedName(type, chosen);
  if (reason) throw new Refusal(reason);
  if (physicalName !== undefined && run.cloud.named(type, physicalName).length > 0) {
    throw new Refusal(`${type} "${physicalName}" already exists`);
  }
  const identity = identified(run, desired, properties);
  const made: CloudResource = { type, ...identity, unit, key, physicalName, properties };
  run.cloud.put(made);
  return { key, type, ...identity, properties, physicalName, ...standing(desired) };
}

function identified(run: Simulation, desired: Resource, properties: Properties, id?: string) {
  const { type, physicalName, key } = desired;
  const { region, accountId = SANDBOX_ACCOUNT, name: unit } = run.unit;
  // The one that it replaces may still be there.
  const generation = run.cloud.madeBy(type, key).filter((r) => r.id !== id).length;
  const name = physicalName ?? nameOf(properties) ??
    `${key.replaceAll(/[/@]+/g, "-")}${generation ? `-${generation + 1}` : ""}`;
  const place = { region, accountId };
  return identityOf({ ...place, type, unit, key, name, generation, properties });
}

function update(
  run: Simulation,
  desired: Resource,
  properties: Properties,
  old: KnownResource,
): KnownResource {
  const there = run.cloud.find(old.type, old.id);
  if (!there) throw new Refusal(`${old.type} "${old.id}" isn't there any more`);
  // What was empty may come with a change: the secret of a password that AWS is to manage.
  const lasting = Object.entries(old.attributes).filter(([, value]) =>
    !(Array.isArray(value) && value.length === 0)
  );
  const attributes = {
    ...identified(run, desired, properties, old.id).attributes,
    ...Object.fromEntries(lasting),
    ...properties,
  };
  run.cloud.put({ ...there, properties, attributes });
  return { ...old, properties, attributes, ...standing(desired) };
}

/** What a resource has besides what AWS knows of it. */
const standing = (desired: Resource) => ({
  dependsOn: dependenciesOf(desired),
  protect: desired.protect,
});

function propertiesOf(
  run: Simulation,
  { properties, ignoreChanges = [] }: Resource,
  old: KnownResource | undefined,
): Properties | undefined {
  const secret = (reference: string): Json => ({ $secret: reference });
  const known = resolveValue(properties, { ...run.answers, secret });
  if (known === undefined || known instanceof Secret) return undefined;
  const result = { ...known as Properties };
  for (const name of old ? ignoreChanges : []) {
    if (old!.properties[name] === undefined) delete result[name];
    else result[name] = old!.properties[name]!;
  }
  return result;
}

/** Outputs of every component as far as they are known; secrets as where they live. */
export function outputsOf(run: Simulation): Record<string, Record<string, Json | SecretReference>> {
  const outputs: ReturnType<typeof outputsOf> = {};
  for (const [component, values] of Object.entries(run.unit.graph.outputs)) {
    const known: Record<string, Json | SecretReference> = {};
    for (const [name, value] of Object.entries(values)) {
      const result = resolveValue(value, run.answers);
      if (result instanceof Secret) known[name] = { $secret: result.where };
      else if (result !== undefined) known[name] = result;
    }
    outputs[component] = known;
  }
  return outputs;
}

function change(
  run: Simulation,
  { key, type }: { key: string; type: string },
  operation: "create" | "update" | "replace" | "delete",
  properties: string[],
  replacedBy: string[],
): void {
  run.changes.push({ key, type, operation, properties, replacedBy });
}

function nameOf({ name, bucket, identifier }: Properties): string | undefined {
  return [name, bucket, identifier].find((text) => typeof text === "string") as string | undefined;
}
