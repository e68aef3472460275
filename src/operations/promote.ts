import { recordedComponents } from "../planning/plan.ts";
import { isMapping } from "../schema/scope.ts";
import type { Component, Stack } from "../stack/model.ts";
import type { ComponentState, Json, StateDocument } from "../state/document.ts";
import type { Loss } from "./recorded_stack.ts";

/**
 * Fields that say which build of a program runs. They are what a promotion carries over; all else
 * (sizes, counts, names, addresses, variables) is each environment's own. Repositories and buckets
 * of code are not among them: environments may keep their builds in accounts of their own.
 */
export const PROMOTED: readonly (readonly [string, string])[] = [
  ["image", "tag"],
  ["image", "digest"],
  ["code", "s3Key"],
  ["code", "s3ObjectVersion"],
  ["code", "imageUri"],
  ["code", "zipFile"],
];

export interface Promoted {
  stack: Stack;
  /** What is carried over: "api/server image.tag 1.9.0". */
  carried: { id: string; field: string; value: string }[];
  /** What can't be carried over, and why: then nothing should be deployed. */
  problems: Loss[];
  /** Components that one of the two environments doesn't have: as the folder says. */
  apart: string[];
}

/** The stack as the folder describes it for one environment, with the builds that another one runs. */
export function promoted(to: Stack, from: StateDocument): Promoted {
  const running = recordedComponents(from);
  const result: Promoted = { stack: to, carried: [], problems: [], apart: [] };
  const components = to.components.map((component) => {
    const source = running.get(component.id);
    if (!source || source.kind !== component.kind.name) {
      result.apart.push(component.id);
      return component;
    }
    return carriedOver(component, source, result);
  });
  const known = new Set(to.components.map(({ id }) => id));
  result.apart.push(...[...running.keys()].filter((id) => !known.has(id)));
  return { ...result, stack: { ...to, components } };
}

function carriedOver(component: Component, source: ComponentState, result: Promoted): Component {
  const { id } = component;
  if (source.status !== "ready") {
    result.problems.push({ id, why: `it is ${source.status} there` });
  }
  let spec = component.spec;
  const changed = (field: string, value: Json | undefined) => {
    if (value !== undefined) {
      result.carried.push({ id, field, value: typeof value === "string" ? value : "…" });
    }
  };
  for (const [part, name] of PROMOTED) {
    const [theirs, ours] = [source.spec[part], spec[part]];
    if (!isMapping(theirs) || !isMapping(ours) || !(name in theirs || name in ours)) continue;
    if (isMapping(theirs[name])) {
      result.problems.push({ id, why: `${part}.${name} is an output there, not a build` });
      continue;
    }
    if (JSON.stringify(theirs[name]) === JSON.stringify(ours[name])) continue;
    const next = { ...ours };
    if (theirs[name] === undefined) delete next[name];
    else next[name] = theirs[name] as Json;
    spec = { ...spec, [part]: next };
    changed(`${part}.${name}`, theirs[name] as Json | undefined);
  }
  // Code in a folder is compared by its content: it can be promoted from where it was deployed from.
  for (const [name, file] of Object.entries(component.files)) {
    if (file.text !== undefined || source.files[name] === file.sha256) continue;
    result.problems.push({
      id,
      why: `the content of ${name} in this folder is not what runs there`,
    });
  }
  return spec === component.spec ? component : { ...component, spec };
}
