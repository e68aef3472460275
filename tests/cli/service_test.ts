import assert from "node:assert/strict";
import { ENTER, promptWorld } from "./prompting.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

const head = (group: string, kind: string, name: string, more = "") =>
  `apiVersion: ${group}.panka.io/v1\nkind: ${kind}\nmetadata: {name: ${name}${more}}\n`;
const files = {
  "stack.yaml": `${head("core", "Stack", "shop")}spec: {provider: {region: eu-west-1}}\n`,
  "services/api/service.yaml": head("core", "Service", "api"),
  "services/api/jobs.yaml": `${head("components", "SQS", "jobs")}spec: {type: standard}\n`,
};
const job = (spec: string) =>
  `${
    head("components", "Lambda", "job")
  }spec:\n  runtime: nodejs22.x\n  handler: a.b\n  code: {zipFile: x}\n${spec}`;
/** The service that is removed is api. */
const with_ = (more: Record<string, string>) =>
  testWorld({
    files: { ...files, "services/other/service.yaml": head("core", "Service", "other"), ...more },
  });

Deno.test("service add writes the service and components that validate", async () => {
  const world = testWorld({ files });
  const { code, stdout, stderr } = await runIn(
    world,
    ...["service", "add", "worker", "--component", "Lambda:job", "--component", "rds"],
  );
  assert.equal(code, 0);
  golden("service_add", `${stdout}${stderr}${world.tree["services/worker/job.yaml"]}`);
  assert.equal((await runIn(world, "validate")).code, 0);
});

Deno.test("service add adds components to a service that is there, and overwrites nothing", async () => {
  const world = testWorld({ files });
  assert.equal((await runIn(world, "service", "add", "api", "--component", "S3:files")).code, 0);
  assert.ok(world.tree["services/api/files.yaml"]);
  const again = await runIn(world, "service", "add", "api", "--component", "SNS:jobs");
  assert.equal(again.code, 1);
  assert.match(again.stderr, /has a component "jobs" already[^]*services\/api\/jobs\.yaml/);
  const bare = await runIn(world, "service", "add", "api");
  assert.equal(bare.code, 1);
  assert.match(bare.stderr, /service "api" is there already/);
});

Deno.test("service add refuses what is no stack folder, and names that can't be", async () => {
  const empty = await runIn(testWorld({}), "service", "add", "web");
  assert.equal(empty.code, 1);
  assert.match(empty.stderr, /no stack here or above/);
  const one = testWorld({ files: { "one.yaml": files["stack.yaml"] } });
  assert.match((await runIn(one, "service", "add", "web", "one.yaml")).stderr, /in one file/);
  const world = testWorld({ files });
  for (const name of ["../up", "Web", "-", "a".repeat(41)]) {
    const { code } = await runIn(world, "service", "add", "--", name);
    assert.equal(code, 64, name);
  }
  assert.deepEqual(world.tree, files);
});

Deno.test("service remove removes the folder when nothing refers to it", async () => {
  const world = with_({ "services/other/job.yaml": job("") });
  const { code, stdout, stderr } = await runIn(world, "service", "remove", "api", "--yes");
  assert.equal(code, 0);
  assert.equal(stdout, "removed services/api\n");
  assert.match(stderr, /next: panka plan/);
  assert.ok(!Object.keys(world.tree).some((path) => path.startsWith("services/api")));
  assert.ok(world.tree["services/other/job.yaml"]);
});

