import assert from "node:assert/strict";
import { configuredRegion } from "../../../src/aws/credentials/profiles.ts";
import { profileSource } from "../../../src/aws/credentials/profile.ts";
import { fakeWorld, stsAnswer, type World } from "./fake_world.ts";

const CONFIG = "/home/ann/.aws/config";
const CREDENTIALS = "/home/ann/.aws/credentials";
const ENDS = "2026-01-02T04:04:05Z";

async function find(world: World, profile?: string) {
  const ports = fakeWorld(world);
  const found = await profileSource(ports, "eu-west-1", profile).find();
  const forms = ports.asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  return {
    found: found as { accessKeyId?: string; nothing?: string; source?: string },
    forms,
    ports,
  };
}

const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = s/${id}+=\n`;

Deno.test("profileSource() reads both files, the credentials file winning", async () => {
  const files = {
    [CONFIG]: `[default]\nregion = eu-west-1\n${keys("C")}[profile dev]\n${keys("D")}`,
    [CREDENTIALS]: `# mine\n[default]\n${keys("F")}`,
  };
  assert.equal((await find({ files })).found.accessKeyId, "F");
  assert.equal((await find({ files, env: { AWS_PROFILE: "dev" } })).found.accessKeyId, "D");
  assert.equal((await find({ files }, "dev")).found.source, 'profile "dev"');
});

Deno.test("profileSource() reads the files that the environment names", async () => {
  const env = { AWS_CONFIG_FILE: "~/c", AWS_SHARED_CREDENTIALS_FILE: "/s" };
  const files = { "/home/ann/c": "[profile x]\nregion=r", "/s": `[x]\n${keys("X")}` };
  assert.equal((await find({ env, files }, "x")).found.accessKeyId, "X");
  assert.equal(
    await configuredRegion(fakeWorld({ env: { ...env, AWS_PROFILE: "x" }, files })),
    "r",
  );
  assert.equal(await configuredRegion(fakeWorld({ env: { AWS_DEFAULT_REGION: "d" } })), "d");
});

Deno.test("profileSource() has nothing when the default profile has no credentials", async () => {
  const files = { [CONFIG]: "[default]\nregion = eu-west-1" };
  assert.match((await find({ files })).found.nothing!, /has no credentials/);
});

Deno.test("profileSource() names the file and line that it can't read", async () => {
  await assert.rejects(
    find({ files: { [CONFIG]: "[default]\nregion eu-west-1" } }),
    /Mend "\/home\/ann\/\.aws\/config": line 2/,
  );
});

Deno.test("profileSource() takes on a chain of roles, each with the one before", async () => {
  const files = {
    [CONFIG]: `
[profile base]
${keys("B")}
[profile middle]
source_profile = base
role_arn = arn:aws:iam::1:role/middle
[profile top]
source_profile = middle
role_arn = arn:aws:iam::2:role/top
role_session_name = ann
external_id = x-9
duration_seconds = 1800`,
  };
  let round = 0;
  const { found, forms, ports } = await find({
    files,
    answers: () => stsAnswer("AssumeRole", `R${++round}`, ENDS),
  }, "top");
  assert.equal(found.accessKeyId, "R2");
  assert.deepEqual(forms.map((form) => form.RoleArn), [
    "arn:aws:iam::1:role/middle",
    "arn:aws:iam::2:role/top",
  ]);
  assert.deepEqual(
    [forms[1]!.RoleSessionName, forms[1]!.ExternalId, forms[1]!.DurationSeconds],
    ["ann", "x-9", "1800"],
  );
  assert.deepEqual(
    ports.asked.map(({ headers }) => /Credential=(\w+)/.exec(headers.get("authorization")!)![1]),
    ["B", "R1"],
  );
});

Deno.test("profileSource() asks for the MFA code, and says so where nobody can be asked", async () => {
  const files = {
    [CONFIG]: `[profile a]\n${keys("A")}source_profile=a\nrole_arn=arn:r\nmfa_serial=arn:mfa/ann`,
  };
  const answers = () => stsAnswer("AssumeRole", "M", ENDS);
  const askMfaCode = (serial: string) => Promise.resolve(serial === "arn:mfa/ann" ? "123456" : "");
  const { forms } = await find({ files, answers, askMfaCode }, "a");
  assert.deepEqual([forms[0]!.SerialNumber, forms[0]!.TokenCode], ["arn:mfa/ann", "123456"]);
  await assert.rejects(find({ files, answers }, "a"), /needs a code of the MFA device/);
});

