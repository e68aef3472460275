import type { RunOptions, RunResult, Unit } from "../port.ts";
import { PreviewedChanges } from "./changes.ts";
import { checkpointResources } from "./checkpoint.ts";
import { callCli, type Cli } from "./cli.ts";
import { translateEvent } from "./events.ts";
import type { ProcessResult } from "./process.ts";
import { resourceOfUrn, urnOf } from "./urn.ts";

export type Verb = "preview" | "up" | "destroy" | "refresh";

/** What came of one run of the CLI. */
export interface Run {
  outcome: RunResult["outcome"];
  /** What Pulumi saved last. */
  checkpoint: Uint8Array;
  /** What its events say of changes. */
  changes: PreviewedChanges;
  errors: RunResult["errors"];
}

const commands: Record<Verb, string[]> = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
  refresh: ["refresh", "--preview-only"],
};

/** Runs a verb on a unit whose program and checkpoint are in the CLI's workspace. */
export async function runVerb(
  cli: Cli,
  verb: Verb,
  unit: Unit,
  options: RunOptions,
): Promise<Run> {
  const began = performance.now();
  // What is only looked at has no steps to tell of.
  const changing = verb === "up" || verb === "destroy";
  const at = () => Math.round(performance.now() - began);
  const changes = new PreviewedChanges();
  const errors: Told[] = [];
  const targets = unit.targets && targetsOf(unit, await cli.workspace.checkpoint());
  // Without any the CLI would take that for all.
  if (targets?.length === 0) {
    return { outcome: "succeeded", checkpoint: await cli.workspace.checkpoint(), changes, errors };
  }
  const process = await callCli(cli, {
    args: argumentsOf(verb, targets, options),
    parallelism: options.parallelism,
    onEvent(event) {
      changes.add(event);
      const ours = translateEvent(event, at());
      if (!ours) return;
      if (ours.type === "diagnostic" && ours.severity === "error") {
        errors.push({ key: ours.key, message: ours.message, urn: event.diagnosticEvent?.urn });
        // Of no resource: most often what follows from another error. The end tells.
        if (ours.key === undefined) return;
      }
      if (changing || ours.type === "diagnostic") options.onEvent(ours);
    },
    onCheckpoint() {
      if (changing) options.onEvent({ type: "checkpoint", at: at() });
    },
  });
  const causes = process.code === 0 ? [] : told(errors, process);
  for (const { key, message } of causes) {
    if (key === undefined) {
      options.onEvent({ type: "diagnostic", at: at(), severity: "error", message });
    }
  }
  return {
    outcome: outcomeOf(process, options),
    checkpoint: await cli.workspace.checkpoint(),
    changes,
    errors: causes,
  };
}

function argumentsOf(
  verb: Verb,
  targets: string[] | undefined,
  { refresh }: RunOptions,
): string[] {
  return [
    ...commands[verb],
    ...(refresh && verb !== "refresh" ? ["--refresh"] : []),
    ...targets?.map((urn) => `--target=${urn}`) ?? [],
    ...(targets && verb !== "refresh" ? ["--target-dependents"] : []),
  ];
}

/** A target may be in the graph, or in the checkpoint alone: then it is to be deleted. */
function targetsOf({ name, graph, targets = [] }: Unit, checkpoint: Uint8Array): string[] {
  const urns = new Map(graph.resources.map((r) => [r.key, urnOf(name, r.type, r.key)]));
  for (const { urn } of checkpointResources(checkpoint)) {
    const key = resourceOfUrn(urn)?.key;
    if (key !== undefined && !urns.has(key)) urns.set(key, urn);
  }
  return [...new Set(targets.flatMap((key) => urns.get(key) ?? []))];
}

function outcomeOf(process: ProcessResult, { signal, kill }: RunOptions): RunResult["outcome"] {
  if (process.code === 0) return "succeeded";
  return signal?.aborted || kill?.aborted ? "cancelled" : "failed";
}

interface Told {
  key?: string;
  message: string;
  /** Of the resource; of the stack for what concerns the whole. */
  urn?: string;
}

/**
 * Errors of resources; else of the provider or the program; else of the stack, which says no more
 * than "update failed" when there are others; else the CLI's last words.
 */
function told(errors: Told[], { code, stderr }: ProcessResult): RunResult["errors"] {
  const ofResources = errors.filter((error) => error.key !== undefined);
  const ofParts = errors.filter((error) => !error.urn?.includes("::pulumi:pulumi:Stack::"));
  const best = [ofResources, ofParts, errors].find((some) => some.length > 0);
  if (best) {
    return best.map(({ key, message }) => key === undefined ? { message } : { key, message });
  }
  return [{ message: stderr.trim() || `pulumi ended with code ${code} and said nothing` }];
}
