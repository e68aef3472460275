import assert from "node:assert/strict";
import { golden, runIn, type TestWorld, testWorld, type WorldOptions } from "./test_world.ts";

const stack =
  "apiVersion: core.panka.io/v1\nkind: Stack\nmetadata: {name: shop}\nspec: {provider: {region: eu-west-1}}\n";
const machine = {
  "stack.yaml": stack,
  "/home/dev/.aws/config": "[profile work]\nsso_session = acme\nregion = eu-west-1\n",
  "/usr/bin/pulumi": "",
  "/home/dev/.pulumi/plugins/resource-aws-v7.48.0/pulumi-resource-aws": "",
};
const env = { PATH: "/usr/local/bin:/usr/bin", AWS_PROFILE: "work" };

/** Programs that can be run, and what they print. */
function world(
  options: WorldOptions,
  programs: Record<string, string> = {
    "/usr/bin/pulumi": "v3.210.0\n",
    git: "git version 2.39.5\n",
  },
): TestWorld {
  const made = testWorld({ home: "/home/dev", ...options });
  made.run = ([program]) => {
    const stdout = programs[program!];
    return Promise.resolve(stdout === undefined ? undefined : { code: 0, stdout });
  };
  return made;
}

async function findings(world: TestWorld) {
  const { code, stdout } = await runIn(world, "doctor", "-o", "json");
  const { schema, ok, checks } = JSON.parse(stdout);
  assert.equal(schema, "panka/doctor@1");
  assert.equal(ok, code === 0);
  type Found = { check: string; status: string; detail: string; fix?: string };
  for (const { status, fix, check } of checks as Found[]) {
    assert.ok(status === "ok" || fix, `${check} says what to do`);
  }
  return (check: string): Found => checks.find((one: Found) => one.check === check);
}

Deno.test("doctor says that all is well, and leaves nothing behind", async () => {
  for (const columns of [80, 40]) {
    const here = world({ files: machine, env: { ...env, NO_COLOR: "1" }, terminal: true, columns });
    const { code, stdout, stderr } = await runIn(here, "doctor");
    assert.equal(code, 0);
    golden(`doctor_${columns}`, stdout + stderr);
    assert.deepEqual(here.tree, machine);
  }
});

Deno.test("doctor warns, and exits 0, on a machine that has nothing yet", async () => {
  const { code, stdout, stderr } = await runIn(world({}, {}), "doctor");
  assert.equal(code, 0);
  golden("doctor_bare", stdout + stderr);
});

Deno.test("doctor fails, exits 1 and says how to mend it when something is wrong", async () => {
  const files = {
    ...machine,
    "stack.yaml": stack.replace("provider", "provder"),
    ".panka.yaml": "backend: {type: s3}\n",
  };
  const broken = {
    ...env,
    AWS_PROFILE: "nobody",
    PANKA_PULUMI: "/opt/pulumi",
    AWS_CA_BUNDLE: "/x",
  };
  const { code, stdout, stderr } = await runIn(world({ files, env: broken }), "doctor");
  assert.equal(code, 1);
  golden("doctor_broken", stdout + stderr);
});

Deno.test("doctor tells which credentials would be used, and shows no secret", async () => {
  const of = async (env: Record<string, string>, files: Record<string, string> = {}) =>
    (await findings(world({ env, files })))("credentials");
  const keys = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "s3cret" };
  const found = await of(keys);
  assert.equal(found.detail, "of the environment: AKIAEXAMPLE");
  assert.ok(!JSON.stringify(found).includes("s3cret"));
  assert.equal((await of({ AWS_ACCESS_KEY_ID: "AKIA" })).status, "fail");
  assert.match((await of({}, machine)).detail, /^none/);
  assert.equal(
    (await of({ AWS_PROFILE: "work" }, machine)).detail,
    'profile "work": IAM Identity Center',
  );
  assert.equal((await of({ AWS_PROFILE: "nobody" }, machine)).status, "fail");
  const role = { "/home/dev/.aws/credentials": "[default]\naws_access_key_id = A\n" };
  assert.equal((await of({}, role)).detail, 'profile "default": access key');
  assert.match((await of({ AWS_WEB_IDENTITY_TOKEN_FILE: "/t" })).detail, /web identity/);
  const configured = { ...machine, ".panka.yaml": "profile: work\n" };
  assert.match((await of(keys, configured)).detail, /profile "work"/);
});

Deno.test("doctor finds pulumi where apply would, and passes over one that is too old", async () => {
  const of = async (options: WorldOptions, programs: Record<string, string> = {}) =>
    (await findings(world(options, programs)))("pulumi");
  const old = await of({ files: machine, env }, { "/usr/bin/pulumi": "v3.100.0\n" });
  assert.equal(old.status, "warn");
  assert.match(old.detail, /\/usr\/bin\/pulumi is v3\.100\.0, too old/);
  const named = { files: { "tools/pulumi": "" }, env: { PANKA_PULUMI: "tools" } };
  assert.equal(
    (await of(named, { "tools/pulumi": "v3.274.1\n" })).detail,
    "v3.274.1, tools/pulumi (PANKA_PULUMI)",
  );
  assert.equal((await of(named)).status, "fail");
  const built = await of({ files: machine, env }, { "/usr/bin/pulumi": "\n" });
  assert.equal(built.detail, "built from source, /usr/bin/pulumi");
});

Deno.test("doctor fails when the folder of the state can't be written", async () => {
  const here = world({ files: machine, env });
  const write = here.write;
  here.write = (path, content) => {
    if (path.startsWith("/home")) return write(path, content);
    throw new Error("Permission denied (os error 13), open 'x'");
  };
  const state = (await findings(here))("state");
  assert.equal(state.status, "fail");
  assert.equal(state.detail, "can't write to .: permission denied");
});

Deno.test("doctor checks no state folder when state is kept in S3", async () => {
  const files = { ...machine, ".panka.yaml": "backend: {bucket: acme, table: locks}\n" };
  const found = await findings(world({ files, env }));
  assert.equal(found("state"), undefined);
  assert.equal(found("config").detail, "state in s3://acme, locks in locks (.panka.yaml:1)");
});
