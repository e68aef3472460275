import assert from "node:assert/strict";
import { DirectoryStore } from "../../src/state/directory_store.ts";
import { DirectoryTable } from "../../src/lock/directory_table.ts";
import { LEASE_TIMES } from "../../src/lock/times.ts";
import { openSession } from "../../src/state/open_session.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { deployTest, exits, summary } from "./deploy_place.ts";

const TOPIC = `apiVersion: components.panka.io/v1
kind: SNS
metadata: {name: topic}
spec: {displayName: "news"}
`;

deployTest("apply ends with 0 when all is done, and when there is nothing to do", async (place) => {
  const first = exits(await place.panka("apply", "--yes", "-o", "json"), 0);
  assert.deepEqual(summary(first).changes, { create: 3, update: 0, replace: 0, delete: 0 });
  assert.ok(summary(first).outputs.queue);
  const second = exits(await place.panka("apply", "--yes", "-o", "json"), 0);
  assert.equal(summary(second).outcome, "unchanged");
});

deployTest(
  "apply records another output of the stack although no component changes",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    place.write(
      "stack.yaml",
      place.read("stack.yaml").replace(
        "outputs: {",
        'outputs: {table: "${jobs/table.tableName}", ',
      ),
    );
    const second = exits(await place.panka("apply", "--yes", "-o", "json"), 0);
    assert.equal(summary(second).outputs.table, "dev-shop-jobs-table");
    const third = exits(await place.panka("apply", "--yes", "-o", "json"), 0);
    assert.equal(summary(third).outcome, "unchanged");
  },
);

deployTest("apply ends with 1 and asks nobody when the stack has errors", async (place) => {
  place.write("services/jobs/queue.yaml", "kind: SQS\n");
  exits(await place.panka("apply", "--yes"), 1);
});

deployTest(
  "apply ends with 5 before anything starts when data would be lost, until that is allowed",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    place.write(
      "services/jobs/table.yaml",
      place.read("services/jobs/table.yaml").replace("name: id,", "name: key,"),
    );
    const refused = exits(await place.panka("apply", "--yes"), 5);
    assert.match(refused.stderr, /jobs\/table would lose data/);
    assert.match(refused.stderr, /--allow-data-loss jobs\/table/);
    const typo = exits(await place.panka("apply", "--yes", "--allow-data-loss", "jobs/tabel"), 64);
    assert.match(typo.stderr, /names no component/);
    const done = await place.panka(
      "apply",
      "--yes",
      "--allow-data-loss",
      "jobs/table",
      "-o",
      "json",
    );
    assert.equal(summary(exits(done, 0)).changes.replace, 1);
  },
);

deployTest(
  "apply ends with 5 in production without a terminal, unless it is a saved plan",
  async (place) => {
    const refused = exits(await place.panka("apply", "-e", "live", "--yes"), 5);
    assert.match(refused.stderr, /panka plan \S+ -e live --out FILE, then panka apply FILE/);
    exits(await place.panka("apply", "-e", "live", "--yes", "--approve-production"), 5);
    const file = `${place.folder}/new.plan`;
    exits(await place.panka("plan", "-e", "live", "--out", file), 0);
    const unread = exits(await place.runIn(place.world(), "apply", file), 5);
    assert.match(unread.stderr, /fix: panka apply \S+new\.plan --approve-production/);
    exits(await place.runIn(place.world(), "apply", file, "--approve-production"), 0);
  },
);

