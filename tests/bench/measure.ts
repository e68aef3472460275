export interface Measured {
  /** Least of all runs, seconds of wall clock. */
  seconds: number;
  /** Most memory, MiB; undefined where the system does not tell. */
  mib?: number;
}

/** Runs a command some times and keeps the best time: noise only ever adds. */
export async function measure(
  command: string[],
  times: number,
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Measured> {
  let best = Infinity;
  let mib: number | undefined;
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    const child = new Deno.Command(command[0]!, {
      args: command.slice(1),
      stdin: "null",
      stdout: "null",
      stderr: "piped",
      ...options,
    }).spawn();
    const watching = peakOf(child.pid);
    const { success, stderr } = await child.output();
    best = Math.min(best, (performance.now() - started) / 1000);
    mib = Math.max(mib ?? 0, await watching);
    if (!success) {
      throw new Error(`${command.join(" ")} failed: ${new TextDecoder().decode(stderr)}`);
    }
  }
  return { seconds: best, mib };
}

/** Peak resident memory of a process, MiB, asked of /proc for as long as it lives. */
async function peakOf(pid: number): Promise<number> {
  let peak = 0;
  try {
    for (;;) {
      const status = await Deno.readTextFile(`/proc/${pid}/status`);
      const kib = /VmHWM:\s+(\d+)/.exec(status)?.[1];
      if (kib === undefined) return peak;
      peak = Math.max(peak, Number(kib) / 1024);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } catch {
    return peak;
  }
}

/** One line: what, how long, against what, how many times. */
export function line(what: string, text: string): void {
  console.log(`  ${what.padEnd(44)} ${text}`);
}

export const ms = (seconds: number): string => `${(seconds * 1000).toFixed(0)} ms`;
export const ratio = (a: number, b: number): string => `${(a / b).toFixed(2)} ×`;
