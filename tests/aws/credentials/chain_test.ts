import assert from "node:assert/strict";
import {
  assumedRole,
  defaultCredentials,
  NoCredentials,
} from "../../../src/aws/credentials/chain.ts";
import { fixedCredentials } from "../../../src/aws/credentials/credentials.ts";
import { fakeWorld, stsAnswer, type World } from "./fake_world.ts";

const REGION = { region: "eu-west-1" };
const KEYS = { AWS_ACCESS_KEY_ID: "AK", AWS_SECRET_ACCESS_KEY: "SK" };
const find = (world: World, profile?: string) =>
  defaultCredentials(fakeWorld(world), { ...REGION, profile }).get();

Deno.test("defaultCredentials() takes the environment's keys first", async () => {
  const files = {
    "/home/ann/.aws/credentials": "[default]\naws_access_key_id=F\naws_secret_access_key=f",
  };
  const env = {
    ...KEYS,
    AWS_SESSION_TOKEN: "T",
    AWS_CREDENTIAL_EXPIRATION: "2026-02-01T00:00:00Z",
  };
  assert.deepEqual(await find({ env, files }), {
    accessKeyId: "AK",
    secretAccessKey: "SK",
    sessionToken: "T",
    expiresAt: Date.UTC(2026, 1, 1),
    source: "environment",
  });
  assert.equal((await find({ files })).accessKeyId, "F");
  assert.equal((await find({ env, files }, "default")).accessKeyId, "F");
});

Deno.test("defaultCredentials() says which sources it looked at and why each had nothing", async () => {
  await assert.rejects(find({}), (error) => {
    assert.ok(error instanceof NoCredentials);
    assert.deepEqual(error.tried.map(({ source }) => source), [
      "environment",
      'profile "default"',
      "web identity",
      "container",
      "EC2 instance",
    ]);
    assert.match(error.message, /AWS_ACCESS_KEY_ID is not set/);
    assert.match(error.message, /no default profile in "\/home\/ann\/\.aws\/config"/);
    assert.match(error.message, /no metadata service answers/);
    return true;
  });
});

Deno.test("defaultCredentials() stops at a source that is set up and does not work", async () => {
  await assert.rejects(find({ env: { AWS_ACCESS_KEY_ID: "AK" } }), /Set AWS_SECRET_ACCESS_KEY too/);
  await assert.rejects(find({ env: { AWS_SECRET_ACCESS_KEY: "S" } }), /Set AWS_ACCESS_KEY_ID too/);
  await assert.rejects(find({ env: { AWS_PROFILE: "gone" } }), /No profile "gone"/);
  await assert.rejects(
    find({ env: { AWS_WEB_IDENTITY_TOKEN_FILE: "/t" } }),
    /Set AWS_ROLE_ARN/,
  );
});

Deno.test("web identity takes on the role with the file's token, unsigned", async () => {
  const world: World = {
    env: {
      AWS_WEB_IDENTITY_TOKEN_FILE: "/token",
      AWS_ROLE_ARN: "arn:aws:iam::1:role/ci",
      AWS_ROLE_SESSION_NAME: "job 7/main",
    },
    files: { "/token": "jwt\n" },
    answers: () => stsAnswer("AssumeRoleWithWebIdentity", "WI", "2026-01-02T04:04:05Z"),
  };
  const ports = fakeWorld(world);
  const found = await defaultCredentials(ports, REGION).get();
  assert.deepEqual([found.accessKeyId, found.expiresAt], ["WI", Date.UTC(2026, 0, 2, 4, 4, 5)]);
  const [asked] = ports.asked;
  const form = new URLSearchParams(asked!.body);
  assert.equal(asked!.url, "https://sts.eu-west-1.amazonaws.com/");
  assert.equal(asked!.headers.get("authorization"), null);
  assert.deepEqual(
    [form.get("WebIdentityToken"), form.get("RoleSessionName"), form.get("RoleArn")],
    ["jwt", "job-7-main", "arn:aws:iam::1:role/ci"],
  );
  await assert.rejects(find({ ...world, files: {} }), /"\/token" is missing or empty/);
  const denied = () =>
    new Response("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", {
      status: 403,
    });
  await assert.rejects(
    find({ ...world, answers: denied }),
    /web identity: AWS does not allow sts:AssumeRoleWithWebIdentity/,
  );
});

Deno.test("assumedRole() sends external id, session tags and duration, and takes the role on anew before it ends", async () => {
  let round = 0;
  const ports = fakeWorld({
    answers: () => stsAnswer("AssumeRole", `R${++round}`, `2026-01-02T0${3 + round}:04:05Z`),
  });
  const base = fixedCredentials({ accessKeyId: "AK", secretAccessKey: "SK", source: "test" });
  const role = assumedRole(
    base,
    {
      roleArn: "arn:aws:iam::1:role/tenant",
      sessionName: "panka",
      externalId: "x-1",
      tags: { tenant: "acme", env: "dev" },
      transitiveTags: ["tenant"],
      durationSeconds: 3600,
    },
    ports,
    "eu-west-1",
  );
  assert.equal((await role.get()).accessKeyId, "R1");
  const form = new URLSearchParams(ports.asked[0]!.body);
  assert.deepEqual(Object.fromEntries(form), {
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: "arn:aws:iam::1:role/tenant",
    RoleSessionName: "panka",
    ExternalId: "x-1",
    DurationSeconds: "3600",
    "Tags.member.1.Key": "tenant",
    "Tags.member.1.Value": "acme",
    "Tags.member.2.Key": "env",
    "Tags.member.2.Value": "dev",
    "TransitiveTagKeys.member.1": "tenant",
  });
  assert.match(ports.asked[0]!.headers.get("authorization")!, /Credential=AK\//);
  ports.clock.advance(54 * 60_000);
  assert.equal((await role.get()).accessKeyId, "R1");
  ports.clock.advance(2 * 60_000);
  assert.equal((await role.get()).accessKeyId, "R2");
});

Deno.test("assumedRole() says why the role was refused", async () => {
  const answers = () =>
    new Response("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", {
      status: 403,
    });
  const base = fixedCredentials({ accessKeyId: "AK", secretAccessKey: "SK", source: "test" });
  const role = assumedRole(
    base,
    { roleArn: "arn:r", sessionName: "s" },
    fakeWorld({ answers }),
    "x",
  );
  await assert.rejects(role.get(), /Can't take on role "arn:r": AWS does not allow sts:AssumeRole/);
});
