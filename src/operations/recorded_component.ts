import { findKind } from "../kinds/registry.ts";
import { check, isMapping, type Scope } from "../schema/check.ts";
import type { Component, Edge, Place } from "../stack/model.ts";
import type { ComponentState } from "../state/document.ts";

const nowhere: Place = { file: "state.json", line: 1, column: 1, length: 1, source: "" };

/** A component rebuilt from what is recorded of it; `why` where something of it is not kept. */
export type RebuiltComponent =
  | { component: Component; why?: string }
  | { component?: undefined; why: string };

/**
 * The component as it was recorded.
 *
 * @param today where code comes from, which the state does not hold: a file there with the same
 *   content; else it has an empty path
 * @param kept sha256 → where on this machine code is that was kept
 */
export function recordedComponent(
  id: string,
  state: Pick<
    ComponentState,
    "kind" | "spec" | "files" | "texts" | "labels" | "description" | "edges"
  >,
  today: Component["files"],
  kept: ReadonlyMap<string, string> = new Map(),
): RebuiltComponent {
  const kind = findKind(state.kind);
  if (!kind) return { why: `this version of panka has no kind "${state.kind}"` };
  const files: Component["files"] = {};
  let why: string | undefined;
  for (const [name, sha256] of Object.entries(state.files)) {
    const text = state.texts?.[name];
    if (text !== undefined) files[name] = { path: "", sha256, text };
    else if (today[name]?.sha256 === sha256) files[name] = today[name];
    else if (kept.has(sha256)) files[name] = { path: kept.get(sha256)!, sha256 };
    else {
      files[name] = { path: "", sha256 };
      why = `the content of ${name} has changed since, and is not kept`;
    }
  }
  const [service, name] = id.split("/") as [string, string];
  const component = {
    id,
    service,
    name,
    kind,
    ...(state.description !== undefined && { description: state.description }),
    labels: state.labels ?? {},
    annotations: {},
    spec: state.spec,
    edges: state.edges?.map((edge) => ({ ...edge, implicit: edge.via !== "dependsOn" })) ??
      edgesOf(kind.spec, state),
    files,
    place: nowhere,
  };
  return { component, why };
}

/** A component's edges as the state keeps them. */
export const recordedEdges = ({ edges }: Component): NonNullable<ComponentState["edges"]> =>
  edges.map(({ to, via, output }) => ({ to, via, ...(output !== undefined && { output }) }));

/** The edges of a spec that an older version recorded, found where the loader finds them. */
function edgesOf(
  schema: Component["kind"]["spec"],
  { spec }: Pick<ComponentState, "spec">,
): Edge[] {
  const edges = new Map<string, Edge>();
  const use = (to: string, path: readonly (string | number)[], output?: string) => {
    const via = String(path[0]);
    edges.set(`${to} ${via} ${output ?? ""}`, { to, implicit: via !== "dependsOn", via, output });
  };
  const scope: Scope = {
    report() {},
    component: (id, path) => (use(id, path), id),
    output: (id, output, path) => (use(id, path, output), { $from: id, output }),
    written: () => undefined,
  };
  check(schema, spec, [], scope);
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (Array.isArray(value)) value.forEach((item, i) => walk(item, [...path, i]));
    else if (isMapping(value)) {
      if (typeof value.$from === "string") use(value.$from, path, String(value.output));
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
    }
  };
  walk(spec, []);
  return [...edges.values()];
}
