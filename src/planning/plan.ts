import type { ResourceChange } from "../engine/port.ts";
import type { Resource } from "../engine/resource.ts";
import { findKind } from "../kinds/registry.ts";
import type { Component, Diagnostic, Stack } from "../stack/model.ts";
import { graphOf, waves } from "../stack/order.ts";
import type { ComponentState, StateDocument } from "../state/document.ts";
import { equal, type FieldChange, fieldChanges } from "./field_changes.ts";
import { fingerprint } from "./fingerprint.ts";
import type { RenderedStack } from "./render_stack.ts";

export type Action = "create" | "update" | "replace" | "delete" | "unchanged";

/** What is to happen to one component, and why. */
export interface Change {
  id: string;
  kind: string;
  action: Action;
  fields: FieldChange[];
  holdsData: boolean;
  /** Whether a rollback can bring it back as it was, data included. */
  restorable: boolean;
  /** What `fields` don't say: "left unfinished by the last run". */
  reasons: string[];
  /** Why a rollback could not bring it back, where that is not for the sake of its data. */
  unrestorable?: string;
  /** Physical names of its resources, by resource. */
  physicalNames: Record<string, string>;
  /** What the engine would do to its resources; absent where it was not asked. */
  resources?: ResourceChange[];
}

export interface Plan {
  stack: string;
  environment: string;
  region: string;
  accountId?: string;
  /** Serial of the state that was compared with; undefined where nothing is recorded. */
  serial?: number;
  summary: Record<Action, number>;
  /** Ids of what changes, in the order in which it is done; deletions last. */
  waves: string[][];
  changes: Change[];
  warnings: Diagnostic[];
}

/** What a command was narrowed to. */
export type Scope = ReadonlySet<string> | undefined;

/** Everything recorded, of all units, by id. */
export function recordedComponents(state: StateDocument | undefined): Map<string, ComponentState> {
  return new Map(
    Object.values(state?.units ?? {}).flatMap((unit) => Object.entries(unit.components)),
  );
}

/** Compares what is desired with what is recorded. Pure; asks nobody. */
export function makePlan(
  stack: Stack,
  rendered: RenderedStack,
  state: StateDocument | undefined,
  scope?: Scope,
  /** Components that an interrupted run may have changed without saying so. */
  unsure: ReadonlySet<string> = new Set(),
  /** What an interrupted run may have made of components that are neither desired nor recorded. */
  strays: ReadonlyMap<string, ComponentState["resources"]> = new Map(),
  /** Components that have to follow what was done to another service. */
  stale: ReadonlySet<string> = new Set(),
): Plan {
  const recorded = recordedComponents(state);
  const resources = new Map(rendered.graph.resources.map((r) => [r.key, r]));
  const inScope = (id: string) => scope === undefined || scope.has(id);
  const desired = new Map(stack.components.map((c) => [c.id, c]));
  const changes = new Map<string, Change>();
  const order = waves(graphOf(stack.components, stack.services)).waves;
  for (const id of order.flat()) {
    if (!inScope(id)) continue;
    const component = desired.get(id)!;
    const own = rendered.components.get(id)!.resources.map((key) => resources.get(key)!);
    const change = changeOf(component, own, recorded.get(id), changes);
    if (stale.has(id)) {
      if (change.action === "unchanged") change.action = "update";
      change.reasons.push("what it uses of another service has changed since");
    }
    if (unsure.has(id) && change.action === "unchanged") {
      change.action = "update";
      change.reasons.push("an interrupted run may have changed it");
    }
    changes.set(id, change);
  }
  const gone = [...recorded].filter(([id]) => !desired.has(id) && inScope(id));
  for (const [id, old] of gone) changes.set(id, deletionOf(id, old));
  for (const [id, made] of strays) changes.set(id, strayOf(id, made));
  const all = [...changes.values()].sort((a, b) => a.id < b.id ? -1 : 1);
  const summary = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0 };
  for (const change of all) summary[change.action]++;
  return {
    stack: stack.name,
    environment: stack.environment,
    region: stack.region,
    accountId: stack.accountId,
    serial: state?.serial,
    summary,
    waves: [
      ...order.map((ids) =>
        ids.filter((id) => changes.has(id) && changes.get(id)!.action !== "unchanged")
      ),
      ...deletionWaves(gone),
      [...strays.keys()],
    ].filter((ids) => ids.length > 0),
    changes: all,
    warnings: [],
  };
}

