import assert from "node:assert/strict";

const root = new URL("..", import.meta.url);

interface Source {
  path: string;
  text: string;
  /** Paths of what it imports, and whether only types. */
  imports: { path: string; typesOnly: boolean; lazy: boolean }[];
}

function sources(folder: string): Source[] {
  const found: Source[] = [];
  for (const entry of Deno.readDirSync(new URL(folder, root))) {
    if (entry.isDirectory) found.push(...sources(`${folder}${entry.name}/`));
    else if (entry.name.endsWith(".ts")) {
      const path = `${folder}${entry.name}`;
      const text = Deno.readTextFileSync(new URL(path, root));
      found.push({ path, text, imports: importsOf(path, text) });
    }
  }
  return found;
}

function importsOf(path: string, text: string): Source["imports"] {
  const found: Source["imports"] = [];
  const statement =
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm;
  for (const [, type, from, lazy] of text.matchAll(statement)) {
    const target = new URL(from ?? lazy!, new URL(path, root)).href.slice(root.href.length);
    found.push({ path: target, typesOnly: type !== undefined, lazy: lazy !== undefined });
  }
  return found;
}

const src = sources("src/");
const byPath = new Map(src.map((source) => [source.path, source]));

Deno.test("modules have no import cycle", () => {
  const done = new Set<string>();
  const visit = (path: string, above: string[]): void => {
    assert.ok(
      !above.includes(path),
      `import cycle: ${[...above.slice(above.indexOf(path)), path].join(" → ")}`,
    );
    if (done.has(path)) return;
    for (const { path: target, typesOnly, lazy } of byPath.get(path)?.imports ?? []) {
      if (!typesOnly && !lazy) visit(target, [...above, path]);
    }
    done.add(path);
  };
  for (const { path } of src) visit(path, []);
});

/** What each folder may import at run time, besides itself; everyone may import types of ports. */
const MAY_IMPORT: Record<string, string[]> = {
  ports: [],
  schema: ["ports"],
  kinds: ["schema", "ports"],
  stack: ["kinds", "schema", "ports"],
  planning: ["stack", "kinds", "schema", "ports"],
  state: ["lock", "schema", "ports", "aws"],
  lock: ["state", "schema", "ports", "aws"],
  engine: ["state", "schema", "ports"],
  aws: ["state", "lock", "ports"],
  config: ["schema", "stack", "ports", "aws"],
  operations: [
    "planning",
    "stack",
    "kinds",
    "schema",
    "state",
    "lock",
    "engine",
    "aws",
    "config",
    "tenant",
    "ports",
  ],
  telemetry: ["state", "lock", "ports"],
  tenant: ["state", "schema", "stack", "kinds", "aws", "ports"],
};

Deno.test("imports go down", () => {
  const wrong: string[] = [];
  for (const { path, imports } of src) {
    const folder = path.split("/")[1]!;
    const allowed = MAY_IMPORT[folder];
    if (!allowed) continue;
    for (const { path: target, typesOnly } of imports) {
      const other = target.split("/")[1]!;
      if (other !== folder && !typesOnly && !allowed.includes(other)) {
        wrong.push(`${path} imports ${target}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

/** Adapters: the only files outside the command line that touch the world. */
const ADAPTER = /^src\/(cli|aws|engine\/pulumi)\/|_(store|table)\.ts$/;
const WORLD =
  /\bDeno\.|(?<![.\w])fetch\(|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bset(?:Timeout|Interval)\(|\bconsole\.|\bcrypto\.(?:getRandomValues|randomUUID)\(/;

Deno.test("the pure core touches no Deno, network, clock or randomness", () => {
  const wrong: string[] = [];
  for (const { path, text } of src) {
    if (ADAPTER.test(path)) continue;
    text.split("\n").forEach((line, i) => {
      const code = line.replace(/^\s*(\*|\/\/).*|\/\/.*$/g, "");
      if (WORLD.test(code)) wrong.push(`${path}:${i + 1} ${line.trim()}`);
    });
  }
  assert.deepEqual(wrong, []);
});

Deno.test("files stay small: median 2.5 kB, nine in ten 10 kB, none over 20 kB", () => {
  const sizes = src.map(({ path, text }) => ({ path, size: text.length })).sort((a, b) =>
    a.size - b.size
  );
  const at = (part: number) => sizes[Math.floor(sizes.length * part)]!.size;
  console.log(
    `${sizes.length} files, median ${at(0.5)}, nine in ten ${at(0.9)}, largest ${
      sizes.at(-1)!.path
    } ${sizes.at(-1)!.size}`,
  );
  assert.deepEqual(sizes.filter(({ size }) => size > 20_000).map(({ path }) => path), []);
  assert.ok(at(0.9) <= 10_000, `nine in ten are under ${at(0.9)}`);
  assert.ok(at(0.5) <= 2_500, `the median is ${at(0.5)}`);
});

Deno.test("the version is the same everywhere", async () => {
  const { VERSION } = await import("../src/cli/version.ts");
  const config = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
  assert.equal(VERSION, config.version);
});
