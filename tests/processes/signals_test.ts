import assert from "node:assert/strict";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { readState } from "../../src/state/history.ts";
import { type DeployPlace, deployTest, exits, summary } from "../cli/deploy_place.ts";
import { Seeded } from "../random.ts";
import { PankaChild } from "./panka_child.ts";

const APPLY = ["apply", "-e", "dev", "--yes", "-o", "json"];
const folder = (place: DeployPlace) => `${place.folder}/.panka/sandbox`;

async function lockOf(place: DeployPlace) {
  return (await new DirectoryTable(`${folder(place)}/locks`).list("stack:"))[0];
}

async function stateOf(place: DeployPlace) {
  const store = new DirectoryStore(`${folder(place)}/state`);
  return (await readState(store, { stack: "shop", environment: "dev" }))?.document;
}

/** Physical names by type, sorted: a duplicate or an orphan shows. */
function cloudOf(place: DeployPlace): string[] {
  const { resources } = JSON.parse(place.read(".panka/sandbox/cloud-dev.json"));
  return resources.map((r: { type: string; key: string }) => `${r.type} ${r.key}`).sort();
}

/** Queues after the stack's own, each after the one before: a minute and more, of which a signal leaves the step in flight. */
const LONG = {
  "services/jobs/long.yaml": Array.from(
    { length: 60 },
    (_, i) =>
      `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: queue-${i}}
spec: {dependsOn: [${i ? `queue-${i - 1}` : "queue"}]}
`,
  ).join("---\n"),
};

deployTest(
  "apply finishes what is in flight at the first Ctrl-C, saves, releases and ends with 8",
  async (place) => {
    const child = new PankaChild(place, 0.05, ...APPLY);
    await child.says(/"operation":"create","status":"started"/);
    child.signal("INT");
    const ended = exits(await child.ended, 8);
    assert.equal(summary(ended).outcome, "cancelled");
    assert.equal((await lockOf(place))?.owner, undefined);
    const state = await stateOf(place);
    assert.equal(state?.units.stack?.inFlight, undefined);
    assert.equal(state?.deployments[0]?.result, "cancelled");
    assert.ok(state?.units.stack?.components["jobs/queue"]);
    exits(await place.panka("apply", "--yes"), 0);
    assert.equal(summary(await place.panka("apply", "--yes", "-o", "json")).outcome, "unchanged");
  },
  LONG,
);

deployTest(
  "apply stops at once at the second signal, and the next run looks for what was done",
  async (place) => {
    // So slow that only being stopped ends it.
    const child = new PankaChild(place, 10, ...APPLY);
    await child.says(/"operation":"create","status":"started"/);
    // A second one of the same kind may come before the first is heard, and be lost in it.
    child.signal("INT");
    child.signal("TERM");
    const ended = exits(await child.ended, 8);
    assert.ok(summary(ended).left.length > 0);
    assert.equal((await lockOf(place))?.owner, undefined);
    assert.ok((await stateOf(place))?.units.stack?.inFlight, "the next run has to look");
    exits(await place.panka("apply", "--yes"), 0);
    assert.equal((await stateOf(place))?.units.stack?.inFlight, undefined);
    assert.equal(summary(await place.panka("apply", "--yes", "-o", "json")).outcome, "unchanged");
  },
);

deployTest("apply heeds SIGTERM as it does Ctrl-C", async (place) => {
  const child = new PankaChild(place, 0.05, ...APPLY);
  await child.says(/"operation":"create","status":"started"/);
  child.signal("TERM");
  exits(await child.ended, 8);
  assert.equal((await lockOf(place))?.owner, undefined);
}, LONG);

deployTest(
  "apply converges after kill -9 at random points, with no orphan and no duplicate",
  async (place) => {
    const seed = Number(Deno.env.get("SEED") ?? Date.now() % 1_000_000);
    console.log(`SEED=${seed}`);
    const random = new Seeded(seed);
    exits(await place.panka("apply", "--yes"), 0);
    const wanted = cloudOf(place);
    exits(await place.panka("destroy", "--yes", "--allow-data-loss", "all"), 0);
    for (let round = 0; round < 4; round++) {
      const child = new PankaChild(place, 0.02, ...APPLY, "--var", `TAG=${round}`);
      const steps = 1 + random.below(8);
      await child.says(new RegExp(`(?:"type":"resource"[^]*?){${steps}}`));
      child.signal("KILL");
      await child.ended;
      // Its lease is not waited for: whoever knows that it is dead takes the lock.
      const lock = await lockOf(place);
      if (lock?.owner !== undefined) {
        const args = ["--fence", String(lock.fence), "--reason", "killed", "--sandbox"];
        exits(await place.panka("unlock", ...args), 0);
      }
      const killed = (await stateOf(place))?.units.stack?.inFlight?.deployment;
      const told = async () => {
        const { stdout } = exits(await place.panka("history", "--sandbox", "-o", "json"), 0);
        return JSON.parse(stdout).deployments.filter(({ id }: { id: string }) => id === killed)
          .map(({ result }: { result: string }) => result);
      };
      assert.deepEqual(await told(), killed ? ["interrupted"] : []);
      exits(await place.panka("apply", "--yes", "--var", `TAG=${round}`), 0);
      assert.deepEqual(await told(), killed ? ["interrupted"] : []);
      assert.deepEqual(cloudOf(place), wanted, `round ${round}`);
      assert.equal((await stateOf(place))?.units.stack?.inFlight, undefined);
    }
  },
);
