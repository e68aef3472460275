import assert from "node:assert/strict";
import { encodeState } from "../../src/state/codec.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { readState } from "../../src/state/history.ts";
import { stateKey } from "../../src/state/paths.ts";
import { type DeployPlace, deployTest, exits, summary } from "./deploy_place.ts";

const json = ["-o", "json"];
const address = { tenant: undefined, stack: "shop", environment: "dev" };

/** Everything in a folder, by path. */
function tree(folder: string, path = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of Deno.readDirSync(`${folder}${path}`)) {
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory) Object.assign(found, tree(folder, below));
    else found[below] = Deno.readTextFileSync(`${folder}${below}`);
  }
  return found;
}

/** Makes the stack one on AWS, with the state that its sandbox has, as the real engine records it. */
async function turnReal(place: DeployPlace): Promise<void> {
  const sandbox = new DirectoryStore(`${place.folder}/.panka/sandbox/state`);
  const { document } = (await readState(sandbox, address))!;
  const { checkpoint: _, ...unit } = document.units.stack!;
  const { body } = encodeState({ ...document, engine: "pulumi", units: { stack: unit } });
  const real = new DirectoryStore(`${place.folder}/.panka/state`);
  await real.put(stateKey(address), body, "absent");
  place.remove(".panka/sandbox");
  place.write("stack.yaml", place.read("stack.yaml").replace("{name: sandbox,", "{name: aws,"));
}

deployTest("rehearse works where nothing is recorded, and leaves no file", async (place) => {
  const before = tree(place.folder);
  const ran = exits(await place.panka("rehearse"), 0);
  assert.match(ran.stdout, /3 created/);
  assert.match(ran.stderr, /nothing is recorded yet/);
  assert.match(ran.stderr, /this was a rehearsal: nothing real was changed\nnext: panka apply /);
  assert.deepEqual(tree(place.folder), before);
});

deployTest(
  "rehearse() of what Pulumi recorded changes in a copy what apply would, and nothing else",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    await turnReal(place);
    const before = tree(place.folder);
    const same = exits(await place.panka("rehearse", ...json), 0);
    assert.equal(summary(same).outcome, "unchanged");
    const changed = exits(await place.panka("rehearse", "--var", "TAG=2", ...json), 0);
    assert.deepEqual(summary(changed).changes, { create: 0, update: 1, replace: 0, delete: 0 });
    assert.equal(summary(changed).schema, "panka/rehearse@1");
    assert.equal(summary(changed).deployment, undefined);
    const steps = changed.stdout.trim().split("\n").map((line) => JSON.parse(line))
      .filter(({ type, status }) => type === "resource" && status === "succeeded")
      .map(({ operation, resourceType }) => `${operation} ${resourceType}`);
    assert.deepEqual(
      new Set(steps.map((step) => step.split(" ")[0])),
      new Set(["replace", "update"]),
    );
    assert.deepEqual(tree(place.folder), before);
  },
);

deployTest(
  "rehearse shows the rollback of what is told to fail, with its exit code",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    await turnReal(place);
    const before = tree(place.folder);
    const change = [
      "--var",
      "TAG=2",
      "--var",
      "TIMEOUT=60",
      "--sandbox-fail",
      "jobs/worker",
    ];
    const back = exits(await place.panka("rehearse", ...change), 9);
    assert.match(back.stderr, /rolled back to 1.*jobs\/queue restored/);
    assert.match(
      back.stderr,
      /nothing is half done; this was a rehearsal: nothing real was changed/,
    );
    const left = exits(await place.panka("rehearse", "--no-rollback", ...change, ...json), 11);
    assert.deepEqual(summary(left).left, ["jobs/worker"]);
    assert.deepEqual(tree(place.folder), before);
  },
);

deployTest("rehearse refuses to lose data as apply does, and asks nobody", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  await turnReal(place);
  place.remove("services/jobs/table.yaml");
  place.remove("services/jobs/worker.yaml");
  const refused = exits(await place.panka("rehearse"), 5);
  assert.match(refused.stderr, /jobs\/table would lose data/);
  exits(await place.panka("rehearse", "--allow-data-loss", "jobs/table"), 0);
  exits(await place.panka("rehearse", "-e", "live"), 0);
});

deployTest("rehearse of a stack in the sandbox leaves that sandbox as it is", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const before = tree(place.folder);
  const changed = exits(await place.panka("rehearse", "--var", "TAG=2", ...json), 0);
  assert.equal(summary(changed).changes.update, 1);
  assert.deepEqual(tree(place.folder), before);
});
