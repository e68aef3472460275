import assert from "node:assert/strict";
import { Sessions } from "../../src/cli/session_keeping/sessions.ts";
import { golden, runIn, testWorld } from "./test_world.ts";

const stack = (name: string, spec = "{}") =>
  `apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: ${name}, description: What ${name} does}\nspec: ${spec}\n`;
const queue =
  "apiVersion: components.panka.io/v1\nkind: SQS\nmetadata: {name: jobs}\nspec: {type: standard}\n";

Deno.test("stack init writes to stacks/NAME, where --stack finds it", async () => {
  const world = testWorld({});
  const { code, stdout, stderr } = await runIn(
    world,
    ...["stack", "init", "shop", "--services", "api,worker", "--region", "eu-west-1"],
  );
  assert.equal(code, 0);
  golden("stack_init", stdout + stderr);
  assert.equal((await runIn(world, "validate", "--stack", "shop")).code, 0);
  const added = await runIn(
    world,
    ...["service", "add", "api", "--component", "SQS:jobs", "--stack", "shop"],
  );
  assert.equal(added.code, 0);
  assert.ok(world.tree["stacks/shop/services/api/jobs.yaml"]);
});

Deno.test("stack init puts components into the first service, and refuses them without one", async () => {
  const world = testWorld({});
  const args = ["stack", "init", "shop", "--component", "SQS"];
  assert.equal((await runIn(world, ...args)).code, 64);
  assert.deepEqual(world.tree, {});
  assert.equal((await runIn(world, ...args, "--services", "a")).code, 0);
  assert.equal((await runIn(world, "plan", "--offline", "stacks/shop")).code, 0);
});

Deno.test("stack init refuses a stack that is there, and names that are paths", async () => {
  const world = testWorld({ files: { "stacks/shop/stack.yaml": "mine" } });
  assert.equal((await runIn(world, "stack", "init", "shop")).code, 1);
  assert.equal((await runIn(world, "stack", "init", "../shop")).code, 64);
  assert.deepEqual(world.tree, { "stacks/shop/stack.yaml": "mine" });
});

Deno.test("stack list finds stacks below the folder, with services and environments", async () => {
  const files = {
    "stacks/shop/stack.yaml": stack("shop", "{environments: {live: {}, test: {}}}"),
    "stacks/shop/services/api/jobs.yaml": queue,
    "stacks/shop/services/web/jobs.yaml": queue,
    "stacks/blog/stack.yaml": stack("blog"),
    "stacks/broken/stack.yml": "a: [",
    "stacks/shop/services/api/stack.yaml": "not one",
    "node_modules/x/stack.yaml": stack("x"),
    ".hidden/stack.yaml": stack("x"),
  };
  for (const columns of [80, 40]) {
    const { code, stdout, stderr } = await runIn(
      testWorld({ files, terminal: true, columns, env: { NO_COLOR: "1" } }),
      ...["stack", "list"],
    );
    assert.equal(code, 0);
    golden(`stack_list_${columns}`, stdout + stderr);
  }
  const { stdout } = await runIn(testWorld({ files }), "stack", "list", "stacks", "-o", "json");
  const { schema, complete, stacks } = JSON.parse(stdout);
  assert.deepEqual([schema, complete], ["panka/stacks@1", true]);
  assert.deepEqual(stacks[2], {
    folder: "stacks/shop",
    name: "shop",
    description: "What shop does",
    services: ["api", "web"],
    environments: ["live", "test"],
  });
});

Deno.test("stack list says what to do where there is none", async () => {
  const { code, stdout, stderr } = await runIn(testWorld({}), "stack", "list");
  assert.equal(code, 0);
  assert.equal(stdout, "");
  assert.match(stderr, /panka init/);
  assert.equal((await runIn(testWorld({}), "stack", "list", "nowhere")).code, 1);
});

Deno.test("stack info shows services, components, outputs and where state is kept", async () => {
  const files = {
    ".panka.yaml": "backend: {bucket: acme, table: locks}\n",
    "stack.yaml": stack(
      "shop",
      '{environments: {live: {production: true}}, outputs: {queue: "${api/jobs.queueUrl}", at: "x ${api/jobs.arn}"}}',
    ),
    "services/api/jobs.yaml": queue,
  };
  for (const columns of [80, 40]) {
    const { code, stdout, stderr } = await runIn(
      testWorld({ files, terminal: true, columns, env: { NO_COLOR: "1" } }),
      ...["stack", "info"],
    );
    assert.equal(code, 0);
    golden(`stack_info_${columns}`, stdout + stderr);
  }
  const { stdout } = await runIn(testWorld({ files }), "stack", "info", "-o", "json");
  const { schema, backend, outputs } = JSON.parse(stdout);
  assert.equal(schema, "panka/stack@1");
  assert.deepEqual(backend, { type: "s3", bucket: "acme", table: "locks" });
  assert.equal(outputs.queue, "${api/jobs.queueUrl}");
});

Deno.test("stack info shows a stack's errors and exits 1", async () => {
  const { code, stderr } = await runIn(
    testWorld({ files: { "stack.yaml": "kind: Stak\n" } }),
    "stack",
    "info",
  );
  assert.equal(code, 1);
  assert.match(stderr, /there is no kind "Stak"/);
});

Deno.test("init and stack init write the tenant that is named, or of the only session; with two, none", async () => {
  const world = testWorld({ home: "/home/ada" });
  const login = (tenant: string) =>
    new Sessions(world).save({
      tenant,
      roleArn: "arn:aws:iam::111122223333:role/panka-platform/panka-tenant-x",
      accountId: "111122223333",
      backend: { bucket: "state", table: "locks", region: "eu-west-1" },
      loggedInAt: "2026-01-01T00:00:00Z",
      by: "identity",
      secret: {
        credentials: {
          accessKeyId: "a",
          secretAccessKey: "b",
          sessionToken: "c",
          expiresAt: Date.UTC(2027, 0),
        },
      },
    });
  const tenantIn = async (...args: string[]) => {
    const { code, stdout, stderr } = await runIn(world, ...args);
    assert.equal(code, 0, stderr);
    const written = stdout.split("\n").find((path) => path.endsWith("stack.yaml"))!;
    return /^ {2}tenant: (.*)$/m.exec(String(world.tree[written]))?.[1];
  };
  assert.equal(await tenantIn("stack", "init", "one"), undefined);
  assert.equal(await tenantIn("stack", "init", "two", "--tenant", "other"), "other");
  await login("acme");
  assert.equal(await tenantIn("stack", "init", "three"), "acme");
  assert.equal(await tenantIn("init", "four"), "acme");
  assert.equal((await runIn(world, "plan", "--offline", "four")).code, 0);
  await login("other");
  assert.equal(await tenantIn("stack", "init", "five"), undefined);
});

Deno.test("status of a tenant's stack without a login does not speak of a state on this machine", async () => {
  const world = testWorld({ home: "/home/ada" });
  await runIn(world, "init", "shop", "--tenant", "acme");
  const { code, stderr } = await runIn(world, "status", "shop");
  assert.equal(code, 4);
  assert.match(stderr, /^error\[no-session\]: nobody is logged in as tenant "acme"/);
});
