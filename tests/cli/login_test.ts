import assert from "node:assert/strict";
import { S3 } from "../../src/aws/s3.ts";
import { hostWorld } from "../../src/cli/host_world.ts";
import { Sessions } from "../../src/cli/session_keeping/sessions.ts";
import { newToken } from "../../src/tenant/credential.ts";
import { clientOf, realClock, realRandom } from "../aws/real_world.ts";
import { withEnvironment } from "../faults/aws_place.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { ENTER, promptWorld } from "./prompting.ts";
import { golden, runIn, type TestWorld, testWorld, type WorldOptions } from "./test_world.ts";

const server = await ministackOfFile({ services: ["s3", "dynamodb", "sts", "iam", "ssm"] });
const TENANT = "acme";
const document = "apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: {name: acme}\n";
const home = "/home/dev";
const stack = `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: acme}
spec:
  provider: {region: us-east-1}
`;

const token = (await newToken(realRandom)).text;

async function iam(action: string, parameters: Record<string, string>): Promise<void> {
  const form = new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters });
  await clientOf(server!.url).send({
    service: "iam",
    operation: action,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new TextEncoder().encode(form.toString()),
    repeat: "always",
  });
}

if (server) {
  const s3 = new S3(clientOf(server.url));
  await clientOf(server.url).send({
    service: "s3",
    operation: "CreateBucket",
    method: "PUT",
    bucket: "state",
    repeat: "always",
  });
  await clientOf(server.url).send({
    service: "s3",
    operation: "PutBucketVersioning",
    method: "PUT",
    bucket: "state",
    query: { versioning: "" },
    body: new TextEncoder().encode(
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
    ),
    repeat: "always",
  });
  await s3.putObject("state", "tenants/acme/tenant.yaml", new TextEncoder().encode(document), {});
  const tags = Object.entries({ bucket: "state", table: "locks", region: "us-east-1" });
  await iam("CreateRole", {
    RoleName: "panka-tenant-acme",
    Path: "/panka-platform/",
    AssumeRolePolicyDocument: "{}",
    ...Object.fromEntries(tags.flatMap(([name, value], i) => [
      [`Tags.member.${i + 1}.Key`, `panka:${name}`],
      [`Tags.member.${i + 1}.Value`, value],
    ])),
  });
}

function test(name: string, run: () => Promise<void>): void {
  if (!server) return Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
  Deno.test({
    name,
    sanitizeResources: false,
    fn: () =>
      withEnvironment({
        AWS_ENDPOINT_URL: server.url,
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "testtest",
        AWS_REGION: "us-east-1",
        AWS_EC2_METADATA_DISABLED: "true",
      }, run),
  });
}

const real = <W extends TestWorld>(world: W): W =>
  Object.assign(world, { clock: realClock, random: realRandom });
const place = (options: WorldOptions = {}) => real(testWorld({ home, ...options }));

test("login asks tenant and token, finds the backend by the role's tags, and keeps no token", async () => {
  const world = real(promptWorld({ home }, [[/Tenant/, TENANT, ENTER], [/Token/, token, ENTER]]));
  const { code, stdout, stderr } = await runIn(world, "login");
  assert.equal(code, 0, stderr);
  assert.equal(world.open(), 0);
  assert.match(stderr, /logged in as tenant acme/);
  assert.match(stderr, /no keyring took it/);
  const everything = JSON.stringify(world.tree) + stdout + stderr + world.asked();
  assert.ok(!everything.includes(token));
  const session = await new Sessions(world).read(TENANT);
  assert.deepEqual(session!.backend, { bucket: "state", table: "locks", region: "us-east-1" });
  assert.equal(new Sessions(world).documents(TENANT)!.config, document);
  const { secretAccessKey, sessionToken } = session!.secret.credentials;
  const secrets = [session!.secret.externalId!, secretAccessKey, sessionToken];
  for (const [path, content] of Object.entries(world.tree)) {
    if (path.endsWith(".secret")) continue;
    for (const secret of secrets) assert.ok(!String(content).includes(secret), path);
  }
  const shown = await runIn(world, "session", "-o", "json");
  for (const secret of [...secrets, token]) assert.ok(!shown.stdout.includes(secret));
  assert.equal(JSON.parse(shown.stdout).sessions[0].tenant, TENANT);
});

