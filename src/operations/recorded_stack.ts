import type { Component, Stack } from "../stack/model.ts";
import type { Json, StateDocument } from "../state/document.ts";
import { newestSettings } from "../state/edit.ts";
import { recordedComponent } from "./recorded_component.ts";

/** What a stack says of everything at once, as the state keeps it: all but its components. */
export function settingsOf(stack: Stack): Record<string, Json> {
  const { components: _, folder: _folder, files: _files, ...settings } = stack;
  return JSON.parse(JSON.stringify(settings));
}

/** A component that can't be made as it was, and why. */
export interface Loss {
  id: string;
  why: string;
}

export interface Rebuilt {
  stack: Stack;
  /** Not in the stack: they can't be made again from what is recorded. */
  lost: Loss[];
  /** In the stack, with the code that they run now: what they ran then is not kept. */
  frozen: Loss[];
}

/** Where what the state does not keep comes from. */
export interface Today {
  stack: Stack;
  /** Units whose settings count before others'. */
  units?: readonly string[];
  /** Whether a component has resources now, so that its code can stay as it is. */
  exists(id: string): boolean;
  /** sha256 → where on this machine code is that was kept. */
  kept?: ReadonlyMap<string, string>;
}

/**
 * The stack as it was when the state was recorded, for going back to it: specs as resolved
 * then, config files' content included. Undefined when nothing was deployed.
 */
export function recordedStack(
  document: StateDocument | undefined,
  { stack: today, units: first = [], exists, kept }: Today,
): Rebuilt | undefined {
  const units = Object.values(document?.units ?? {});
  const settings = newestSettings(first.flatMap((unit) => document?.units[unit] ?? [])) ??
    newestSettings(units);
  if (!settings) return undefined;
  const lost: Loss[] = [];
  const frozen: Loss[] = [];
  const files = new Map(today.components.map((c) => [c.id, c.files]));
  const components: Component[] = [];
  for (const [id, state] of units.flatMap((unit) => Object.entries(unit.components))) {
    const rebuilt = recordedComponent(id, state, files.get(id) ?? {}, kept);
    if ("why" in rebuilt && !rebuilt.component) lost.push({ id, why: rebuilt.why });
    else if (rebuilt.why === undefined) components.push(rebuilt.component);
    else if (exists(id)) {
      frozen.push({ id, why: rebuilt.why });
      components.push(rebuilt.component);
    } else lost.push({ id, why: rebuilt.why });
  }
  const whole = withoutBroken(components, lost);
  const stack = { ...settings, folder: today.folder, files: 0, components: whole } as unknown;
  return {
    stack: stack as Stack,
    lost,
    frozen: frozen.filter(({ id }) => whole.some((component) => component.id === id)),
  };
}

/** Leaves out what uses something that is lost, and says so. */
function withoutBroken(components: Component[], lost: Loss[]): Component[] {
  const gone = new Set(lost.map(({ id }) => id));
  let whole = components;
  for (let before = -1; before !== gone.size;) {
    before = gone.size;
    whole = whole.filter(({ id, edges }) => {
      const broken = edges.find((edge) => gone.has(edge.to));
      if (!broken) return true;
      gone.add(id);
      lost.push({ id, why: `it uses ${broken.to}` });
      return false;
    });
  }
  return whole;
}

/**
 * A stack with some components as another has them, and with what those use where it is missing.
 * Ids that the other doesn't have are passed over.
 */
export function withComponentsOf(stack: Stack, other: Stack, ids: readonly string[]): Stack {
  const theirs = new Map(other.components.map((component) => [component.id, component]));
  const all = new Map(stack.components.map((component) => [component.id, component]));
  const pending = ids.filter((id) => theirs.has(id));
  for (const id of pending) all.set(id, theirs.get(id)!);
  while (pending.length > 0) {
    for (const { to } of all.get(pending.pop()!)!.edges) {
      if (all.has(to) || !theirs.has(to)) continue;
      all.set(to, theirs.get(to)!);
      pending.push(to);
    }
  }
  const components = [...all.values()].sort((a, b) => a.id < b.id ? -1 : 1);
  return { ...stack, components };
}
