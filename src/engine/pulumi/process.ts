import { leashed } from "./leash.ts";
import { descendants } from "./process_tree.ts";

export interface ProcessOptions {
  /** Path of the program. */
  command: string;
  args: string[];
  /** Working directory. */
  folder: string;
  /** The whole environment; nothing is inherited. */
  environment: Record<string, string>;
  /** Aborted: SIGINT, once. */
  signal?: AbortSignal;
  /** Aborted: SIGINT if that wasn't sent, SIGTERM, and after `grace` SIGKILL to everything below. */
  kill?: AbortSignal;
  /** Milliseconds until SIGKILL. */
  grace?: number;
}

export interface ProcessResult {
  code: number;
  /** Set when a signal ended it. */
  signal?: string;
  stdout: string;
  /** The last 64 KiB of what it wrote to standard error. */
  stderr: string;
}

const STDERR_KEPT = 64 * 1024;

/** Milliseconds; a signal that comes with another one may be lost. */
const BETWEEN_SIGNALS = 100;

/**
 * Runs a program in a process group of its own, so that the terminal's Ctrl-C reaches panka
 * alone, and waits for its end. It doesn't outlive this process. Throws `Deno.errors.NotFound` when there is no such program.
 */
export async function runProcess(options: ProcessOptions): Promise<ProcessResult> {
  const { command, args, folder, environment, signal, kill, grace = 10_000 } = options;
  await Deno.stat(command);
  const { child, release } = leashed(command, {
    args,
    cwd: folder,
    env: environment,
    clearEnv: true,
  });
  const interrupt = () => send(child.pid, "SIGINT");
  const timers: number[] = [];
  const end = () => {
    // Pulumi takes the first signal as a request to finish, and only the second at its word.
    if (!signal?.aborted) interrupt();
    timers.push(
      setTimeout(() => send(child.pid, "SIGTERM"), BETWEEN_SIGNALS),
      setTimeout(() => killTree(child.pid), grace),
    );
  };
  onAbort(signal, interrupt);
  onAbort(kill, end);
  try {
    const [status, stdout, stderr] = await Promise.all([
      child.status,
      text(child.stdout),
      text(child.stderr, STDERR_KEPT),
    ]);
    return { code: status.code, signal: status.signal ?? undefined, stdout, stderr };
  } finally {
    timers.forEach(clearTimeout);
    await release();
    signal?.removeEventListener("abort", interrupt);
    kill?.removeEventListener("abort", end);
  }
}

function onAbort(signal: AbortSignal | undefined, action: () => void): void {
  if (signal?.aborted) action();
  else signal?.addEventListener("abort", action, { once: true });
}

async function killTree(pid: number): Promise<void> {
  const below = await descendants(pid);
  // The parent first, so that it starts no new ones.
  for (const each of [pid, ...below]) send(each, "SIGKILL");
}

/** A process that has ended meanwhile is no error. */
function send(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) && !(error instanceof TypeError)) throw error;
  }
}

async function text(stream: ReadableStream<Uint8Array>, keep = Infinity): Promise<string> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > 2 * keep) {
      chunks = [join(chunks, length).subarray(-keep)];
      length = keep;
    }
  }
  return new TextDecoder().decode(join(chunks, length).subarray(-Math.min(keep, length) || 0));
}

function join(chunks: Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
