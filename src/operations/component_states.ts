import type { RunResult } from "../engine/port.ts";
import type { Resource } from "../engine/resource.ts";
import { fingerprint } from "../planning/fingerprint.ts";
import type { Plan } from "../planning/plan.ts";
import type { RenderedStack } from "../planning/render_stack.ts";
import type { Component, Stack } from "../stack/model.ts";
import type { ComponentState } from "../state/document.ts";

export interface Made {
  /** What is to be recorded; null forgets a component. */
  components: Record<string, ComponentState | null>;
  /** Components that are not as the plan wanted them. */
  left: string[];
}

/** What has become true of a plan's components, from what the engine ended with. */
export function componentStates(
  plan: Plan,
  stack: Stack,
  rendered: RenderedStack,
  result: RunResult,
  /** Components that were begun and are not done. */
  unfinished: ReadonlySet<string>,
  deployment: string,
): Made {
  const desired = new Map(stack.components.map((c) => [c.id, c]));
  const resources = new Map(rendered.graph.resources.map((r) => [r.key, r]));
  const made: Made = { components: {}, left: [] };
  for (const { id, action } of plan.changes) {
    if (action === "unchanged") continue;
    const component = desired.get(id);
    if (!component) {
      if (Object.keys(result.urns).some((key) => key.startsWith(`${id}/`))) made.left.push(id);
      else made.components[id] = null;
      continue;
    }
    const own = rendered.components.get(id)!.resources.map((key) => resources.get(key)!);
    const complete = result.outcome === "succeeded" ||
      (own.every(({ key }) => key in result.urns) && !unfinished.has(id));
    if (!complete) made.left.push(id);
    // What was never begun stays as it was recorded.
    if (complete || own.some(({ key }) => key in result.urns)) {
      made.components[id] = stateOf(component, own, result, complete, deployment);
    }
  }
  return made;
}

function stateOf(
  component: Component,
  own: readonly Resource[],
  result: RunResult,
  complete: boolean,
  deployment: string,
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
    resources: Object.fromEntries(
      own.filter(({ key }) => key in result.urns).map(({ key, type, physicalName }) => [
        key,
        { type, urn: result.urns[key], ...(physicalName !== undefined && { physicalName }) },
      ]),
    ),
    deployment,
    labels: component.labels,
  };
}
