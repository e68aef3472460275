import assert from "node:assert/strict";
import { kindNames } from "../../src/kinds/registry.ts";
import { CLEAR, CTRL_C, DOWN, ENTER, promptWorld, SPACE } from "./prompting.ts";
import { golden, runIn, type TestWorld, testWorld } from "./test_world.ts";

const written = (world: TestWorld) =>
  Object.entries(world.tree).filter(([path]) => !path.endsWith("schema.json"))
    .map(([path, text]) => `=== ${path}\n${text}`).join("");

Deno.test("init writes a stack that validates and plans as it is, named for its folder", async () => {
  const world = testWorld({ cwd: "/home/dev/My Shop" });
  const { code, stdout, stderr } = await runIn(world, "init");
  assert.equal(code, 0);
  golden("init", `${stdout}${stderr}${written(world)}`);
  assert.equal((await runIn(world, "validate")).code, 0);
  const plan = await runIn(world, "plan", "--offline", "-o", "json");
  assert.equal(JSON.parse(plan.stdout).summary.create, 1);
});

Deno.test("init gives every kind as a first component that validates", async () => {
  for (const kind of kindNames()) {
    const world = testWorld({});
    const { code, stderr } = await runIn(
      world,
      ...["init", "--name", "a", "--region", "eu-central-1", "--component", kind],
    );
    assert.equal(code, 0, `${kind}: ${stderr}`);
    const checked = await runIn(world, "validate");
    assert.equal(checked.code, 0, `${kind}: ${checked.stderr}`);
    // A bucket's name is its own only with an account in it, and init can't know one.
    const said = kind === "S3" ? /common-name.*0 errors, 1 warning/s : /^0 errors, 0 warnings/m;
    assert.match(checked.stderr, said, kind);
  }
});

Deno.test("init takes everything from flags: services, components, region, backend", async () => {
  const world = testWorld({ files: { "app/.git/HEAD": "", "app/.gitignore": "dist" } });
  const { code } = await runIn(
    world,
    ...["init", "app", "--name", "shop", "--services", "api, worker", "--region", "eu-west-1"],
    ...["--component", "sqs:jobs", "--component", "DynamoDB:orders"],
    ...["--backend", "s3", "--bucket", "acme-state", "--table", "acme-locks"],
  );
  assert.equal(code, 0);
  golden("init_flags", written(world));
});

Deno.test("init -o json names the files", async () => {
  const { stdout } = await runIn(testWorld({}), "init", "--name", "shop", "-o", "json");
  assert.deepEqual(JSON.parse(stdout), {
    schema: "panka/init@1",
    stack: "shop",
    folder: ".",
    files: [
      "stack.yaml",
      "services/api/service.yaml",
      "services/api/jobs.yaml",
      ".panka/schema.json",
      ".gitignore",
    ],
  });
});

Deno.test("init writes the schema that its files name, as panka schema prints it", async () => {
  const world = testWorld({});
  await runIn(world, "init");
  const { stdout } = await runIn(world, "schema");
  assert.deepEqual(JSON.parse(world.tree[".panka/schema.json"] as string), JSON.parse(stdout));
  const line = /^# yaml-language-server: \$schema=(.*)$/m;
  const from = (path: string) => line.exec(world.tree[path] as string)![1];
  assert.equal(from("stack.yaml"), ".panka/schema.json");
  assert.equal(from("services/api/jobs.yaml"), "../../.panka/schema.json");
});

Deno.test("init refuses to overwrite, and writes nothing then", async () => {
  for (const taken of ["stack.yaml", "stack.yml", "services/api/jobs.yaml"]) {
    const world = testWorld({ files: { [taken]: "mine" } });
    const { code, stderr } = await runIn(world, "init", "--name", "shop");
    assert.equal(code, 1);
    assert.ok(stderr.includes(`"${taken}" is there already`));
    assert.deepEqual(world.tree, { [taken]: "mine" });
  }
});

