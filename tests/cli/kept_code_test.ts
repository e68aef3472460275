import assert from "node:assert/strict";
import { type DeployPlace, deployTest, exits, summary } from "./deploy_place.ts";

const json = ["-o", "json"];
const CODE = "services/jobs/code/index.js";
const version = (n: number) => `exports.handler = async () => ${n};\n`;

const files = {
  "services/jobs/function.yaml": `apiVersion: components.panka.io/v1
kind: Lambda
metadata: {name: function}
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: {path: code}
  memory: \${MEMORY:-128}
`,
  [CODE]: version(1),
};

/** The hash of the code that the simulated function runs. */
const running = (place: DeployPlace) =>
  JSON.parse(place.read(".panka/sandbox/cloud-dev.json")).resources
    .find(({ type }: { type: string }) => type === "aws:lambda/function:Function").properties.code;

const forget = (place: DeployPlace) => place.remove(".panka/sandbox/state/v1/stacks/shop/dev/code");

deployTest("rollback brings back the code of then, from whatever machine", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const first = running(place);
  place.write(CODE, version(2));
  place.write("services/jobs/code/more.js", "");
  exits(await place.panka("apply", "--yes"), 0);
  assert.notEqual(running(place), first);
  const back = exits(await place.panka("rollback", "--yes", ...json), 0);
  assert.doesNotMatch(back.stderr, /can't come back/);
  assert.equal(running(place), first);
  const fetched = [...Deno.readDirSync(`${place.folder}/.panka/code`)].map(({ name }) => name);
  assert.deepEqual(fetched, [first]);
  assert.equal(place.read(`.panka/code/${first}/code/index.js`), version(1));
  assert.ok(!place.exists(`.panka/code/${first}/code/more.js`));
}, files);

deployTest("apply that fails brings back the code of before", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const first = running(place);
  place.write(CODE, version(2));
  const fault = ["--sandbox-fail", "jobs/function:health"];
  const rehearsed = exits(await place.panka("rehearse", ...json, ...fault), 9);
  assert.deepEqual(summary(rehearsed).left, []);
  const failed = exits(await place.panka("apply", "--yes", ...fault), 9);
  assert.match(failed.stderr, /Can be rolled back: yes\n/);
  assert.equal(running(place), first);
  // The folder of code that was fetched can't be trusted: it is made whole again.
  place.write(`.panka/code/${first}/code/index.js`, "changed");
  exits(await place.panka("apply", "--yes", ...fault), 9);
  assert.equal(running(place), first);
  assert.equal(place.read(`.panka/code/${first}/code/index.js`), version(1));
}, files);

deployTest(
  "rollback says what can't come back: code that is not kept stays as it is",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    place.write(CODE, version(2));
    exits(await place.panka("apply", "--yes", "--var", "MEMORY=256"), 0);
    forget(place);
    const back = exits(await place.panka("rollback", "--yes", ...json), 0);
    assert.match(back.stderr, /jobs\/function can't come back as it was: its code stays as it is/);
    assert.equal(summary(back).changes.update, 1);
    // The code that runs is the folder's, so only what was restored differs from it.
    const plan = JSON.parse((await place.panka("plan", "--var", "MEMORY=256", ...json)).stdout);
    const change = plan.changes.find(({ id }: { id: string }) => id === "jobs/function");
    assert.deepEqual(change.reasons, []);
    assert.deepEqual(change.fields.map((field: { path: string }) => field.path), ["memory"]);
  },
  files,
);

deployTest(
  "a plan says before approval which code a rollback could not bring back",
  async (place) => {
    exits(await place.panka("apply", "--yes"), 0);
    place.write(CODE, version(2));
    forget(place);
    const { stderr } = exits(await place.panka("apply", "--yes"), 0);
    assert.match(stderr, /Can be rolled back: yes, except jobs\/function/);
  },
  files,
);

deployTest(
  "a saved plan is refused with 7 when code or a config file changed since",
  async (place) => {
    const worker = place.read("services/jobs/worker.yaml");
    place.write(
      "services/jobs/worker.yaml",
      `${worker}  configs: {mountPath: /etc/app, files: [app.conf]}\n`,
    );
    const config = "services/jobs/config/app.conf";
    place.write(config, "one");
    const file = `${place.folder}/new.plan`;
    exits(await place.panka("plan", "--out", file), 0);
    const apply = () => place.runIn(place.world(), "apply", file);
    place.write(config, "two");
    assert.match(exits(await apply(), 7).stderr, /content of app.conf, which jobs\/worker uses/);
    place.write(config, "one");
    place.write(CODE, version(2));
    assert.match(exits(await apply(), 7).stderr, /content of code, which jobs\/function uses/);
    place.write(CODE, version(1));
    // The text is in the plan: the file need not be there.
    place.remove(config);
    exits(await apply(), 0);
  },
  files,
);
