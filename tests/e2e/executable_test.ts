import assert from "node:assert/strict";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { PANKA } from "./panka.ts";

/** Runs the executable with an empty environment: no HOME, no PATH. */
async function bare(
  folder: string,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(PANKA, {
    args,
    cwd: folder,
    clearEnv: true,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

let missing: string | undefined;
try {
  Deno.statSync(PANKA);
} catch {
  missing = "dist/panka is not built (make build)";
  console.log(`SKIPPED tests/e2e/executable: ${missing}`);
}

async function inEmptyFolder(act: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "panka-empty-" });
  try {
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name:
    "the executable takes a stranger from nothing to a plan, in an empty folder with an empty environment",
  ignore: missing !== undefined,
}, () =>
  inEmptyFolder(async (folder) => {
    assert.equal((await bare(folder, "version")).code, 0);
    assert.match((await bare(folder, "--help")).out, /panka init/);
    assert.equal((await bare(folder, "init", "shop", "--services", "api,jobs")).code, 0);
    const validated = await bare(folder, "validate", "shop");
    assert.equal(validated.code, 0, validated.err);
    const planned = await bare(
      folder,
      "plan",
      "shop",
      "--offline",
      "--detailed-exitcode",
      "-o",
      "json",
    );
    assert.equal(planned.code, 2, planned.err);
    assert.equal(JSON.parse(planned.out).schema, "panka/plan@1");
    const applied = await bare(folder, "apply", "shop", "--sandbox", "--yes");
    assert.equal(applied.code, 0, applied.err);
    assert.equal(
      (await bare(folder, "plan", "shop", "--offline", "--sandbox", "--detailed-exitcode")).code,
      0,
    );
  }));

Deno.test(
  { name: "what is not built says so and exits 64", ignore: missing !== undefined },
  () =>
    inEmptyFolder(async (folder) => {
      for (const { name, load } of COMMANDS) {
        if (load) continue;
        const { code, err } = await bare(folder, ...name.split(" "));
        assert.equal(code, 64, name);
        assert.match(err, /not built yet/, name);
      }
    }),
);

Deno.test({
  name: "wrong command lines name what was most likely meant",
  ignore: missing !== undefined,
}, () =>
  inEmptyFolder(async (folder) => {
    const cases: [string[], RegExp][] = [
      [["vlaidate"], /panka validate/],
      [["validate", "--outpt", "json"], /--output/],
      [["plan", "--offlin"], /--offline/],
      [["explain", "SSQ"], /SQS/],
      [["validate", "nowhere"], /"nowhere" is not there/],
    ];
    for (const [args, wanted] of cases) {
      const { code, err } = await bare(folder, ...args);
      assert.ok(code === 64 || code === 1, `${args.join(" ")}: ${code}`);
      assert.match(err, wanted, args.join(" "));
      assert.doesNotMatch(err, /\n\s+at /, "no stack trace");
    }
  }));
