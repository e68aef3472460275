import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { profileSource } from "../../../src/aws/credentials/profile.ts";
import { type Asked, fakeWorld, type World } from "./fake_world.ts";

const START = "https://acme.awsapps.com/start";
const CONFIG = `
[sso-session acme]
sso_start_url = ${START}
sso_region = eu-central-1
[profile new]
sso_session = acme
sso_account_id = 111
sso_role_name = Dev
[profile old]
sso_start_url = ${START}
sso_region = eu-central-1
sso_account_id = 222
sso_role_name = Ops`;

const cacheFile = (name: string) =>
  `/home/ann/.aws/sso/cache/${createHash("sha1").update(name).digest("hex")}.json`;

const files = (name: string, token: object) => ({
  "/home/ann/.aws/config": CONFIG,
  [cacheFile(name)]: JSON.stringify(token),
});

const fresh = { accessToken: "AT", expiresAt: "2026-01-02T08:00:00Z" };
const stale = { ...fresh, expiresAt: "2026-01-02T03:00:00UTC" };

function portal({ url, headers }: Asked): Response | undefined {
  if (!url.startsWith("https://portal.sso.eu-central-1.amazonaws.com/federation/credentials?")) {
    return;
  }
  if (!/^(AT|NEW)$/.test(headers.get("x-amz-sso_bearer_token")!)) {
    return new Response("{}", { status: 401 });
  }
  const role = new URL(url).searchParams;
  return Response.json({
    roleCredentials: {
      accessKeyId: `${role.get("account_id")}-${role.get("role_name")}`,
      secretAccessKey: "s",
      sessionToken: "t",
      expiration: Date.UTC(2026, 0, 2, 5),
    },
  });
}

const find = (world: World, profile: string) =>
  profileSource(fakeWorld({ answers: portal, ...world }), "eu-west-1", profile).find();

Deno.test("ssoCredentials() uses the sign-in of the sso-session, or of the start URL in old profiles", async () => {
  assert.deepEqual(await find({ files: files("acme", fresh) }, "new"), {
    accessKeyId: "111-Dev",
    secretAccessKey: "s",
    sessionToken: "t",
    expiresAt: Date.UTC(2026, 0, 2, 5),
    source: 'SSO profile "new"',
  });
  const old = await find({ files: files(START, fresh) }, "old");
  assert.ok("accessKeyId" in old && old.accessKeyId === "222-Ops");
});

Deno.test("ssoCredentials() gets a new token by the refresh token", async () => {
  const token = { ...stale, clientId: "id", clientSecret: "cs", refreshToken: "rt" };
  const answers = (asked: Asked) =>
    asked.url === "https://oidc.eu-central-1.amazonaws.com/token" &&
      JSON.parse(asked.body).refreshToken === "rt"
      ? Response.json({ accessToken: "NEW" })
      : portal(asked);
  const found = await find({ files: files("acme", token), answers }, "new");
  assert.ok("accessKeyId" in found && found.accessKeyId === "111-Dev");
  const refused = (asked: Asked) =>
    asked.url.includes("oidc") ? new Response("{}", { status: 400 }) : portal(asked);
  await assert.rejects(
    find({ files: files("acme", token), answers: refused }, "new"),
    /has expired; run "aws sso login --profile new"/,
  );
});

Deno.test("ssoCredentials() says how to sign in when there is no sign-in that is good", async () => {
  const again = /run "aws sso login --profile new"/;
  await assert.rejects(find({ files: { "/home/ann/.aws/config": CONFIG } }, "new"), again);
  await assert.rejects(find({ files: files("acme", stale) }, "new"), again);
  await assert.rejects(
    find({ files: files("acme", { ...fresh, accessToken: "X" }) }, "new"),
    again,
  );
});

Deno.test("ssoCredentials() names role and account when they are not assigned", async () => {
  const answers = () => new Response("{}", { status: 403 });
  await assert.rejects(
    find({ files: files("acme", fresh), answers }, "new"),
    /role "Dev" in account "111" \(HTTP 403\)/,
  );
  await assert.rejects(
    find({ files: files("acme", fresh), answers: () => undefined }, "new"),
    /can't be reached/,
  );
});
