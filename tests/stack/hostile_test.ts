import assert from "node:assert/strict";
import { generateStack } from "../bench/generate.ts";
import type { Figures } from "./hostile/child.ts";
import { HOSTILE, type Hostile } from "./hostile/folders.ts";

const CHILD = new URL("hostile/child.ts", import.meta.url);
/** At most so many times the processor time of a plain stack of 1000 components. */
const MOST = 5;
/** What others do on the machine makes the processor slower, and memory is tidied later: the best of so many runs counts. */
const TRIES = 3;
const MOST_MEGABYTES = 300;
/** What is no longer needed goes when the heap is so large, not when the machine is short of memory. */
const HEAP = "--v8-flags=--max-old-space-size=128";

function build(folder: string, { files }: Hostile): void {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    Deno.mkdirSync(path.replace(/\/[^/]*$/, ""), { recursive: true });
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else if (content instanceof Uint8Array) Deno.writeFileSync(path, content);
    else content(path);
  }
}

/** Runs `validate` on the stack in `folder/s`. */
async function validate(folder: string): Promise<{ code: number; said: string } & Figures> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", HEAP, CHILD.pathname, "validate", "s", "--color", "never"],
    cwd: folder,
    env: { FIGURES_FILE: `${folder}/figures`, PANKA_ENV: "dev" },
    stdin: "null",
    // Only what does not end at all takes so long.
    signal: AbortSignal.timeout(120_000),
  });
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  const said = decoder.decode(stdout) + decoder.decode(stderr);
  assert.notEqual(code, 143, said.slice(0, 2000));
  return { code, said, ...JSON.parse(Deno.readTextFileSync(`${folder}/figures`)) };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = Deno.makeTempDirSync({ prefix: "panka-hostile-" });
  try {
    return await work(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

let plain: Promise<number> | undefined;

/** Milliseconds of processor time for a plain stack. */
const plainTime = () =>
  plain ??= inFolder(async (folder) => {
    generateStack(`${folder}/s`, 1000, 50);
    return (await validate(folder)).milliseconds;
  });

const relative = async ({ milliseconds, kilobytes = 0 }: Figures) => ({
  times: milliseconds / await plainTime(),
  megabytes: kilobytes / 1024,
});

for (const [name, hostile] of Object.entries(HOSTILE)) {
  Deno.test({
    name: `validate says what is wrong with ${name}, soon and in little memory`,
    ignore: Deno.build.os === "windows",
    fn: () =>
      inFolder(async (folder) => {
        build(`${folder}/s`, hostile);
        const { code, said, ...figures } = await validate(folder);
        assert.match(said, hostile.says);
        assert.equal(code, hostile.code ?? 1, said.slice(0, 2000));
        assert.doesNotMatch(
          said,
          /panka failed inside|\bat .*\.ts:\d+|RangeError/,
          "a stack trace",
        );
        // deno-lint-ignore no-control-regex
        assert.doesNotMatch(said, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/, "a control character");
        let { times, megabytes } = await relative(figures);
        for (
          let tries = 1;
          tries < TRIES && (times > MOST || megabytes > MOST_MEGABYTES);
          tries++
        ) {
          const again = await relative(await validate(folder));
          times = Math.min(times, again.times);
          megabytes = Math.min(megabytes, again.megabytes);
        }
        const took = `${times.toFixed(2)} times a plain stack's time, ${megabytes.toFixed(0)} MB`;
        assert.ok(times < MOST && megabytes < MOST_MEGABYTES, took);
        if (Deno.env.get("PANKA_FIGURES")) console.log(`${took}: ${name}`);
      }),
  });
}
