import assert from "node:assert/strict";
import { run } from "../../src/cli/run.ts";
import type { World } from "../../src/cli/world.ts";
import type { Files } from "../../src/ports/files.ts";
import { memoryFiles } from "../memory_files.ts";

/** A world in memory: files, environment and terminal as given; what is printed is kept. */
export interface TestWorld extends World {
  /** Path → content, as it is now. */
  tree: Record<string, string | Uint8Array>;
  printed: { stdout: string; stderr: string };
}

export interface WorldOptions {
  files?: Record<string, string | Uint8Array>;
  env?: Record<string, string>;
  cwd?: string;
  home?: string;
  stdin?: string;
  /** Whether all three streams are a terminal; default: none. */
  terminal?: boolean;
  columns?: number;
}

/** Paths are kept relative to the working directory, as commands name them. */
export function testWorld(options: WorldOptions = {}): TestWorld {
  const { env = {}, cwd = "/work", terminal = false } = options;
  const tree = { ...options.files };
  const printed = { stdout: "", stderr: "" };
  const inside = (path: string) =>
    path === cwd ? "." : path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path.replace(
      /^\.\/(?=.)/,
      "",
    );
  const now = (): Files => memoryFiles(tree);
  let time = Date.UTC(2026, 0, 2, 3, 4, 5);
  return {
    tree,
    printed,
    env: (name) => env[name],
    cwd,
    home: options.home,
    platform: { os: "linux", arch: "x86_64" },
    files: {
      list: (folder) => now().list(inside(folder)),
      stat: (path) => now().stat(inside(path)),
      read: (path) => now().read(inside(path)),
      real: (path) => now().real(inside(path)),
    },
    write(path, content) {
      tree[inside(path)] = content;
    },
    remove(path) {
      const gone = inside(path);
      for (const known of Object.keys(tree)) {
        if (known === gone || known.startsWith(`${gone}/`)) delete tree[known];
      }
    },
    stdin: () => Promise.resolve(options.stdin ?? ""),
    stdout: (text) => void (printed.stdout += text),
    stderr: (text) => void (printed.stderr += text),
    terminal: { stdin: terminal, stdout: terminal, stderr: terminal },
    columns: () => options.columns ?? (terminal ? 80 : undefined),
    // Every look at the clock takes 10 ms.
    clock: {
      wall: () => time += 10,
      monotonic: () => time += 10,
      sleep: (ms) => {
        time += ms;
        return Promise.resolve();
      },
    },
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0.5 },
    run: () => Promise.resolve(undefined),
    onInterrupt: () => () => {},
  };
}

/** Runs one command line and answers its exit code and what it printed. */
export async function runIn(
  world: TestWorld,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  world.printed.stdout = world.printed.stderr = "";
  const code = await run(args, world);
  return { code, ...world.printed };
}

/** Compares with the committed text under tests/cli/golden/; `UPDATE=1` rewrites it. */
export function golden(name: string, text: string): void {
  const path = new URL(`golden/${name}.txt`, import.meta.url);
  if (Deno.env.get("UPDATE") === "1") {
    Deno.mkdirSync(new URL("golden/", import.meta.url), { recursive: true });
    Deno.writeTextFileSync(path, text);
    return;
  }
  assert.equal(text, Deno.readTextFileSync(path), `golden ${name} differs; look, then UPDATE=1`);
}