Deno.test("service remove refuses while others refer to it, and names every place", async () => {
  const uses: [string, Record<string, string>, RegExp][] = [
    ["valueFrom", {
      "services/other/job.yaml": job(
        "  environment: {Q: {valueFrom: {component: jobs, output: queueUrl}}}\n",
      ),
    }, /other\/job uses api\/jobs \(environment\): services\/other\/job\.yaml:3:18/],
    ["dependsOn", {
      "services/other/job.yaml": job("  dependsOn: [api/jobs]\n"),
    }, /other\/job uses api\/jobs \(dependsOn\)/],
    ["a service", {
      "services/other/service.yaml": `${
        head("core", "Service", "other")
      }spec:\n  dependsOn: [api]\n`,
    }, /service other depends on it: services\/other\/service\.yaml:5:15/],
    ["an output", {
      "stack.yaml": `${
        files["stack.yaml"].replace("}}", "}")
      }, outputs: {q: "\${api/jobs.queueUrl}"}}\n`
        .replace("\n,", ","),
    }, /\$\{api\/jobs\.queueUrl\} is of this service: stack\.yaml:4/],
    ["a variable", {
      "services/api/service.yaml": `${
        files["services/api/service.yaml"]
      }spec: {variables: {A: b}}\n`,
      "services/other/job.yaml": job("  environment: {A: '${api.A}'}\n"),
    }, /\$\{api\.A\} is of this service: services\/other\/job\.yaml:8:21/],
    ["an overlay", {
      "environments/live/jobs.yaml": `${
        head("components", "SQS", "jobs", ", service: api")
      }spec: {delaySeconds: 5}\n`,
    }, /SQS jobs belongs to it: environments\/live\/jobs\.yaml:3/],
    ["one environment alone", {
      "services/other/job.yaml": job(""),
      "environments/live/job.yaml": `${
        head("components", "Lambda", "job", ", service: other")
      }spec: {dependsOn: [api/jobs]}\n`,
    }, /other\/job uses api\/jobs \(dependsOn\)/],
  ];
  for (const [what, more, expected] of uses) {
    const world = with_(more);
    const before = { ...world.tree };
    const { code, stderr } = await runIn(world, "service", "remove", "api", "--yes");
    assert.equal(code, 1, what);
    assert.match(stderr, expected, what);
    assert.deepEqual(world.tree, before);
  }
});

Deno.test("service remove does not guess when other files have errors", async () => {
  const world = with_({ "services/other/job.yaml": job("  memroy: 128\n") });
  const { code, stderr } = await runIn(world, "service", "remove", "api", "--yes");
  assert.equal(code, 1);
  assert.match(stderr, /memroy/);
  assert.ok(world.tree["services/api/jobs.yaml"]);
  const own = with_({ "services/api/broken.yaml": "a: [" });
  assert.equal((await runIn(own, "service", "remove", "api", "--yes")).code, 0);
});

Deno.test("service remove asks, and needs --yes where nobody can answer", async () => {
  const nobody = await runIn(testWorld({ files }), "service", "remove", "api");
  assert.equal(nobody.code, 64);
  assert.match(nobody.stderr, /add --yes/);
  const yes = promptWorld({ files }, [[/Remove services\/api/, "y"]]);
  assert.equal((await runIn(yes, "service", "remove", "api")).code, 0);
  assert.deepEqual(Object.keys(yes.tree), ["stack.yaml"]);
  // Enter alone is no.
  const no = promptWorld({ files }, [[/Remove services\/api/, ENTER]]);
  assert.equal((await runIn(no, "service", "remove", "api")).code, 8);
  assert.deepEqual(no.tree, files);
});

Deno.test("service remove names the nearest service, and never leaves services/", async () => {
  const { code, stderr } = await runIn(testWorld({ files }), "service", "remove", "apo", "-y");
  assert.equal(code, 1);
  assert.match(stderr, /fix: panka service remove api/);
  const world = testWorld({ files: { ...files, "services/x/y": "" } });
  for (const name of ["..", "../services", ".", "x/y", ""]) {
    assert.notEqual((await runIn(world, "service", "remove", name, "-y")).code, 0, name);
  }
  assert.equal(Object.keys(world.tree).length, 4);
});

Deno.test("service list shows components and what they use, at 80 and 40 columns", async () => {
  const more = {
    "services/other/service.yaml": `${head("core", "Service", "other")}spec:\n  dependsOn: [api]\n`,
    "services/other/job.yaml": job(
      "  environment: {Q: {valueFrom: {component: jobs, output: queueUrl}}}\n",
    ),
    "services/empty/service.yaml": head("core", "Service", "empty"),
  };
  for (const columns of [80, 40]) {
    const world = testWorld({
      files: { ...files, ...more },
      env: { NO_COLOR: "1" },
      terminal: true,
      columns,
    });
    const { code, stdout, stderr } = await runIn(world, "service", "list");
    assert.equal(code, 0);
    golden(`service_list_${columns}`, stdout + stderr);
  }
  const { stdout } = await runIn(
    testWorld({ files: { ...files, ...more } }),
    ...["service", "list", "-o", "json"],
  );
  const { schema, services } = JSON.parse(stdout);
  assert.equal(schema, "panka/services@1");
  assert.deepEqual(services.find((s: { name: string }) => s.name === "other"), {
    name: "other",
    dependsOn: ["api"],
    components: [
      { id: "other/job", kind: "Lambda", file: "services/other/job.yaml", uses: ["api/jobs"] },
    ],
  });
});
