/**
 * A server as a child process: it takes a port itself and tells it, as one that is
 * looked for before may be another's by then; waited for, and ended with the test run
 * even if that is killed.
 */

/** Where and how a server is started. */
export interface ChildServerOptions {
  /** Its name in messages, and the prefix of its folder for temporary files. */
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Answered with 200 once the server is ready. */
  healthPath: string;
  /** It takes a free one when absent. */
  port?: number;
}

/** A server that answers on 127.0.0.1. */
export interface ChildServer {
  /** Such as `http://127.0.0.1:40123`, with no slash at the end. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** Until an unhealthy server counts as failed. */
const LONGEST_START_MS = 120_000;
const POLL_MS = 20;

/**
 * Starts a server and returns once it is healthy.
 *
 * @throws if it ends or is not healthy in time; the message has its last output.
 */
export async function startChild(options: ChildServerOptions): Promise<ChildServer> {
  const folder = await Deno.makeTempDir({ prefix: `panka-${options.name}-` });
  const [log, portFile] = [`${folder}/log`, `${folder}/port`];
  const child = new Deno.Command(options.command, {
    args: options.args,
    clearEnv: true,
    env: {
      PATH: "/usr/bin:/bin",
      HOME: folder,
      TMPDIR: folder,
      PYTHONDONTWRITEBYTECODE: "1",
      RIG_LOG: log,
      RIG_LEASH: "stdin", // see leash.py
      RIG_PORT: String(options.port ?? 0),
      RIG_PORT_FILE: portFile,
      ...options.env,
    },
    stdin: "piped",
  }).spawn();
  child.unref(); // a server that nobody stops must not keep the test run alive

  let ended = false;
  const status = child.status.then((s) => {
    ended = true;
    return s;
  });
  const stop = async () => {
    child.ref();
    if (!ended) child.kill("SIGKILL"); // it keeps nothing that it would have to save
    await status;
    await child.stdin.close().catch(() => {}); // its reader is gone already
    await Deno.remove(folder, { recursive: true });
  };

  const late = AbortSignal.timeout(LONGEST_START_MS);
  let url = "";
  const isReady = async () => {
    const port = await Deno.readTextFile(portFile).catch(() => "");
    url = `http://127.0.0.1:${port}`;
    return port !== "" && await isHealthy(url + options.healthPath, late);
  };
  while (!(await isReady())) {
    if (ended || late.aborted) {
      const why = ended ? "ended before it was ready" : "was not ready in time";
      const output = await Deno.readTextFile(log).catch(() => "(no output)");
      await stop();
      throw new Error(`${options.name} ${why}:\n${output.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return { url, pid: child.pid, stop };
}

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}