test("a login gives stacks of its tenant their backend, and logout takes it away, twice", async () => {
  const world = place({ stdin: token, files: { "stack.yaml": stack } });
  assert.equal((await runIn(world, "login", "--tenant", TENANT, "--token-stdin")).code, 0);
  const explained = await runIn(world, "config", "explain");
  assert.match(explained.stdout, /backend\.bucket +state +session/);
  const listed = await runIn(world, "history");
  assert.match(listed.stderr, /nothing is recorded of shop/);
  assert.match(listed.stderr, /state/);
  for (const said of [/logged out of acme/, /nothing to end/]) {
    const { code, stderr } = await runIn(world, "logout");
    assert.equal(code, 0);
    assert.match(stderr, said);
  }
  assert.deepEqual(Object.keys(world.tree), ["stack.yaml"]);
  assert.equal((await runIn(world, "session")).code, 4);
});

test("commands that ask AWS read the tenant's documents anew, and others take what was read", async () => {
  const world = place({ stdin: token, files: { "stack.yaml": stack } });
  await runIn(world, "login", "--tenant", TENANT, "--token-stdin");
  const put = (text: string) =>
    new S3(clientOf(server!.url)).putObject(
      "state",
      "tenants/acme/tenant.yaml",
      new TextEncoder().encode(text),
      {},
    );
  try {
    await put(`${document}spec: {contact: "#platform"}\n`);
    const kept = () => new Sessions(world).documents(TENANT)!.config;
    assert.equal((await runIn(world, "validate")).code, 0);
    assert.equal(kept(), document);
    assert.equal((await runIn(world, "plan")).code, 0);
    assert.match(kept(), /#platform/);
    await put("kind: [");
    assert.equal((await runIn(world, "validate")).code, 0);
    const { code, stderr } = await runIn(world, "plan");
    assert.equal(code, 1);
    assert.match(stderr, /"tenants\/acme\/tenant.yaml" is wrong/);
    assert.match(kept(), /#platform/);
  } finally {
    await put(document);
  }
});

test("tenant details takes the tenant of the only session where no stack is", async () => {
  const world = place({ stdin: `${token}\n` });
  assert.equal((await runIn(world, "login", "--tenant", TENANT, "--token-stdin")).code, 0);
  const { code, stdout, stderr } = await runIn(world, "tenant", "details", "-o", "json");
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).tenant, TENANT);
});

test("PANKA_TENANT_TOKEN finds the state without a login, and saves nothing", async () => {
  const world = place({ env: { PANKA_TENANT_TOKEN: token }, files: { "stack.yaml": stack } });
  const { code, stderr } = await runIn(world, "history");
  assert.equal(code, 1, stderr);
  assert.match(stderr, /nothing is recorded of shop[^]*s3:\/\/state/);
  assert.deepEqual(Object.keys(world.tree), ["stack.yaml"]);
});

test("a session that ended is renewed, and kept again", async () => {
  const world = place({ stdin: token, files: { "stack.yaml": stack } });
  await runIn(world, "login", "--tenant", TENANT, "--token-stdin");
  const sessions = new Sessions(world);
  const session = (await sessions.read(TENANT))!;
  session.secret.credentials = { ...session.secret.credentials, accessKeyId: "OLD", expiresAt: 1 };
  await sessions.save(session);
  await runIn(world, "history");
  const renewed = (await sessions.read(TENANT))!.secret;
  assert.notEqual(renewed.credentials.accessKeyId, "OLD");
  assert.equal(renewed.externalId, session.secret.externalId);
});

Deno.test("login refuses a token with a typing error before it asks anyone", async () => {
  const world = testWorld({ home, stdin: token.slice(0, -1) });
  const { code, stderr } = await runIn(world, "login", "--tenant", TENANT, "--token-stdin");
  assert.equal(code, 4);
  golden("login_typing_error", stderr);
});