Deno.test("profileSource() takes on a role with the environment's keys or a web identity", async () => {
  const env = { AWS_ACCESS_KEY_ID: "E", AWS_SECRET_ACCESS_KEY: "e" };
  const files = {
    [CONFIG]: `[profile e]\ncredential_source = Environment\nrole_arn = arn:r
[profile w]\nweb_identity_token_file = ~/token\nrole_arn = arn:w`,
    "/home/ann/token": "jwt",
  };
  const answers: World["answers"] = ({ body }) =>
    stsAnswer(new URLSearchParams(body).get("Action")!, "R", ENDS);
  assert.equal((await find({ env, files, answers }, "e")).found.accessKeyId, "R");
  assert.equal((await find({ files, answers }, "w")).forms[0]!.WebIdentityToken, "jwt");
  await assert.rejects(find({ files, answers }, "e"), /but AWS_ACCESS_KEY_ID is not set/);
});

const BROKEN: [string, string, RegExp][] = [
  [
    "leads in a circle",
    "[profile a]\nsource_profile=b\nrole_arn=r\n[profile b]\nsource_profile=a\nrole_arn=r",
    /circle: "a" → "b" → "a"/,
  ],
  [
    "has an unknown source",
    "[profile a]\nsource_profile=gone\nrole_arn=r",
    /"gone", which does not exist/,
  ],
  [
    "has a source without credentials",
    "[profile a]\nsource_profile=b\nrole_arn=r\n[profile b]\nregion=x",
    /"b" has no credentials/,
  ],
  ["has no source at all", "[profile a]\nrole_arn=r", /Set source_profile, or credential_source/],
  ["has half a key", "[profile a]\naws_access_key_id=x", /only one of/],
  [
    "names an unknown sso-session",
    "[profile a]\nsso_session=s\nsso_account_id=1",
    /sso-session "s"/,
  ],
];

for (const [what, config, message] of BROKEN) {
  Deno.test(`profileSource() throws when the profile ${what}`, async () => {
    await assert.rejects(find({ files: { [CONFIG]: config } }, "a"), message);
  });
}

Deno.test("profileSource() says why STS refused the role", async () => {
  const files = { [CONFIG]: `[profile a]\n${keys("A")}source_profile=a\nrole_arn=arn:r` };
  const answers = () =>
    new Response("<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", {
      status: 403,
    });
  await assert.rejects(
    find({ files, answers }, "a"),
    /Profile "a" can't take on role "arn:r": AWS does not allow sts:AssumeRole/,
  );
});

const PROCESS = { [CONFIG]: `[profile p]\ncredential_process = "/opt/my tool" --for 'a b'` };
const printed = (json: object) => ({ code: 0, stdout: JSON.stringify(json), stderr: "" });

Deno.test("profileSource() runs a credential_process without a shell", async () => {
  let ran: string[] = [];
  const { found } = await find({
    files: PROCESS,
    programs: (command) => {
      ran = command;
      return printed({ Version: 1, AccessKeyId: "P", SecretAccessKey: "p" });
    },
  }, "p");
  assert.equal(found.accessKeyId, "P");
  assert.deepEqual(ran, ["/opt/my tool", "--for", "a b"]);
});

Deno.test("profileSource() says how a credential_process failed, without what it printed", async () => {
  const failing = () => ({ code: 3, stdout: "", stderr: "warming up\nno card\n" });
  await assert.rejects(find({ files: PROCESS, programs: failing }, "p"), /code 3: no card/);
  await assert.rejects(find({ files: PROCESS }, "p"), /Can't run "\/opt\/my tool"/);
  const secret = () => printed({ Version: 2, SecretAccessKey: "canary" });
  await assert.rejects(find({ files: PROCESS, programs: secret }, "p"), (error) => {
    assert.match(String(error), /"Version": 1/);
    assert.doesNotMatch(String(error), /canary/);
    return true;
  });
});
