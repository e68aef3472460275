import assert from "node:assert/strict";
import fc from "fast-check";
import { dump, load } from "js-yaml";
import { kinds } from "../../../src/kinds/registry.ts";
import { formatStack } from "../../../src/operations/format.ts";
import { renderStack } from "../../../src/planning/render_stack.ts";
import { readStackSettings } from "../../../src/config/stack_file.ts";
import type { Files } from "../../../src/ports/files.ts";
import { loadStack } from "../../../src/stack/load.ts";
import { memoryFiles } from "../../memory_files.ts";
import { oldSpelling, type Pick, withComments } from "./old_spelling.ts";

type Tree = Record<string, string>;

const STACK =
  "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop}\nspec: {networking: {existing: {vpcId: vpc-1, vpcCidr: 10.0.0.0/16, subnetIds: {private: [subnet-1, subnet-2], public: [subnet-3, subnet-4]}}}}\n";

function formatTree(tree: Tree, root: string): Tree {
  const { files } = formatStack(memoryFiles(tree), { root });
  return { ...tree, ...Object.fromEntries(files.map(({ path, after }) => [path, after])) };
}

/** What a stack means: everything that is loaded but where it is written, and all that is rendered of it. */
function meaning(files: Files, root: string, environment?: string) {
  const { stack, diagnostics } = loadStack(files, { root, environment });
  assert.ok(stack, JSON.stringify(diagnostics.filter((d) => d.severity === "error"), null, 1));
  const { components, ...rest } = stack;
  return JSON.parse(JSON.stringify({
    ...rest,
    components: components.map(({ place: _, spec: __, kind, ...component }) => ({
      ...component,
      kind: kind.name,
    })),
    graph: renderStack(stack).graph,
  }));
}

Deno.test("formatStack() changes no meaning and nothing twice, whatever old spellings a kind's spec has", () => {
  const numbers = fc.array(fc.nat(999), { minLength: 50, maxLength: 50 });
  fc.assert(
    fc.property(fc.constantFrom(...kinds), numbers, (kind, random) => {
      let at = 0;
      const pick: Pick = (n) => random[at++ % random.length]! % n;
      const spec = load(kind.example);
      const old = oldSpelling(kind.spec, spec, pick);
      const document = {
        apiVersion: ["panka.io/v1", "components.panka.io/v1"][pick(2)],
        kind: [kind.name, ...kind.aliases][pick(1 + kind.aliases.length)],
        metadata: { name: "it" },
        spec: old,
      };
      const tree = {
        "stack.yaml": STACK,
        "services/s/it.yaml": withComments(
          dump(document, { flowLevel: pick(3) === 0 ? 4 : -1 }),
          pick,
        ),
      };
      const once = formatTree(tree, ".");
      assert.deepEqual(formatTree(once, "."), once);
      const text = once["services/s/it.yaml"]!;
      const comments = (yaml: string) => (yaml.match(/# \d+/g) ?? []).toSorted();
      assert.deepEqual(comments(text), comments(tree["services/s/it.yaml"]));
      assert.deepEqual(meaning(memoryFiles(once), "."), meaning(memoryFiles(tree), "."));
      // The examples are canonical but for nothing: what comes out is what went in.
      const { apiVersion, kind: named, spec: read } = load(text) as Record<string, unknown>;
      assert.equal(apiVersion, "components.panka.io/v1");
      assert.equal(named, kind.name);
      assert.deepEqual(read, spec);
    }),
    { numRuns: 150 },
  );
});

Deno.test("formatStack() changes no meaning of a flat health check, whatever is in it", () => {
  const values = {
    path: [undefined, "/", '"/x"', '""', "", "~", "${P:-/y}"],
    port: [undefined, "80", '"80"', "", '"${N:-81}"'],
    protocol: [undefined, "http", "HTTPS", "tcp", '"TCP"', "", "${H:-tcp}"],
    periodSeconds: [undefined, "10", '"20"'],
    enabled: [undefined, "true", '"false"'],
    liveness: [undefined, "{tcp: {port: 80}}"],
  };
  const entries = fc.tuple(
    ...Object.entries(values).map(([key, all]) =>
      fc.constantFrom(...all).map((value) => value === undefined ? [] : [`${key}: ${value}`])
    ),
  ).map((lines) => lines.flat()).chain((lines) =>
    fc.shuffledSubarray(lines, { minLength: lines.length })
  );
  const comments = fc.array(fc.constantFrom("", "", " # why", "  # ${x}"), { minLength: 6 });
  fc.assert(
    fc.property(entries, comments, fc.boolean(), (lines, beside, flow) => {
      const check = flow
        ? `healthCheck: {${lines.join(", ")}}`
        : `healthCheck:\n${lines.map((line, i) => `    ${line}${beside[i]}\n`).join("")}`;
      const tree = {
        "stack.yaml": STACK,
        "services/s/it.yaml":
          `apiVersion: panka.io/v1\nkind: MicroService\nmetadata: {name: it}\nspec:\n  image: a:1\n  ports: [80]\n  loadBalancer: {internal: true}\n  ${check}\n  replicas: 1\n`,
      };
      const files = memoryFiles(tree);
      fc.pre(loadStack(files, { root: "." }).stack !== undefined);
      const once = formatTree(tree, ".");
      assert.deepEqual(formatTree(once, "."), once);
      assert.deepEqual(meaning(memoryFiles(once), "."), meaning(files, "."));
    }),
    { numRuns: 300 },
  );
});

/** Public examples that were not written for panka, beside the repository where there are any; and our own. */
const FOLDERS = ["../../../../shared/real-stacks", "../../../examples"].map((path) =>
  new URL(path, import.meta.url).pathname
);

function readTree(folder: string, into: Tree = {}): Tree {
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) readTree(path, into);
    else if (entry.isFile) into[path] = Deno.readTextFileSync(path);
  }
  return into;
}

for (const folder of FOLDERS) {
  const name = folder.split("/").at(-1);
  const there = (() => {
    try {
      return [...Deno.readDirSync(folder)];
    } catch {
      return [];
    }
  })();
  const roots = there.filter(({ name, isDirectory }) => isDirectory || /\.ya?ml$/.test(name));
  Deno.test({
    name: `formatStack() changes no meaning and nothing twice in the stacks of ${name}${
      roots.length ? "" : ": not there, skipped"
    }`,
    ignore: roots.length === 0,
    fn() {
      for (const { name } of roots) {
        const root = `${folder}/${name}`;
        const tree = readTree(folder);
        const once = formatTree(tree, root);
        assert.deepEqual(formatTree(once, root), once);
        const { environments } = readStackSettings(memoryFiles(tree), root)!;
        for (const environment of environments.length ? environments : ["dev"]) {
          assert.deepEqual(
            meaning(memoryFiles(once), root, environment),
            meaning(memoryFiles(tree), root, environment),
          );
        }
      }
    },
  });
}
