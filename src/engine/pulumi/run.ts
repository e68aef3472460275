import type { RunOptions, RunResult, Unit } from "../port.ts";
import { PreviewedChanges } from "./changes.ts";
import { checkpointResources } from "./checkpoint.ts";
import { readEventLog } from "./event_log.ts";
import { translateEvent } from "./events.ts";
import { type ProcessResult, runProcess } from "./process.ts";
import { resourceOfUrn, urnOf } from "./urn.ts";
import type { Workspace } from "./workspace.ts";

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

const POLL_MILLISECONDS = 50;

/** Runs the CLI in a workspace to its end, and tells of its events and checkpoints on the way. */
export async function runPulumi(
  workspace: Workspace,
  verb: Verb,
  unit: Unit,
  options: RunOptions,
  child: { command: string; environment: Record<string, string> },
): Promise<Run> {
  const began = performance.now();
  const at = () => Math.round(performance.now() - began);
  const changes = new PreviewedChanges();
  const errors: Told[] = [];
  const log = readEventLog(workspace.eventLog, (event) => {
    changes.add(event);
    const ours = translateEvent(event, at());
    if (!ours) return;
    if (ours.type === "diagnostic" && ours.severity === "error") {
      errors.push({ key: ours.key, message: ours.message, urn: event.diagnosticEvent?.urn });
    }
    options.onEvent(ours);
  });

  let stamp = await workspace.stamp();
  const poll = async () => {
    await log.poll();
    const newest = await workspace.stamp();
    if (newest === stamp) return;
    stamp = newest;
    options.onEvent({ type: "checkpoint", at: at() });
  };
  const process = runProcess({
    ...child,
    args: argumentsOf(workspace, verb, unit, options.parallelism),
    folder: workspace.folder,
    signal: options.signal,
    kill: options.kill,
  });
  try {
    await pollUntil(process, poll);
    const result = await process;
    await poll();
    return {
      outcome: outcomeOf(result, options),
      checkpoint: await workspace.checkpoint(),
      changes,
      errors: result.code === 0 ? [] : told(errors, result),
    };
  } finally {
    log.close();
  }
}

function argumentsOf(workspace: Workspace, verb: Verb, unit: Unit, parallelism: number): string[] {
  return [
    ...commands[verb],
    "--non-interactive",
    "--color=never",
    `--stack=${unit.name}`,
    `--parallel=${parallelism}`,
    `--event-log=${workspace.eventLog}`,
    "--suppress-outputs",
    "--suppress-progress",
    ...targetsOf(unit).map((urn) => `--target=${urn}`),
    ...(unit.targets && verb !== "refresh" ? ["--target-dependents"] : []),
  ];
}

/** A target may be in the graph, or in the checkpoint alone: then it is to be deleted. */
function targetsOf({ name, graph, checkpoint, targets }: Unit): string[] {
  if (!targets) return [];
  const urns = new Map(graph.resources.map((r) => [r.key, urnOf(name, r.type, r.key)]));
  for (const { urn } of checkpoint ? checkpointResources(checkpoint) : []) {
    const key = resourceOfUrn(urn)?.key;
    if (key !== undefined && !urns.has(key)) urns.set(key, urn);
  }
  const chosen = targets.flatMap((key) => urns.get(key) ?? []);
  return chosen;
}

async function pollUntil(process: Promise<unknown>, poll: () => Promise<void>): Promise<void> {
  let over = false;
  const end = process.then(() => {}, () => {}).then(() => {
    over = true;
  });
  while (!over) {
    await poll();
    let timer: number | undefined;
    await Promise.race([
      end,
      new Promise((resolve) => timer = setTimeout(resolve, POLL_MILLISECONDS)),
    ]);
    clearTimeout(timer);
  }
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
