import assert from "node:assert/strict";
import { recordedTest, steady } from "./recorded_world.ts";
import { golden, runIn } from "./test_world.ts";

const COMMANDS: Record<string, string[]> = {
  "list": ["list"],
  "show": ["show", "jobs"],
  "outputs": ["outputs"],
  "history": ["history"],
  "diff": ["diff", "1", "2"],
  "state-show": ["state", "show", "api/server"],
  "state-history": ["state", "history"],
  "locks-list-free": ["locks", "list"],
  "locks-show-free": ["locks", "show"],
};

for (const [name, args] of Object.entries(COMMANDS)) {
  recordedTest(
    `${args.join(" ")} reads well at 100 and at 40 columns, and as JSON`,
    async (place) => {
      await place.deployTwice();
      for (const columns of [100, 40]) {
        const world = place.world({ columns, terminal: true, env: { NO_COLOR: "1" } });
        const { code, stdout, stderr } = await runIn(world, ...args);
        assert.equal(code, 0, stderr);
        golden(`look-${name}-${columns}`, steady(`${stdout}-- stderr\n${stderr}`));
        const wide = (stdout + stderr).split("\n").filter((line) => [...line].length > columns);
        // Values that are meant to be copied are never cut.
        assert.deepEqual(
          wide.filter((line) => !/^ *(arn|https):/.test(line)),
          [],
          `${columns} columns`,
        );
      }
      const { code, stdout, stderr } = await runIn(place.world(), ...args, "-o", "json");
      assert.equal(code, 0);
      assert.equal(stderr, "");
      assert.match(JSON.parse(stdout).schema, /^panka\/[a-z-]+@1$/);
      golden(`look-${name}-json`, steady(stdout));
      const yaml = await runIn(place.world(), ...args, "-o", "yaml");
      assert.match(yaml.stdout, /^schema: panka\//);
    },
  );
}

for (const args of Object.values(COMMANDS)) {
  const name = args.slice(0, args[0] === "state" || args[0] === "locks" ? 2 : 1);
  recordedTest(`${name.join(" ")} --help has examples`, async (place) => {
    const { code, stdout } = await runIn(place.world(), ...name, "--help");
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`Examples:\n  (curl .*)?panka ${name.join(" ")}`));
  });
}

recordedTest("commands say what to do when nothing is recorded", async (place) => {
  for (
    const args of [["list"], ["history"], ["outputs"], ["state", "history"], ["state", "pull"]]
  ) {
    const { code, stdout, stderr } = await runIn(place.world(), ...args);
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /nothing is recorded of shop in dev/);
    assert.match(stderr, /fix: deploy it first/);
  }
});

recordedTest("show names the nearest component when there is none of that name", async (place) => {
  await place.deployTwice();
  const { code, stderr } = await runIn(place.world(), "show", "api/servr");
  assert.equal(code, 1);
  assert.match(stderr, /"api\/servr" is not recorded[\s\S]*did you mean api\/server/);
});

recordedTest("outputs --name prints one value and nothing else", async (place) => {
  await place.deployTwice();
  const { stdout, stderr } = await runIn(place.world(), "outputs", "--name", "url");
  assert.equal(stdout, "https://shop.example/v2\n");
  assert.equal(stderr, "");
  const missing = await runIn(place.world(), "outputs", "--name", "ur");
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /did you mean url/);
});

recordedTest("diff takes deployments, serials, versions, latest and previous", async (place) => {
  await place.deployTwice();
  const names: [string, string][] = [
    ["1", "2"],
    ["#1", "latest"],
    ["serial:2", "serial:4"],
    ["01J00000000000000000000001", "01J00000000000000000000002"],
  ];
  const found = [];
  for (const [a, b] of names) {
    const { stdout } = await runIn(place.world(), "diff", a, b, "-o", "json");
    const { components } = JSON.parse(stdout);
    found.push(
      components.map(({ id, action }: { id: string; action: string }) => `${action} ${id}`),
    );
  }
  for (const one of found) assert.deepEqual(one, ["create api/server", "update data/jobs"]);
  const same = await runIn(place.world(), "diff", "latest", "latest");
  assert.match(same.stdout, /nothing that is deployed differs/);
  const none = await runIn(place.world(), "diff", "1", "77");
  assert.equal(none.code, 1);
  assert.match(none.stderr, /there is no deployment and no version "77"/);
});
