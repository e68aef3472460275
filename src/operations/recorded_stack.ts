import { findKind } from "../kinds/registry.ts";
import { check, isMapping, type Scope } from "../schema/check.ts";
import type { Component, Edge, Place, Stack } from "../stack/model.ts";
import type { ComponentState, Json, StateDocument } from "../state/document.ts";

/** What a stack says of everything at once, as the state keeps it: all but its components. */
export function settingsOf(stack: Stack): Record<string, Json> {
  const { components: _, folder: _folder, files: _files, ...settings } = stack;
  return JSON.parse(JSON.stringify(settings));
}

const nowhere: Place = { file: "state.json", line: 1, column: 1, length: 1, source: "" };

export interface Rebuilt {
  stack: Stack;
  /** Components that can't be made again from what is recorded, and why. */
  lost: { id: string; why: string }[];
}

/**
 * The stack as it was when the state was recorded, for going back to it: specs as resolved
 * then, config files' content included. Undefined when nothing was deployed.
 *
 * @param today where what the state does not keep comes from: the folder, for code archives
 */
export function recordedStack(
  document: StateDocument | undefined,
  today: Stack,
): Rebuilt | undefined {
  const units = Object.values(document?.units ?? {});
  const settings = units.find((unit) => unit.settings)?.settings;
  if (!settings) return undefined;
  const lost: Rebuilt["lost"] = [];
  const archives = new Map(today.components.map((c) => [c.id, c.files]));
  const components = units.flatMap((unit) =>
    Object.entries(unit.components).flatMap(([id, state]) => {
      const rebuilt = componentOf(id, state, archives.get(id) ?? {});
      if (typeof rebuilt !== "string") return [rebuilt];
      lost.push({ id, why: rebuilt });
      return [];
    })
  );
  const stack = { ...settings, folder: today.folder, files: 0, components } as unknown as Stack;
  return { stack, lost };
}

/** The component, or why it can't be made again. */
function componentOf(
  id: string,
  state: ComponentState,
  today: Component["files"],
): Component | string {
  const kind = findKind(state.kind);
  if (!kind) return `this version of panka has no kind "${state.kind}"`;
  const files: Component["files"] = {};
  for (const [name, sha256] of Object.entries(state.files)) {
    const text = state.texts?.[name];
    if (text !== undefined) files[name] = { path: "", sha256, text };
    else if (today[name]?.sha256 === sha256) files[name] = today[name];
    else return `the content of ${name} has changed since, and is not kept`;
  }
  const [service, name] = id.split("/") as [string, string];
  return {
    id,
    service,
    name,
    kind,
    labels: state.labels ?? {},
    annotations: {},
    spec: state.spec,
    edges: edgesOf(kind.spec, state),
    files,
    place: nowhere,
  };
}

/** The edges of a recorded spec, found where the loader finds them. */
function edgesOf(schema: Component["kind"]["spec"], { spec }: ComponentState): Edge[] {
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
