import { createHash } from "node:crypto";
import type { Plan, Scope } from "../planning/plan.ts";
import { hashTree } from "../stack/packed_tree.ts";
import { FileProblem, type Files } from "../ports/files.ts";
import type { Component, Stack } from "../stack/model.ts";
import type { ComponentState, Json, StateDocument } from "../state/document.ts";
import { PlanStale } from "../state/refusals.ts";
import { recordedComponent, recordedEdges } from "./recorded_component.ts";
import { settingsOf } from "./recorded_stack.ts";

interface SavedComponent {
  kind: string;
  spec: { [key: string]: Json };
  labels: Record<string, string>;
  description?: string;
  edges: NonNullable<ComponentState["edges"]>;
  /** By name; code by where it lies, config files with their content. */
  files: Record<string, { path: string; sha256: string; text?: string }>;
}

/** A plan with all that is needed to apply exactly it. */
export interface SavedPlan {
  schema: "panka/saved-plan@1";
  engine: StateDocument["engine"];
  /** sha256 (hex) of what was recorded of what the plan is about, and of what that uses. */
  basis: string;
  /** sha256 (hex) of all operations that were approved. */
  digest: string;
  folder: string;
  settings: Record<string, Json>;
  components: Record<string, SavedComponent>;
  /** Ids that the plan was narrowed to; absent: all. */
  scope?: string[];
  /** For people and tools; not what is applied. */
  plan: Plan;
}

/** Everything that decides what an apply of this plan does. */
export function savePlan(
  stack: Stack,
  scope: Scope,
  { plan, digest }: { plan: Plan; digest: string },
  basis: string,
  engine: SavedPlan["engine"],
): SavedPlan {
  return {
    schema: "panka/saved-plan@1",
    engine,
    basis,
    digest,
    folder: stack.folder,
    settings: settingsOf(stack),
    components: Object.fromEntries(
      stack.components.map((component) => [component.id, savedComponent(component)]),
    ),
    ...(scope && { scope: [...scope] }),
    plan,
  };
}

function savedComponent(component: Component): SavedComponent {
  const { kind, spec, labels, description, files } = component;
  const edges = recordedEdges(component);
  const about = description !== undefined && { description };
  return { kind: kind.name, spec, labels, ...about, edges, files };
}

/**
 * The stack that a saved plan is about.
 *
 * @throws PlanStale when code or a config file that it uploads is not what it was
 */
export function stackOfPlan(files: Files, saved: SavedPlan): Stack {
  const components = Object.entries(saved.components).map(([id, component]) => {
    const own = Object.entries(component.files);
    for (const [name, file] of own) {
      const found = contentOf(files, file);
      // The plan holds config files' text and needs no file, but one that differs was edited since.
      const missing = found === undefined && file.text === undefined;
      if (missing || (found ?? file.sha256) !== file.sha256) {
        throw new PlanStale(`the content of ${name}, which ${id} uses, is not what was planned`);
      }
    }
    const rebuilt = recordedComponent(id, {
      ...component,
      files: Object.fromEntries(own.map(([name, { sha256 }]) => [name, sha256])),
      texts: Object.fromEntries(
        own.flatMap(([name, { text }]) => text === undefined ? [] : [[name, text]]),
      ),
    }, component.files);
    if (!rebuilt.component) throw new PlanStale(`the plan can't be used: ${rebuilt.why}`);
    return rebuilt.component;
  });
  return { ...saved.settings, folder: saved.folder, files: 0, components } as unknown as Stack;
}

/** The hash of what a file or folder holds now; undefined where it can't be read. */
function contentOf(
  files: Files,
  { path, text }: SavedComponent["files"][string],
): string | undefined {
  try {
    if (text === undefined) return hashTree(files, path);
    return files.stat(path) && createHash("sha256").update(files.read(path)).digest("hex");
  } catch (error) {
    if (error instanceof FileProblem) return undefined;
    throw error;
  }
}