Deno.test("a stack of a tenant is not put into a folder that nobody chose: apply needs the login", async () => {
  const world = testWorld({ home, files: { "stack.yaml": stack } });
  for (const args of [["apply", "--yes"], ["plan"], ["status"], ["destroy", "--yes"]]) {
    const { code, stderr } = await runIn(world, ...args);
    assert.equal(code, 4, stderr);
    assert.match(stderr, /fix: panka login --tenant acme; in CI, set PANKA_TENANT_TOKEN/);
  }
  for (const args of [["validate"], ["plan", "--offline"], ["graph"], ["fmt", "--check"]]) {
    const { code, stderr } = await runIn(world, ...args);
    assert.equal(code, 0, stderr);
  }
});

for (const columns of [60, 100]) {
  Deno.test(`a stack of a tenant is refused without a login, in ${columns} columns`, async () => {
    const env = { PANKA_BACKEND_BUCKET: "b", PANKA_BACKEND_TABLE: "t" };
    const world = testWorld({ home, env, files: { "stack.yaml": stack }, columns });
    const { code, stderr } = await runIn(world, "history");
    assert.equal(code, 4);
    golden(`login_needed_${columns}`, stderr);
    assert.equal((await runIn(world, "validate")).code, 0);
  });
}

Deno.test("a stack of one tenant is refused under another's name", async () => {
  const world = testWorld({ home, files: { "stack.yaml": stack } });
  const { code, stderr } = await runIn(world, "history", "--tenant", "other");
  assert.equal(code, 1);
  assert.match(stderr, /of tenant "acme", not of "other"/);
  const env = { PANKA_TENANT: "other" };
  const named = testWorld({ home, env, files: { "stack.yaml": stack } });
  const exported = await runIn(named, "history");
  assert.equal(exported.code, 1);
  assert.match(exported.stderr, /of tenant "acme", not of "other"[^]*unset PANKA_TENANT/);
});

Deno.test("a damaged session is an error that says what to do, and logout removes it", async () => {
  const path = `${home}/.config/panka/sessions/acme.json`;
  const world = testWorld({ home, files: { [path]: "{", "stack.yaml": stack } });
  for (const [command, exit] of [["session", 4], ["history", 4], ["doctor", 1]] as const) {
    const { code, stdout, stderr } = await runIn(world, command);
    assert.equal(code, exit, stdout + stderr);
    assert.match(stdout + stderr, /panka login --tenant acme/);
  }
  assert.equal((await runIn(world, "validate")).code, 0);
  assert.equal((await runIn(world, "logout")).code, 0);
  assert.deepEqual(Object.keys(world.tree), ["stack.yaml"]);
});

Deno.test("a session that others may read is refused with the chmod that mends it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const world = {
      ...hostWorld(),
      env: (name: string) =>
        ({ XDG_CONFIG_HOME: folder, PANKA_KEYRING: "off" } as Record<string, string>)[name],
    };
    const sessions = new Sessions(world);
    const credentials = {
      accessKeyId: "a",
      secretAccessKey: "s",
      sessionToken: "t",
      expiresAt: 5,
    };
    await sessions.save({
      tenant: TENANT,
      roleArn: "arn:aws:iam::123456789012:role/x",
      accountId: "123456789012",
      backend: { bucket: "b", table: "t", region: "us-east-1" },
      loggedInAt: "2026-01-02T03:04:05Z",
      by: "identity",
      secret: { credentials },
    });
    const file = `${folder}/panka/sessions/${TENANT}.secret`;
    assert.equal(Deno.statSync(file).mode! & 0o777, 0o600);
    assert.equal(Deno.statSync(sessions.folder!).mode! & 0o777, 0o700);
    assert.deepEqual((await sessions.read(TENANT))!.secret.credentials, credentials);
    Deno.chmodSync(file, 0o640);
    await assert.rejects(sessions.read(TENANT), /others may open .*acme\.secret/);
    Deno.chmodSync(file, 0o600);
    Deno.chmodSync(sessions.folder!, 0o755);
    await assert.rejects(sessions.read(TENANT), /others may open .*sessions,/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
