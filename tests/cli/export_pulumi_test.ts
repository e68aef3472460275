import assert from "node:assert/strict";
import { type DeployPlace, deployTest, exits } from "./deploy_place.ts";

const WORK = `apiVersion: components.panka.io/v1
kind: Lambda
metadata: {name: work}
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: {path: code}
`;
const FILES = {
  "services/jobs/work.yaml": WORK,
  "services/jobs/code/index.js": "exports.handler = async () => 1\n",
};
const exported = (place: DeployPlace, ...args: string[]) =>
  place.runIn(
    place.world(),
    ...["export", "pulumi", place.folder, "-e", "dev", "--out", `${place.folder}/out/pulumi`],
    ...args,
  );

deployTest(
  "export pulumi writes a program that finds code beside it, and how to start it",
  async (place) => {
    const ran = exits(await exported(place, "-o", "json"), 0);
    const { schema, files, stack, deployed, secrets } = JSON.parse(ran.stdout);
    assert.deepEqual(
      { schema, files, stack, deployed, secrets },
      {
        schema: "panka/export@1",
        files: ["Pulumi.yaml", "Main.yaml", "README.md"],
        stack: "shop-dev",
        deployed: false,
        secrets: [],
      },
    );
    const { resources } = JSON.parse(place.read("out/pulumi/Main.yaml"));
    const names = Object.values<{ name: string }>(resources).map(({ name }) => name);
    assert.ok(names.includes("jobs/queue/queue"), names.join());
    assert.match(
      place.read("out/pulumi/Main.yaml"),
      /"fn::fileArchive": "..\/..\/services\/jobs\/code"/,
    );
    const readme = place.read("out/pulumi/README.md");
    assert.match(readme, /pulumi stack init shop-dev/);
    assert.doesNotMatch(readme, /stack import/);
  },
  FILES,
);

deployTest("export pulumi takes nothing over that only a sandbox made", async (place) => {
  exits(await place.panka("apply", "--yes"), 0);
  const { files, deployed } = JSON.parse(exits(await exported(place, "-o", "json"), 0).stdout);
  assert.equal(deployed, false);
  assert.ok(!files.includes("deployment.json"));
});

deployTest("export pulumi overwrites nothing", async (place) => {
  place.write("out/pulumi/Main.yaml", "mine\n");
  const ran = exits(await exported(place), 1);
  assert.match(ran.stderr, /Main.yaml" is there already/);
  assert.equal(place.read("out/pulumi/Main.yaml"), "mine\n");
  assert.ok(!place.exists("out/pulumi/Pulumi.yaml"));
});

deployTest("export terraform says that it is not built, and fails", async (place) => {
  const ran = exits(await place.runIn(place.world(), "export", "terraform"), 64);
  assert.match(ran.stderr, /panka export terraform is not built yet/);
});
