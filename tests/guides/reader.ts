import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { type Run, shown, stepsOf } from "./guide.ts";

const PYTHON = fileURLToPath(
  new URL("../../.cache/servers/venv/bin/python", import.meta.url),
);
const TERMINAL = fileURLToPath(new URL("terminal.py", import.meta.url));

/** Keeps what the line before has left: folder and variables. */
const SCRIPT = `trap 'code=$?; export -p > "$KEPT/env"; pwd > "$KEPT/folder"; exit $code' EXIT
if [ -e "$KEPT/env" ]; then . "$KEPT/env"; cd "$(cat "$KEPT/folder")"; fi
`;

/** Somebody who does what guides say, in a shell of their own. */
export class Reader {
  /** @param folder where the shell starts; `kept` is outside of it @param env all that the shell begins with */
  constructor(
    readonly folder: string,
    private readonly kept: string,
    private readonly env: Record<string, string>,
    /** What is typed for `▪▪▪`, which hides a secret. */
    private readonly secret: () => string,
  ) {}

  /** Does all that a page says. Each command is a step of the test. */
  async follow(t: Deno.TestContext, page: string): Promise<void> {
    const url = new URL(`../../${page}`, import.meta.url);
    for (const step of stepsOf(await Deno.readTextFile(url))) {
      if (step.kind === "file") await this.#write(step.name, step.text);
      const runs: Run[] = step.kind === "run"
        ? [step]
        : isWorkflow(step.name)
        ? runsOfWorkflow(step.text)
        : [];
      for (const run of runs) {
        const name = `${page}:${run.line ?? "workflow"} ${run.command}`;
        // What comes after builds on it.
        if (!await t.step(name, () => this.#run(run))) return;
      }
    }
  }

  /** Starts another shell, in the same folder. */
  async forget(): Promise<void> {
    for (const name of ["env", "folder"]) await Deno.remove(`${this.kept}/${name}`);
  }

  async #write(name: string, text: string): Promise<void> {
    const path = `${await this.#cwd()}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
  }

  async #cwd(): Promise<string> {
    try {
      return (await Deno.readTextFile(`${this.kept}/folder`)).trim();
    } catch {
      return this.folder;
    }
  }

  async #run({ command, exit, output }: Run): Promise<void> {
    const asked = output.flatMap((line, i): [string, string][] => {
      const question = /^◇ +(.*)$/.exec(line)?.[1];
      if (question === undefined) return [];
      const answer = output[i + 1]?.trim() ?? "";
      return [[question, /^▪+$/.test(answer) ? this.secret() : answer]];
    });
    const shell = ["bash", "-c", `exec 2>&1\n${SCRIPT}${command}`];
    const [program, ...args] = asked.length > 0
      ? [PYTHON, TERMINAL, JSON.stringify(asked), ...shell]
      : shell;
    const ran = await new Deno.Command(program!, {
      args,
      cwd: this.folder,
      clearEnv: true,
      env: { ...this.env, KEPT: this.kept },
      stdin: "null",
    }).output();
    // deno-lint-ignore no-control-regex
    let left = new TextDecoder().decode(ran.stdout).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
    const all = left;
    assert.equal(ran.code, exit, all);
    for (const line of output) {
      const found = shown(line).exec(left);
      assert.ok(found, `"${line}" is not printed, or not in this order:\n${all}`);
      left = left.slice(found.index + found[0].length);
    }
  }
}

const isWorkflow = (name: string) => name.startsWith(".github/workflows/");

/** The commands of a GitHub workflow that are panka's, as the role that the runner gets. */
function runsOfWorkflow(text: string): Run[] {
  const { jobs } = parse(text) as { jobs: Record<string, { steps: { run?: string }[] }> };
  return Object.values(jobs).flatMap(({ steps }) => steps)
    .flatMap(({ run }) => run?.startsWith("panka") ? [run] : [])
    .map((run) => ({ command: `AWS_PROFILE=ci ${run}`, exit: 0, output: [] }));
}