/** Deletions in reverse order: what uses something goes before it. */
function deletionWaves(gone: readonly [string, ComponentState][]): string[][] {
  return waves(gone.map(([id, { dependsOn }]) => ({ id, needs: dependsOn }))).waves.reverse();
}

function changeOf(
  component: Component,
  resources: readonly Resource[],
  old: ComponentState | undefined,
  earlier: ReadonlyMap<string, Change>,
): Change {
  const { id, kind, spec, files, labels } = component;
  const physicalNames = namesOf(id, resources);
  const change: Change = {
    id,
    kind: kind.name,
    action: "unchanged",
    fields: [],
    holdsData: kind.holdsData(spec),
    restorable: true,
    reasons: [],
    physicalNames,
  };
  if (!old) return { ...change, action: "create" };
  if (old.kind !== kind.name) {
    change.fields.push({
      path: "kind",
      old: old.kind,
      new: kind.name,
      forcesReplacement: true,
      why: "another kind is another resource",
    });
  } else change.fields = fieldChanges(kind.spec, old.spec, spec);
  if (!equal(old.labels ?? {}, labels)) {
    change.fields.push({
      path: "labels",
      old: old.labels ?? {},
      new: labels,
      forcesReplacement: false,
    });
  }
  for (const name of new Set([...Object.keys(old.files), ...Object.keys(files)])) {
    if (old.files[name] !== files[name]?.sha256) change.reasons.push(`content of ${name} changed`);
  }
  if (old.status !== "ready") change.reasons.push(`left ${old.status} by the last run`);
  for (const edge of component.edges) {
    const upstream = earlier.get(edge.to);
    if (edge.output !== undefined && upstream?.action === "replace") {
      change.reasons.push(`gets the new ${edge.output} of ${edge.to}`);
    }
  }
  const recordedNames = recordedNamesOf(id, old);
  const renamed = Object.entries(recordedNames).filter(([name, value]) =>
    physicalNames[name] !== undefined && physicalNames[name] !== value
  );
  for (const [name, value] of renamed) {
    change.fields.push({
      path: `name of ${name}`,
      old: value,
      new: physicalNames[name],
      forcesReplacement: true,
      why: "AWS can't rename it",
    });
  }
  if (!change.fields.length && !change.reasons.length && old.rendered !== fingerprint(resources)) {
    change.reasons.push("this version of panka, or what it refers to, asks for other settings");
  }
  if (change.fields.some((field) => field.forcesReplacement)) change.action = "replace";
  else if (change.fields.length || change.reasons.length) change.action = "update";
  if (change.action === "replace") change.restorable = !holdsDataOf(old);
  return change;
}

function deletionOf(id: string, old: ComponentState): Change {
  const holdsData = holdsDataOf(old);
  return {
    id,
    kind: old.kind,
    action: "delete",
    fields: [],
    holdsData,
    restorable: !holdsData,
    reasons: [],
    physicalNames: recordedNamesOf(id, old),
  };
}

/** Nothing says what kind it was; what it holds is as young as the interrupted run. */
function strayOf(id: string, resources: ComponentState["resources"]): Change {
  return {
    id,
    kind: "unknown",
    action: "delete",
    fields: [],
    holdsData: false,
    restorable: true,
    reasons: ["an interrupted run may have created it"],
    physicalNames: recordedNamesOf(id, { resources }),
  };
}

/** A kind that this version does not know may hold anything. */
const holdsDataOf = (old: ComponentState): boolean =>
  findKind(old.kind)?.holdsData(old.spec) ?? true;

/** Resource name within the component → physical name. */
function namesOf(
  id: string,
  resources: readonly { key: string; physicalName?: string }[],
): Record<string, string> {
  return Object.fromEntries(
    resources.flatMap(({ key, physicalName }) =>
      physicalName === undefined
        ? []
        : [[key.startsWith(`${id}/`) ? key.slice(id.length + 1) : key, physicalName]]
    ),
  );
}

const recordedNamesOf = (id: string, { resources }: Pick<ComponentState, "resources">) =>
  namesOf(id, Object.entries(resources).map(([key, resource]) => ({ key, ...resource })));
