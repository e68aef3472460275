import { realClock } from "../aws/real_world.ts";

/** Secrets are handed to child processes by these, which nobody else may read; arguments may be read by everybody. */
const SECRET =
  /^(AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN|PULUMI_CONFIG_PASSPHRASE|\w*TOKEN)=(.{16,})$/s;
/** Tokens, external ids and digests of either. */
const LIKE_SECRET = /pnk_\w{16,}|\b[0-9a-f]{64}\b/;
const EVERY_MS = 10;

export interface WatchedArguments {
  /** Each command line that was seen. */
  lines: Set<string>;
  /** What their environments held. */
  secrets: Set<string>;
}

/**
 * Watches a process and all that it starts, until it ends. Linux only: nowhere else is there `/proc`.
 *
 * @param found is added to as it is seen
 */
export async function watchArguments(
  { pid, status }: Deno.ChildProcess,
  found: WatchedArguments = { lines: new Set(), secrets: new Set() },
): Promise<WatchedArguments> {
  const ours = new Set([pid]);
  const others = new Set<number>();
  let running = true;
  void status.then(() => running = false);
  while (running) {
    for (const { name } of Deno.readDirSync("/proc")) {
      const one = Number(name);
      if (Number.isNaN(one) || others.has(one)) continue;
      if (!ours.has(one)) (ours.has(parentOf(one)) ? ours : others).add(one);
      if (!ours.has(one)) continue;
      found.lines.add(read(`/proc/${one}/cmdline`).replaceAll("\0", " ").trim());
      for (const text of read(`/proc/${one}/environ`).split("\0")) {
        const secret = SECRET.exec(text)?.[2];
        if (secret !== undefined) found.secrets.add(secret);
      }
    }
    await realClock.sleep(EVERY_MS);
  }
  return found;
}

/** Command lines that say a secret. */
export const telling = ({ lines, secrets }: WatchedArguments): string[] =>
  [...lines].filter((line) =>
    LIKE_SECRET.test(line) || [...secrets].some((secret) => line.includes(secret))
  );

/** Of a stat line, `pid (name) state parent`; the name may have spaces and parentheses. */
const parentOf = (pid: number): number =>
  Number(read(`/proc/${pid}/stat`).split(") ").at(-1)!.split(" ")[1]);

/** Nothing where the process is gone, or is not ours. */
function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
