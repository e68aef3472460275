import type { RunResult } from "../engine/port.ts";
import type { Resource } from "../engine/resource.ts";
import { fingerprint } from "../planning/fingerprint.ts";
import { recordedComponents } from "../planning/plan.ts";
import type { Component } from "../stack/model.ts";
import type { ComponentState, RecordedResource, StateDocument } from "../state/document.ts";
import { usesOf } from "../state/uses.ts";
import type { Planned } from "./prepare.ts";
import { recordedEdges } from "./recorded_component.ts";

export interface Made {
  /** What is to be recorded; null forgets a component. */
  components: Record<string, ComponentState | null>;
  /** Components that are not as the plan wanted them. */
  left: string[];
}

/** What the run knows of each component besides how the engine ended. */
export interface Seen {
  begun(id: string): boolean;
  settled(id: string): boolean;
}

/** What has become true of a plan's components, from what the engine ended with. What was never begun stays as it was recorded. */
export function componentStates(
  { plan, stack, rendered, spoiled }: Planned,
  before: StateDocument | undefined,
  result: RunResult,
  seen: Seen,
  deployment: string,
  owns: (id: string) => boolean,
): Made {
  const recorded = recordedComponents(before);
  const desired = new Map(stack.components.map((c) => [c.id, c]));
  const resources = new Map(rendered.graph.resources.map((r) => [r.key, r]));
  const ok = result.outcome === "succeeded";
  const made: Made = { components: {}, left: [] };
  const existing = keysByComponent(result);
  const all = new Set([...existing.values()].flat());
  for (const { id, action } of plan.changes) {
    if (action === "unchanged") continue;
    const component = desired.get(id);
    const old = recorded.get(id);
    const own = (rendered.components.get(id)?.resources ?? []).map((key) => resources.get(key)!);
    const wanted = new Set(own.map(({ key }) => key));
    const there = existing.get(id) ?? [];
    const extra = [
      ...there.filter((key) => !wanted.has(key) || result.doomed.includes(key)),
      // What it shared is nobody's any more, and still there.
      ...Object.keys(old?.resources ?? {}).filter((key) => all.has(key) && !resources.has(key)),
    ];
    const complete = !spoiled?.has(id) &&
      (ok || (extra.length === 0 && (component ? seen.settled(id) : true)));
    if (!complete) made.left.push(id);
    if (!component) {
      if (complete) made.components[id] = null;
      else if (seen.begun(id) && old) {
        made.components[id] = { ...old, status: "deleting", resources: kept(old, all) };
      }
      continue;
    }
    const any = there.length > 0 || own.some(({ key }) => key in result.urns);
    if (!complete && !seen.begun(id)) continue;
    if (!complete && !old && !any) continue;
    made.components[id] = stateOf(component, own, result, {
      complete,
      deployment,
      leftOver: complete ? {} : kept(old, all),
    });
  }
  if (stack.locking === "service") noteUses(made.components, recorded, (id) => ok && owns(id));
  return made;
}

/** Notes what was used of other services: by what was made, and by what followed it. */
function noteUses(
  made: Made["components"],
  recorded: ReadonlyMap<string, ComponentState>,
  followed: (id: string) => boolean,
): void {
  const now = new Map(recorded);
  for (const [id, state] of Object.entries(made)) {
    if (state) now.set(id, state);
    else now.delete(id);
  }
  for (const [id, state] of now) {
    if (!(id in made) && !followed(id)) continue;
    const uses = usesOf(id, state, now);
    if (state.uses === uses) continue;
    const { uses: _, ...rest } = state;
    made[id] = { ...rest, ...(uses !== undefined && { uses }) };
  }
}

/** Keys of what exists, doomed ones included, by the component that they begin with. */
function keysByComponent({ urns, doomed }: RunResult): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const key of new Set([...Object.keys(urns), ...doomed])) {
    const id = key.split("/", 2).join("/");
    const known = keys.get(id);
    if (known) known.push(key);
    else keys.set(id, [key]);
  }
  return keys;
}

/** Of what was recorded, what is still there. */
function kept(
  old: ComponentState | undefined,
  keys: ReadonlySet<string>,
): Record<string, RecordedResource> {
  return Object.fromEntries(
    Object.entries(old?.resources ?? {}).filter(([key]) => keys.has(key)),
  );
}

function stateOf(
  component: Component,
  own: readonly Resource[],
  result: RunResult,
  { complete, deployment, leftOver }: {
    complete: boolean;
    deployment: string;
    leftOver: Record<string, RecordedResource>;
  },
): ComponentState {
  const files = Object.entries(component.files);
  const texts = files.flatMap(([name, { text }]) =>
    text === undefined ? [] : [[name, text] as const]
  );
  return {
    kind: component.kind.name,
    status: complete ? "ready" : "failed",
    spec: component.spec,
    files: Object.fromEntries(files.map(([name, { sha256 }]) => [name, sha256])),
    ...(texts.length > 0 && { texts: Object.fromEntries(texts) }),
    rendered: fingerprint(own),
    outputs: result.outputs[component.id] ?? {},
    dependsOn: [...new Set(component.edges.map((edge) => edge.to))],
    edges: recordedEdges(component),
    resources: {
      ...leftOver,
      ...Object.fromEntries(
        own.filter(({ key }) => key in result.urns).map(({ key, type, physicalName }) => [
          key,
          {
            type,
            urn: result.urns[key],
            ...(physicalName !== undefined && { physicalName }),
            ...(result.ids?.[key] !== undefined && { id: result.ids[key] }),
          },
        ]),
      ),
    },
    deployment,
    labels: component.labels,
    ...(component.description !== undefined && { description: component.description }),
  };
}
