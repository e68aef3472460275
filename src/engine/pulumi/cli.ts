import type { EngineEvent as PulumiEvent } from "@pulumi/pulumi/automation/events.d.ts";
import { join } from "node:path";
import { readEventLog } from "./event_log.ts";
import { type ProcessResult, runProcess } from "./process.ts";
import type { Workspace } from "./workspace.ts";

/** Runs the Pulumi CLI in one workspace. */
export interface Cli {
  workspace: Workspace;
  /** Path of the program. */
  command: string;
  environment: Record<string, string>;
  stack: string;
  signal?: AbortSignal;
  kill?: AbortSignal;
}

export interface CliCall {
  args: string[];
  /** Most resources at work at once. */
  parallelism: number;
  onEvent(event: PulumiEvent): void;
  /** The checkpoint was saved again. */
  onCheckpoint?(): void;
}

const POLL_MILLISECONDS = 50;

/** Runs one command to its end, and tells of its events and checkpoints on the way. */
export async function callCli(cli: Cli, call: CliCall): Promise<ProcessResult> {
  const { workspace } = cli;
  // One for each call: a command starts its log anew.
  const eventLog = join(workspace.root, `${crypto.randomUUID()}.jsonl`);
  const log = readEventLog(eventLog, call.onEvent);
  let stamp = await workspace.stamp();
  const poll = async () => {
    await log.poll();
    const newest = await workspace.stamp();
    if (newest === stamp) return;
    stamp = newest;
    call.onCheckpoint?.();
  };
  const process = runProcess({
    command: cli.command,
    environment: cli.environment,
    folder: workspace.folder,
    signal: cli.signal,
    kill: cli.kill,
    args: [
      ...call.args,
      "--non-interactive",
      "--color=never",
      `--stack=${cli.stack}`,
      `--parallel=${call.parallelism}`,
      `--event-log=${eventLog}`,
      "--suppress-outputs",
      "--suppress-progress",
    ],
  });
  try {
    await pollUntil(process, poll);
    const result = await process;
    await poll();
    return result;
  } finally {
    log.close();
  }
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
