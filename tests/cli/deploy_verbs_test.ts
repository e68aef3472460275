import assert from "node:assert/strict";
import { deployTest, exits, summary } from "./deploy_place.ts";

const all = ["--allow-data-loss", "all"];
const json = ["-o", "json"];

deployTest(
  "destroy deletes everything, keeps history, and has nothing to do the second time",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    exits(await place.panka("destroy", "--yes"), 5);
    const gone = exits(await place.panka("destroy", "--yes", ...all, ...json), 0);
    assert.deepEqual(summary(gone).changes, { create: 0, update: 0, replace: 0, delete: 3 });
    assert.deepEqual(summary(gone).outputs, {});
    const cloud = JSON.parse(place.read(".panka/sandbox/cloud-dev.json"));
    assert.deepEqual(cloud.resources, []);
    const history = JSON.parse((await place.panka("history", ...json)).stdout);
    assert.equal(history.deployments.length, 2);
    assert.equal(summary(await place.panka("destroy", "--yes", ...json)).outcome, "unchanged");
  },
);

deployTest("destroy asks for the stack's name wherever it is", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const question = /delete everything of shop in dev\? type the stack's name/;
  exits(await place.asked([[question, "y", "\r"]], "destroy", ...all), 8);
  exits(await place.asked([[question, "shop", "\r"]], "destroy", ...all), 0);
});

deployTest("destroy in production without a terminal needs to be told twice", async (place) => {
  const file = `${place.folder}/new.plan`;
  exits(await place.panka("plan", "-e", "live", "--out", file), 0);
  exits(await place.runIn(place.world(), "apply", file, "--approve-production"), 0);
  exits(await place.panka("destroy", "-e", "live", "--yes", ...all), 5);
});

deployTest("destroy refuses what is protected before anything is deleted", async (place) => {
  place.write(
    "services/jobs/table.yaml",
    place.read("services/jobs/table.yaml").replace("spec:", "spec:\n  deletionProtection: true"),
  );
  exits(await place.panka("apply", "--yes"), 0);
  const refused = exits(await place.panka("destroy", "--yes", ...all), 5);
  assert.match(
    refused.stderr,
    /jobs\/table may not be deleted or replaced: deletionProtection is on/,
  );
  const cloud = JSON.parse(place.read(".panka/sandbox/cloud-dev.json"));
  assert.ok(cloud.resources.length > 3);
  // Another key makes a new table.
  place.write(
    "services/jobs/table.yaml",
    place.read("services/jobs/table.yaml").replace("name: id", "name: code"),
  );
  assert.match(exits(await place.panka("plan"), 5).stderr, /jobs\/table may not be .*replaced/);
});

deployTest("plan refuses to move what is there to another VPC", async (place) => {
  const network = (vpc: string) =>
    place.write(
      "infra/network.yaml",
      `apiVersion: infra.panka.io/v1\nkind: Networking\nmetadata: { name: network }
spec: { existing: { vpcId: ${vpc}, vpcCidr: 10.0.0.0/16, subnetIds: { private: [subnet-1] } } }\n`,
    );
  network("vpc-1");
  exits(await place.panka("apply", "--yes"), 0);
  network("vpc-2");
  const refused = exits(await place.panka("plan"), 5);
  assert.match(refused.stderr, /jobs\/worker can't move to another VPC/);
});

deployTest(
  "destroy ends with 11 and lists what could not be deleted; the next one goes on",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    const failed = await place.panka(
      "destroy",
      ...["--yes", ...all, ...json, "--sandbox-fail", "jobs/queue:delete"],
    );
    assert.ok(summary(exits(failed, 11)).left.includes("jobs/queue"));
    exits(await place.panka("destroy", "--yes", ...all), 0);
  },
);

deployTest("destroy works although the folder has errors", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  place.write("services/jobs/queue.yaml", "kind: SQS\nspec: {nonsense: 1}\n");
  exits(await place.panka("destroy", "--yes", ...all), 0);
});

deployTest(
  "rollback goes back to the deployment before, variables and all, and --to goes further",
  async (place) => {
    for (const tag of ["1", "2", "3"]) {
      exits(await place.panka("apply", "--yes", "--var", `TAG=${tag}`), 0);
    }
    const tagNow = async () => {
      const plan = await place.panka("plan", "--var", "TAG=none", ...json);
      return JSON.parse(plan.stdout).changes.find(({ id }: { id: string }) => id === "jobs/worker")
        .fields[0].old;
    };
    const back = exits(await place.panka("rollback", "--yes"), 0);
    assert.match(back.stderr, /going back to deployment 2/);
    assert.equal(await tagNow(), "2");
    exits(await place.panka("rollback", "--yes", "--to", "1"), 0);
    assert.equal(await tagNow(), "1");
    const none = exits(await place.panka("rollback", "--yes", "--to", "77"), 1);
    assert.match(none.stderr, /no deployment or version "77"/);
  },
);