deployTest(
  "apply in production asks for the stack's name, and takes nothing else",
  async (place) => {
    exits(await place.asked([[/type the stack's name/, "yes", "\r"]], "apply", "-e", "live"), 8);
    exits(await place.asked([[/type the stack's name/, "shop", "\r"]], "apply", "-e", "live"), 0);
  },
);

deployTest("apply ends with 8 and changes nothing when the answer is no", async (place) => {
  exits(await place.asked([[/apply these changes to dev/, "n"]], "apply"), 8);
  const plan = exits(await place.panka("plan", "-o", "json"), 0);
  assert.equal(JSON.parse(plan.stdout).summary.create, 3);
});

deployTest("apply ends with 9 when it failed and went back", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const args = ["--yes", "--var", "TAG=2", "--var", "TIMEOUT=60", "-o", "json"];
  place.write("services/jobs/topic.yaml", TOPIC);
  const failed = await place.panka("apply", ...args, "--sandbox-fail", "jobs/topic:create");
  place.remove("services/jobs/topic.yaml");
  const { outcome, left, rolledBackTo } = summary(exits(failed, 9));
  assert.deepEqual({ outcome, left, rolledBackTo }, {
    outcome: "rolled-back",
    left: [],
    rolledBackTo: 1,
  });
  assert.equal(summary(await place.panka("apply", "--yes", "-o", "json")).outcome, "unchanged");
});

deployTest(
  "apply goes back to what the run before left, although that had failed",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    exits(await place.panka("apply", "--yes", "--var", "TIMEOUT=60"), 0);
    place.write("services/jobs/topic.yaml", TOPIC);
    const fails = ["--yes", "-o", "json", "--sandbox-fail", "jobs/topic:create"];
    exits(await place.panka("apply", "--var", "TIMEOUT=70", ...fails, "--no-rollback"), 11);
    const failed = await place.panka("apply", "--var", "TIMEOUT=80", ...fails);
    assert.equal(summary(exits(failed, 9)).rolledBackTo, 3);
    // What runs now is no good deployment: the last good one is what a person goes back to.
    exits(await place.panka("rollback", "--yes"), 0);
    place.remove("services/jobs/topic.yaml");
    const again = await place.panka("apply", "--yes", "--var", "TIMEOUT=60", "-o", "json");
    assert.equal(summary(again).outcome, "unchanged");
  },
);

deployTest(
  "apply ends with 9 when what it deployed is unhealthy, and with 10 when it may not go back",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    const args = ["--yes", "--var", "TAG=2", "--sandbox-fail", "jobs/worker:health", "-o", "json"];
    exits(await place.panka("apply", ...args), 9);
    assert.equal(summary(await place.panka("apply", "--yes", "-o", "json")).outcome, "unchanged");
    const kept = summary(exits(await place.panka("apply", ...args, "--no-rollback"), 10));
    assert.deepEqual([kept.outcome, kept.left], ["failed", ["jobs/worker"]]);
    const again = await place.panka("apply", "--yes", "--var", "TAG=2", "-o", "json");
    assert.equal(summary(exits(again, 0)).changes.update, 1);
  },
);

deployTest(
  "apply never makes what depends on something unhealthy: it ends with 9, or 11 where it may not go back",
  async (place) => {
    const args = ["--yes", "-o", "json", "--sandbox-fail", "jobs/queue:health"];
    const back = exits(await place.panka("apply", ...args), 9);
    assert.match(back.stdout, /it waits for jobs\/queue, which was told to be unhealthy/);
    const kept = exits(await place.panka("apply", ...args, "--no-rollback"), 11);
    assert.deepEqual(summary(kept).left, ["jobs/queue", "jobs/table", "jobs/worker"]);
    assert.doesNotMatch(kept.stdout, /"key":"jobs\/(table|worker)\//);
    exits(await place.panka("apply", "--yes"), 0);
  },
);

deployTest(
  "apply ends with 11 and lists what is left when it may not go back, or can't",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    const args = ["--yes", "--var", "TAG=2", "-o", "json"];
    const stays = await place.panka(
      "apply",
      ...args,
      "--no-rollback",
      "--sandbox-fail",
      "jobs/worker",
    );
    assert.deepEqual(summary(exits(stays, 11)).left, ["jobs/worker"]);
    place.write(
      "services/jobs/table.yaml",
      place.read("services/jobs/table.yaml").replace("name: id,", "name: key,"),
    );
    const lost = await place.panka(
      "apply",
      ...args,
      "--allow-data-loss",
      "all",
      "--sandbox-fail",
      "jobs/worker",
    );
    const { left, residue } = summary(exits(lost, 11));
    assert.ok(left.includes("jobs/table"));
    assert.match(
      residue.find(({ id }: { id: string }) => id === "jobs/table").why,
      /data that it held is gone/,
    );
  },
);

deployTest(
  "apply --component changes nothing of what depends on it, although that changed too",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    const args = ["--var", "TAG=2", "--var", "TIMEOUT=60"];
    const one = await place.panka(
      "apply",
      "--yes",
      ...args,
      "--component",
      "jobs/queue",
      "-o",
      "json",
    );
    assert.deepEqual(summary(exits(one, 0)).changes, {
      create: 0,
      update: 1,
      replace: 0,
      delete: 0,
    });
    const plan = JSON.parse((await place.panka("plan", ...args, "-o", "json")).stdout);
    assert.deepEqual(plan.waves, [["jobs/worker"]]);
  },
);

deployTest("apply ends with 6 and says who holds the lock", async (place) => {
  const folder = `${place.folder}/.panka/sandbox`;
  const session = await openSession({
    store: new DirectoryStore(`${folder}/state`),
    table: new DirectoryTable(`${folder}/locks`),
    clock: realClock,
    random: realRandom,
  }, {
    address: { stack: "shop", environment: "dev" },
    engine: "sandbox",
    locking: "stack",
    claimant: {
      runId: "other",
      holder: { user: "eve", host: "runner-7", pid: 1, command: "panka apply" },
      times: LEASE_TIMES,
      onEvent() {},
    },
    wait: "until-known",
    version: "0.1.0",
  });
  try {
    const { stderr } = exits(await place.panka("apply", "--yes", "--lock-timeout", "1s"), 6);
    assert.match(stderr, /eve/);
  } finally {
    await session.release();
  }
});

deployTest("apply that goes back leaves unhealthy what was unhealthy before", async (place) => {
  const sick = ["--sandbox-fail", "jobs/worker:health", "--no-rollback"];
  exits(await place.panka("apply", "--yes", ...sick), 10);
  place.write("services/jobs/topic.yaml", TOPIC);
  exits(await place.panka("apply", "--yes", "--sandbox-fail", "jobs/topic:create"), 9);
  assert.match((await place.panka("status")).stdout, /jobs\/worker +Worker +unhealthy/);
  exits(await place.panka("apply", "--yes"), 0);
  assert.match((await place.panka("status")).stdout, /jobs\/worker +Worker +ready/);
});
