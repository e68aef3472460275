import assert from "node:assert/strict";
import { HOSTILE, type Hostile } from "./hostile/folders.ts";

const CHILD = new URL("hostile/child.ts", import.meta.url);
const MOST_SECONDS = 2;
const MOST_MEGABYTES = 300;
/** What a child takes to start and do nothing is not the stack's: a busy machine starts slowly. */
const START_SECONDS = 1;

function build(folder: string, { files }: Hostile): void {
  for (const [name, content] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    Deno.mkdirSync(path.replace(/\/[^/]*$/, ""), { recursive: true });
    if (typeof content === "string") Deno.writeTextFileSync(path, content);
    else if (content instanceof Uint8Array) Deno.writeFileSync(path, content);
    else content(path);
  }
}

for (const [name, hostile] of Object.entries(HOSTILE)) {
  Deno.test({
    name: `validate says what is wrong with ${name}, soon and in little memory`,
    ignore: Deno.build.os === "windows",
    async fn() {
      const folder = Deno.makeTempDirSync({ prefix: "panka-hostile-" });
      try {
        build(`${folder}/s`, hostile);
        const started = performance.now();
        const child = new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "--no-check", CHILD.pathname, "validate", "s", "--color", "never"],
          cwd: folder,
          env: { PEAK_FILE: `${folder}/peak`, PANKA_ENV: "dev" },
          stdin: "null",
          signal: AbortSignal.timeout(20_000),
        });
        const { code, stdout, stderr } = await child.output();
        const seconds = (performance.now() - started) / 1000;
        const decoder = new TextDecoder();
        const said = decoder.decode(stdout) + decoder.decode(stderr);
        assert.match(said, hostile.says);
        assert.equal(code, hostile.code ?? 1, said.slice(0, 2000));
        assert.doesNotMatch(
          said,
          /panka failed inside|\bat .*\.ts:\d+|RangeError/,
          "a stack trace",
        );
        // deno-lint-ignore no-control-regex
        assert.doesNotMatch(said, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/, "a control character");
        assert.ok(seconds < MOST_SECONDS + START_SECONDS, `${seconds.toFixed(2)} s`);
        if (Deno.build.os === "linux") {
          const megabytes = Number(Deno.readTextFileSync(`${folder}/peak`)) / 1024;
          assert.ok(megabytes < MOST_MEGABYTES, `${megabytes.toFixed(0)} MB`);
          if (Deno.env.get("PANKA_FIGURES")) {
            console.log(`${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB: ${name}`);
          }
        }
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}
