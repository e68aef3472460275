import assert from "node:assert/strict";
import { isThere, REAL_STACKS } from "../schema/documents.ts";
import { Seeded } from "../random.ts";
import type { Corrupter, Corruption } from "./corruption/edit.ts";
import * as fields from "./corruption/field_edits.ts";
import { baseline, judge, load, type Verdict } from "./corruption/judge.ts";
import * as references from "./corruption/reference_edits.ts";
import { type Sample, type Site, sitesOf } from "./corruption/sites.ts";
import * as texts from "./corruption/text_edits.ts";

const COUNT = Number(Deno.env.get("PANKA_CORRUPTIONS") ?? 3000);
const SEED = Number(Deno.env.get("PANKA_SEED") ?? 1);

const CORRUPTERS: Record<string, Corrupter> = { ...fields, ...references, ...texts };

/** Edits that may by nature leave a stack that is valid and means something else: an optional line is gone. */
const MAY_BE_VALID = new Set([
  "deletedLine",
  "wrongIndent",
  "noDash",
  "noSeparator",
  "openQuote",
  "openBracket",
  "tab",
  "noColon",
  "noSpace",
  "renamedVariable",
]);

const SHOP = new URL("../../examples/shop/", import.meta.url);

function samples(): Sample[] {
  const found: Sample[] = [
    // Where an overlay lies over a value, the value below it is not looked at: each is corrupted by itself.
    { ...read("shop", SHOP, "production"), corrupted: /^environments\// },
    { ...read("shop", SHOP, "staging"), corrupted: /^(?!environments\/)/ },
  ];
  if (!isThere(REAL_STACKS)) {
    console.log("shared/real-stacks is not beside the repository: only examples/shop is corrupted");
    return found;
  }
  return [
    ...found,
    read("notification-platform", new URL("notification-platform/", REAL_STACKS)),
    read("simple-web-app", new URL("simple-web-app/", REAL_STACKS)),
    {
      name: "simple-stack",
      root: "simple-stack.yaml",
      files: {
        "simple-stack.yaml": Deno.readTextFileSync(new URL("simple-stack.yaml", REAL_STACKS)),
      },
    },
  ];
}

function read(name: string, folder: URL, environment?: string): Sample {
  const files: Record<string, string> = {};
  const walk = (folder: URL, prefix: string) => {
    for (const entry of Deno.readDirSync(folder)) {
      const path = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
      if (entry.isDirectory) walk(path, `${prefix}${entry.name}/`);
      else files[prefix + entry.name] = Deno.readTextFileSync(path);
    }
  };
  walk(folder, "");
  return { name, root: ".", environment, files };
}

interface Count extends Record<Verdict, number> {
  examples: string[];
}

Deno.test("loadStack() tells of a single wrong edit on its line, with a fix that helps", () => {
  const prepared = samples().map(
    (sample): { sample: Sample; sites: Site[]; usual: Set<string> } => {
      assert.ok(load(sample).stack, `${sample.name} must load`);
      return { sample, sites: sitesOf(sample), usual: baseline(sample) };
    },
  );
  const random = new Seeded(SEED);
  const types = Object.keys(CORRUPTERS);
  const counts = new Map<string, Count>(
    types.map((
      type,
    ) => [type, { same: 0, silent: 0, "wrong-line": 0, "no-fix": 0, good: 0, examples: [] }]),
  );
  const seen = new Set<string>();
  for (let made = 0, tries = 0; made < COUNT; tries++) {
    assert.ok(tries < COUNT * 20, "the corrupters find too little to corrupt");
    const type = types[tries % types.length]!;
    const { sample, sites, usual } = random.pick(prepared);
    const corrupted = CORRUPTERS[type]!({ sample, sites, random });
    if (!corrupted) continue;
    const corruption: Corruption = { type, ...corrupted };
    const key = `${sample.name} ${sample.environment} ${corruption.file} ${corruption.text}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { verdict, said } = judge(sample, usual, corruption);
    const count = counts.get(type)!;
    count[verdict]++;
    if (verdict !== "same" && !(verdict === "silent" && MAY_BE_VALID.has(type))) made++;
    if (verdict !== "good" && verdict !== "same") {
      count.examples.push(
        [
          `${verdict}: ${sample.name}/${corruption.file}:${corruption.lines} destroyed ${
            corruption.destroyed.join(" ")
          }`,
          ...corruption.lines.slice(0, 1).map((line) =>
            `  | ${corruption.text.split("\n")[line - 1]}`
          ),
          ...said.slice(0, 3).map((d) => `  ${d.place?.line} ${d.code}: ${d.summary} | ${d.fix}`),
        ].join("\n"),
      );
    }
  }
  let counted = 0;
  let placed = 0;
  let mended = 0;
  console.log(
    `seed ${SEED}\n${"type".padEnd(20)} counted  right line  usable fix  not counted: same  valid`,
  );
  for (const [type, count] of counts) {
    const optional = MAY_BE_VALID.has(type) ? count.silent : 0;
    const all = count.silent - optional + count["wrong-line"] + count["no-fix"] + count.good;
    counted += all;
    placed += count["no-fix"] + count.good;
    mended += count.good;
    const cells = [all, count["no-fix"] + count.good, count.good, count.same, optional];
    const widths = [8, 12, 12, 19, 7];
    console.log(type.padEnd(20) + cells.map((n, i) => String(n).padStart(widths[i]!)).join(""));
  }
  const share = (n: number) => `${(n / counted * 100).toFixed(1)} %`;
  console.log(`${counted} corruptions: right line ${share(placed)}, usable fix ${share(mended)}`);
  if (Deno.env.get("PANKA_EXAMPLES")) {
    const only = Deno.env.get("PANKA_EXAMPLES");
    for (const [type, { examples }] of counts) {
      if (only !== "1" && only !== type) continue;
      for (const example of examples.slice(0, only === "1" ? 3 : 40)) {
        console.log(`${type} ${example}`);
      }
    }
  }
  assert.ok(placed >= counted * 0.98, `right line in ${share(placed)} only`);
  assert.ok(mended >= counted * 0.9, `usable fix in ${share(mended)} only`);
});