Deno.test("init refuses what can't be, says what can, and writes nothing", async () => {
  const refusals: [string[], RegExp][] = [
    [["--name", "../x"], /"\.\.\/x" can't be the name of a stack[^]*use x:/],
    [["--services", "My API"], /use my-api:/],
    [["--services", ","], /a stack needs a service/],
    [["--component", "SQL"], /there is no kind "SQL"[^]*--component (SQS|RDS)/],
    [["--component", "SQS:a", "--component", "SNS:a"], /two components are called "a"/],
    [["--component", "SQS:service"], /can't be called "service"/],
    [["--region", "Ireland"], /"Ireland" is no AWS region/],
    [["--backend", "s3"], /an s3 backend needs a bucket/],
    [["--bucket", "b", "--table", "locks"], /can't be the name of a bucket/],
    [["--backend", "directory", "--bucket", "state"], /has no bucket/],
    [["--backend", "disk"], /argument "disk" is invalid/],
  ];
  for (const [args, expected] of refusals) {
    const world = testWorld({});
    const { code, stderr } = await runIn(world, "init", ...args);
    assert.equal(code, 64, args.join(" "));
    assert.match(stderr, expected);
    assert.deepEqual(world.tree, {});
  }
});

Deno.test("init leaves .gitignore alone where one at or above has the line", async () => {
  const files = { ".git/HEAD": "", ".gitignore": "dist\n.panka/\n" };
  const world = testWorld({ files });
  await runIn(world, "init", "deep/app", "--name", "shop");
  assert.equal(world.tree["deep/app/.gitignore"], undefined);
  assert.equal(world.tree[".gitignore"], files[".gitignore"]);
});

Deno.test("init asks on a terminal, and shows what is wrong with an answer", async () => {
  const world = promptWorld({ cwd: "/home/dev/shop" }, [
    [/Name of the stack/, CLEAR, "Shop!", ENTER],
    [/write lower-case letters/, CLEAR, "web-shop", ENTER],
    [/AWS region/, CLEAR, "eu-west-1", ENTER],
    [/Services/, CLEAR, "api,worker", ENTER],
    [/What does api need/, DOWN, SPACE, ENTER],
    [/Where is state kept/, DOWN, ENTER],
    [/Bucket/, "acme-state", ENTER],
    [/Lock table/, ENTER],
  ]);
  const { code, stdout, stderr } = await runIn(world, "init");
  assert.equal(code, 0, stderr);
  assert.equal(world.open(), 0, world.asked());
  assert.match(world.tree["stack.yaml"] as string, /name: web-shop[^]*region: eu-west-1/);
  assert.match(world.tree[".panka.yaml"] as string, /table: web-shop-locks/);
  assert.match(stdout, /services\/worker\/service\.yaml/);
  assert.match(stderr, /next: panka backend create --bucket acme-state/);
  assert.equal((await runIn(world, "validate")).code, 0);
});

Deno.test("init asks only for what flags and configuration don't say", async () => {
  const world = promptWorld(
    { env: { AWS_REGION: "eu-west-3", PANKA_BACKEND_BUCKET: "acme" } },
    [[/Name of the stack/, ENTER], [/What does web need/, ENTER]],
  );
  const { code } = await runIn(world, "init", "--services", "web");
  assert.equal(code, 0);
  assert.ok(!/region|state kept/.test(world.asked()), world.asked());
  assert.match(world.tree["stack.yaml"] as string, /region: eu-west-3/);
});

Deno.test("init writes nothing and exits 8 when a question is cancelled", async () => {
  const world = promptWorld({}, [[/Name of the stack/, ENTER], [/AWS region/, CTRL_C]]);
  const { code, stderr } = await runIn(world, "init");
  assert.equal(code, 8);
  assert.match(stderr, /nothing was written/);
  assert.deepEqual(world.tree, {});
});

Deno.test("init --no-input asks nothing on a terminal", async () => {
  const world = promptWorld({}, []);
  assert.equal((await runIn(world, "init", "--no-input")).code, 0);
  assert.equal(world.asked(), "");
});
