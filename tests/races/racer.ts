import { TextLineStream } from "./lines.ts";
import type { Backend } from "./backend.ts";

/** A process that races: it gets lines, and says lines of JSON. */
export class Racer {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: ReadableStreamDefaultReader<string>;
  killed = false;

  /** @param program file beside this one */
  constructor(program: string, backend: Backend, readonly name: string) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-check",
        "--quiet",
        "-A",
        `--config=${new URL("../../deno.json", import.meta.url).pathname}`,
        new URL(program, import.meta.url).pathname,
        JSON.stringify(backend),
        name,
      ],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#lines = this.#child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(
      new TextLineStream(),
    )
      .getReader();
  }

  async tell(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
  }

  /** The next thing that it says; undefined when it has ended. */
  async hear<T>(): Promise<T | undefined> {
    const { value } = await this.#lines.read();
    return value === undefined ? undefined : JSON.parse(value);
  }

  async ask<T>(line: string): Promise<T> {
    await this.tell(line);
    const answer = await this.hear<T>();
    if (answer === undefined) throw new Error(`${this.name} ended instead of answering "${line}"`);
    return answer;
  }

  kill(): void {
    this.killed = true;
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** Closes its input, and waits for its end. */
  async end(): Promise<void> {
    await this.#input.close().catch(() => {});
    await this.#child.status;
  }
}