deployTest(
  "apply and rollback go on as before after the locking was changed and changed back",
  async (place) => {
    const apply = (tag: string) => place.panka("apply", "--yes", "--var", `TAG=${tag}`, ...json);
    const locking = async (mode: string) => {
      const args = ["state", "locking", mode, place.folder, "-e", "dev", "--yes", ...json];
      return JSON.parse(exits(await place.runIn(place.world(), ...args), 0).stdout).serial;
    };
    exits(await apply("1"), 0);
    exits(await apply("2"), 0);
    const serial = await locking("service");
    await locking("stack");
    assert.equal(summary(await apply("2")).outcome, "unchanged");
    exits(await apply("3"), 0);
    const split = await place.panka("rollback", "--yes", "--to", `serial:${serial}`, ...json);
    assert.deepEqual(summary(exits(split, 0)).changes, {
      create: 0,
      update: 1,
      replace: 0,
      delete: 0,
    });
    assert.equal(summary(await apply("2")).outcome, "unchanged");
    assert.equal(
      summary(exits(await place.panka("rollback", "--yes", "--to", "1", ...json), 0)).outcome,
      "succeeded",
    );
    assert.equal(summary(await apply("1")).outcome, "unchanged");
  },
);

deployTest(
  "runs that fail say how the same is asked for again, variables and all",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    const next = async (code: number, verb: string, ...args: string[]) =>
      /next: mend it, then (panka .*?)(;|$)/s.exec(
        exits(await place.panka(verb, ...args, "--yes"), code).stderr.replace(/\n +/g, " "),
      )?.[1]?.replace(place.folder, "shop");
    const fails = ["--sandbox-fail", "jobs/worker:update"];
    assert.equal(
      await next(9, "apply", "--var", "TAG=2", "--component", "jobs/worker", ...fails),
      "panka apply shop -e dev --var TAG --component jobs/worker",
    );
    exits(await place.panka("apply", "--yes", "--var", "TAG=2"), 0);
    assert.equal(await next(9, "rollback", ...fails), "panka rollback shop -e dev --to 1");
    exits(await place.panka("apply", "-e", "staging", "--yes"), 0);
    assert.equal(
      await next(9, "promote", "--from", "dev", "--to", "staging", ...fails),
      "panka promote shop --from dev --to staging",
    );
    const rehearsed = await place.panka("rehearse", "--var", "TAG=3");
    assert.match(rehearsed.stderr, /next: panka apply \S+ -e dev --var TAG\n/);
  },
);

deployTest("rollback brings back what was deleted, from the state alone", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  place.remove("services/jobs/worker.yaml");
  assert.equal(summary(await place.panka("apply", "--yes", ...json)).changes.delete, 1);
  assert.equal(summary(await place.panka("rollback", "--yes", ...json)).changes.create, 1);
});

deployTest(
  "promote carries over the builds that one environment runs, and nothing else",
  async (place) => {
    exits(await place.panka("apply", "--yes", "--var", "TAG=7", "--var", "TIMEOUT=99"), 0);
    exits(await place.panka("apply", "-e", "staging", "--yes"), 0);
    const ran = await place.panka("promote", "--from", "dev", "--to", "staging", "--yes", ...json);
    assert.match(exits(ran, 0).stderr, /jobs\/worker {2}image\.tag {2}7/);
    assert.deepEqual(summary(ran).changes, { create: 0, update: 1, replace: 0, delete: 0 });
    const plan = JSON.parse((await place.panka("plan", "-e", "staging", ...json)).stdout);
    const paths = plan.changes.flatMap(({ fields }: { fields: { path: string }[] }) =>
      fields.map(({ path }) => path)
    );
    assert.deepEqual(paths, ["image.tag"]);
  },
);

deployTest(
  "promote is refused when what runs there is broken, or was never deployed",
  async (place) => {
    exits(await place.panka("promote", "--from", "dev", "--to", "staging", "--yes"), 1);
    exits(await place.panka("apply", "--yes"), 0);
    const args = ["--yes", "--var", "TAG=2", "--no-rollback", "--sandbox-fail", "jobs/worker"];
    exits(await place.panka("apply", ...args), 11);
    const refused = await place.panka("promote", "--from", "dev", "--to", "staging", "--yes");
    assert.match(exits(refused, 1).stderr, /jobs\/worker: it is failed there/);
  },
);
