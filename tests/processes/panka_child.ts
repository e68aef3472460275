import { fileURLToPath } from "node:url";
import type { DeployPlace, Ran } from "../cli/deploy_place.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A panka of its own process group, as a shell starts one. */
export class PankaChild {
  readonly #child: Deno.ChildProcess;
  readonly ended: Promise<Ran>;
  #said = "";
  #heard: (() => void)[] = [];

  /** @param time how much of AWS's time the sandbox takes */
  constructor(place: DeployPlace, time: number, ...args: string[]) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--no-check", "--config", `${root}/deno.json`, `${root}/main.ts`],
        ...args,
      ],
      cwd: place.folder,
      env: { PANKA_SANDBOX_TIME: String(time), NO_COLOR: "1" },
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.ended = this.#collect();
  }

  /** Resolves when what was written to stdout and stderr so far fits, or the process has ended. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#said)) {
      const heard = new Promise<void>((resolve) => this.#heard.push(resolve));
      if (await Promise.race([heard, this.ended.then(() => "ended" as const)]) === "ended") return;
    }
  }

  /** Sends a signal to the whole group; nobody hears it when all of it has ended. */
  signal(name: "INT" | "TERM" | "KILL"): void {
    try {
      Deno.kill(-this.#child.pid, `SIG${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  async #collect(): Promise<Ran> {
    const read = async (stream: ReadableStream<Uint8Array>) => {
      let text = "";
      for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        this.#said += chunk;
        this.#heard.splice(0).forEach((resolve) => resolve());
      }
      return text;
    };
    const [stdout, stderr, { code }] = await Promise.all([
      read(this.#child.stdout),
      read(this.#child.stderr),
      this.#child.status,
    ]);
    return { code, stdout, stderr };
  }
}
