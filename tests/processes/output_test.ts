import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { type DeployPlace, deployTest, exits, summary } from "../cli/deploy_place.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a shell line in which `panka` is the program. Answers its exit code, not that of what follows it. */
async function shell(place: DeployPlace, line: string) {
  const panka =
    `"${Deno.execPath()}" run -A --no-check --config "${root}/deno.json" "${root}/main.ts"`;
  const { stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", `panka() { ${panka} "$@"; }; ${line}; echo "code \${PIPESTATUS[0]}" >&2`],
    cwd: place.folder,
    env: { PANKA_SANDBOX_TIME: "0", NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  const said = text.decode(stderr);
  return { code: Number(/code (\d+)/.exec(said)![1]), stdout: text.decode(stdout), stderr: said };
}

async function assertDeployed(place: DeployPlace): Promise<void> {
  const table = new DirectoryTable(`${place.folder}/.panka/sandbox/locks`);
  assert.deepEqual((await table.list("stack:")).map(({ owner }) => owner), [undefined]);
  assert.equal(summary(await place.panka("apply", "--yes", "-o", "json")).outcome, "unchanged");
}

const APPLY = "panka apply -e dev --yes -o json";

deployTest("apply goes on to its end when nobody reads its lines any more", async (place) => {
  const ran = exits(await shell(place, `${APPLY} | head -n 1`), 0);
  assert.match(ran.stdout, /^{.*"phase":"lock"}\n$/);
  await assertDeployed(place);
});

deployTest("apply goes on to its end when its lines can't be written, and fails", async (place) => {
  const ran = exits(await shell(place, `${APPLY} > /dev/full`), 1);
  assert.match(ran.stderr, /error\[output-lost\]: not all of the output could be written/);
  await assertDeployed(place);
});

deployTest("apply goes on to its end when nothing can be written to stderr", async (place) => {
  exits(await shell(place, `panka apply -e dev --yes 2> /dev/full`), 0);
  await assertDeployed(place);
});

deployTest("status --follow ends when nobody reads it any more", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const world = place.world();
  world.unheard = () => world.printed.stdout ? "reader gone" : undefined;
  world.clock = { ...world.clock, sleep: () => Promise.resolve() };
  const follow = ["status", place.folder, "-e", "dev", "--follow", "-o", "json"];
  const { stdout } = exits(await place.runIn(world, ...follow), 0);
  assert.equal(stdout.trimEnd().split("\n").length, 1);
});

deployTest("a file that can't be written is named, with why", async (place) => {
  const below = `${place.folder}/stack.yaml/plan`;
  for (const more of [["--html", below, "--offline"], ["--sandbox", "--out", below]]) {
    const ran = exits(await place.panka("plan", ...more), 1);
    assert.match(ran.stderr, /error\[file\]: "[^"]*stack.yaml\/plan"\s+can't\s+be\s+written/);
    assert.doesNotMatch(ran.stderr, /os error|a bug/);
  }
});

deployTest("state that can't be written is said to be so, and what to look at", async (place) => {
  place.write(".panka", "no folder");
  const ran = exits(await place.panka("apply", "--yes"), 1);
  assert.match(ran.stderr, /error\[state-unavailable\]: Can't (read|write) in/);
  assert.match(ran.stderr, /fix: check who may write there/);
  assert.doesNotMatch(ran.stderr, /os error|acknowledged/);
});
