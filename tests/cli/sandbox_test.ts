import assert from "node:assert/strict";
import { type DeployPlace, deployTest, exits, summary } from "./deploy_place.ts";

const json = ["-o", "json"];

const set = (place: DeployPlace, target: string, outcome: string, ...more: string[]) =>
  place.runIn(place.world(), "sandbox", "set", target, outcome, place.folder, "-e", "dev", ...more);

async function shown(place: DeployPlace) {
  const show = ["sandbox", "show", place.folder, "-e", "dev", ...json];
  return JSON.parse(exits(await place.runIn(place.world(), ...show), 0).stdout);
}

deployTest(
  "sandbox set lets a component fail in every run until it is set to ok",
  async (place) => {
    const ran = exits(await set(place, "jobs/table", "fail:create"), 0);
    assert.match(ran.stdout, /^jobs\/table +fail:create\n$/);
    const failed = exits(await place.panka("apply", "--yes"), 9);
    assert.match(failed.stderr, /set for the sandbox: jobs\/table fail:create/);
    exits(await place.panka("rehearse"), 9);
    exits(await set(place, "jobs/table", "ok"), 0);
    exits(await place.panka("apply", "--yes"), 0);
  },
);

deployTest(
  "sandbox set takes one resource, and the newest of what says the same",
  async (place) => {
    exits(await set(place, "jobs/worker", "stall"), 0);
    exits(await set(place, "jobs/worker", "fail"), 0);
    exits(await set(place, "jobs/worker/task-definition", "fail:create"), 0);
    assert.deepEqual((await shown(place)).outcomes, [
      { component: "jobs/worker", outcome: "fail" },
      { component: "jobs/worker/task-definition", outcome: "fail:create" },
    ]);
    exits(await set(place, "jobs/worker", "ok"), 0);
    const failed = exits(await place.panka("apply", "--yes", "--no-rollback", ...json), 11);
    assert.deepEqual(summary(failed).left, ["jobs/worker"]);
    const broken = failed.stdout.trim().split("\n").map((line) => JSON.parse(line))
      .filter(({ type, status }) => type === "resource" && status === "failed");
    assert.deepEqual(broken.map(({ key }) => key), ["jobs/worker/task-definition"]);
  },
);

deployTest("sandbox set unhealthy deploys, and undoes it for want of health", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  exits(await set(place, "jobs/queue", "unhealthy"), 0);
  exits(await place.panka("apply", "--yes", "--var", "TIMEOUT=60"), 9);
});

deployTest(
  "sandbox set takes=TIME is kept beside how it ends",
  async (place) => {
    exits(await set(place, "jobs/queue", "takes=1h"), 0);
    assert.deepEqual((await shown(place)).outcomes, [{
      component: "jobs/queue",
      outcome: "takes=3600s",
    }]);
    exits(await set(place, "jobs/queue", "takes=90s"), 0);
    exits(await set(place, "jobs/queue", "fail"), 0);
    assert.deepEqual((await shown(place)).outcomes, [
      { component: "jobs/queue", outcome: "takes=90s" },
      { component: "jobs/queue", outcome: "fail" },
    ]);
  },
);

deployTest("sandbox set PROPERTY=VALUE is drift in the simulated cloud", async (place) => {
  const early = exits(await set(place, "jobs/queue/queue", "visibilityTimeoutSeconds=99"), 64);
  assert.match(early.stderr, /deploy it first: panka apply \S+ -e dev --sandbox/);
  exits(await place.panka("apply", "--yes"), 0);
  const whole = exits(await set(place, "jobs/queue", "visibilityTimeoutSeconds=99"), 64);
  assert.match(whole.stderr, /name a resource that is: jobs\/queue\/queue/);
  const wrong = exits(await set(place, "jobs/queue/queue", "visibility=99"), 64);
  assert.match(wrong.stderr, /it has .*visibilityTimeoutSeconds/s);
  exits(await set(place, "jobs/queue/queue", "visibilityTimeoutSeconds=99"), 0);
  assert.deepEqual((await shown(place)).drift, [{
    key: "jobs/queue/queue",
    operation: "update",
    properties: ["visibilityTimeoutSeconds"],
  }]);
});

deployTest("sandbox set names the known components when it does not know one", async (place) => {
  assert.match(
    exits(await set(place, "jobs/tabel", "fail"), 64).stderr,
    /did you mean jobs\/table/,
  );
  const far = exits(await set(place, "nothing/alike", "fail"), 64);
  assert.match(far.stderr, /jobs\/queue, jobs\/table, jobs\/worker/);
  assert.match(exits(await set(place, "jobs/table", "explode"), 64).stderr, /fail:create/);
  assert.match(exits(await set(place, "jobs/table", "takes=soon"), 64).stderr, /no time/);
});

deployTest("sandbox clear lets everything go well again", async (place) => {
  exits(await set(place, "jobs/table", "fail"), 0);
  const clear = ["sandbox", "clear", place.folder, "-e", "dev"];
  assert.match(exits(await place.runIn(place.world(), ...clear), 0).stdout, /everything goes well/);
  exits(await place.panka("apply", "--yes"), 0);
  assert.deepEqual((await shown(place)).outcomes, []);
});

deployTest("--sandbox-fail refuses what could not fail, having no such name", async (place) => {
  const wrong = exits(
    await place.panka("apply", "--yes", "--sandbox-fail", "jobs/tabel:create"),
    64,
  );
  assert.match(wrong.stderr, /fix: use --sandbox-fail jobs\/table\n/);
  assert.match(
    exits(await place.panka("rehearse", "--sandbox-fail", "else/where"), 64).stderr,
    /name one of jobs\/queue, /,
  );
  exits(await place.panka("apply", "--yes"), 0);
  const gone = ["--allow-data-loss", "all", "--sandbox-fail", "jobs/table:delete"];
  exits(await place.panka("destroy", "--yes", ...gone), 11);
});
