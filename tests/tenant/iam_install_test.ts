import assert from "node:assert/strict";
import { conditionalOnly, tlsOnly } from "../../src/aws/backend/policy.ts";
import { Iam } from "../../src/aws/iam.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { BACKEND_TAGS, TENANT_TAG } from "../../src/tenant/names.ts";
import { TenantIamProblem } from "../../src/tenant/iam/document.ts";
import type { TenantIamFacts } from "../../src/tenant/iam/facts.ts";
import { policyArn } from "../../src/tenant/iam/facts.ts";
import { type IamEvent, installTenantRole } from "../../src/tenant/iam/install.ts";
import {
  addToken,
  disableLogin,
  enableLogin,
  endSessions,
  readTenantRole,
  removeTenantRole,
  removeToken,
  setPlace,
  setSuspended,
} from "../../src/tenant/iam/operations.ts";
import { NOWHERE } from "../../src/tenant/iam/place.ts";
import { clientOf, realClock } from "../aws/real_world.ts";
import { serversMissing, startMinistack } from "../rig/servers.ts";

const missing = serversMissing();
const skipped = missing === undefined ? "" : ` (skipped: ${missing})`;
const ROLE = "panka-tenant-team-a";
const facts: TenantIamFacts = {
  tenant: "team-a",
  accountId: "000000000000",
  backend: { bucket: "platform-state", table: "platform-locks", region: "us-east-1" },
};
const token = (id: string) => ({ id: id.padEnd(10, "0"), externalId: id.repeat(64).slice(0, 64) });

/** Installs on a server of its own; `install` says which calls were made or planned. */
async function onServer(
  run: (place: {
    iam: Iam;
    bucket: S3Bucket;
    install(facts: TenantIamFacts, dryRun?: boolean): Promise<string[]>;
  }) => Promise<void>,
): Promise<void> {
  const server = await startMinistack({ services: ["s3", "iam", "sts"] });
  try {
    const client = clientOf(server.url);
    const bucket = new S3Bucket(client, facts.backend.bucket);
    await bucket.create();
    const iam = new Iam(client);
    await run({
      iam,
      bucket,
      async install(of, dryRun) {
        const events: IamEvent[] = [];
        const emit = (event: IamEvent) => void events.push(event);
        await installTenantRole({ iam, bucket, clock: realClock, emit }, of, { dryRun });
        return events.filter(({ outcome }) => outcome !== "unchanged")
          .map(({ call, outcome }) => `${outcome} ${call.operation} ${call.resource}`);
      },
    });
  } finally {
    await server.stop();
  }
}

const test = (name: string, fn: Parameters<typeof onServer>[0]) =>
  Deno.test({ name: name + skipped, ignore: missing !== undefined, fn: () => onServer(fn) });

test("installTenantRole() plans in a dry run what it then makes, once", async ({ iam, bucket, install }) => {
  await bucket.put(
    "policy",
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [tlsOnly(bucket.name, "us-east-1"), conditionalOnly(bucket.name, "us-east-1")],
    }),
  );
  const planned = await install({ ...facts, tokens: [token("a")] }, true);
  assert.equal(await iam.getRole(ROLE), undefined);
  const made = await install({ ...facts, tokens: [token("a")] });
  assert.deepEqual(made, planned.map((line) => line.replace("planned", "made")));
  assert.deepEqual(await install(facts), []);

  const role = await iam.getRole(ROLE);
  assert.equal(role?.arn, "arn:aws:iam::000000000000:role/panka-platform/panka-tenant-team-a");
  assert.equal(role?.tags[TENANT_TAG], "team-a");
  assert.equal(role?.tags[BACKEND_TAGS.bucket], "platform-state");
  assert.equal((await iam.attachedPolicies(ROLE)).length, 6);
  const sids = JSON.parse((await bucket.get("policy"))!).Statement.map(({ Sid }: { Sid: string }) =>
    Sid
  );
  assert.deepEqual(sids.slice(0, 2), ["PankaTlsOnly", "PankaConditionalWritesOnly"]);
  assert.ok(sids.includes("PankaTenantsByPrefix"));
});

test("installTenantRole() mends what was changed or is missing, and keeps what is others'", async ({ iam, install }) => {
  const place = { vpcId: "vpc-1", subnetIds: ["subnet-1"] };
  await install({ ...facts, tokens: [token("a")], zones: ["Z1"], place });
  const open = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  };
  const nobody = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:*" }],
  };
  const guard = policyArn(facts.accountId, "panka-tenant-guard");
  await iam.detach(ROLE, guard);
  await iam.setTrust(ROLE, JSON.stringify(nobody));
  await iam.putInline(ROLE, "of-others", JSON.stringify(open));
  // Five versions are there already.
  for (let i = 0; i < 4; i++) await iam.createPolicyVersion(guard, JSON.stringify(open));
  const made = await install({ ...facts, tokens: [token("b")] });
  assert.deepEqual(made, [
    "made CreatePolicy policy panka-tenant-guard",
    `made UpdateAssumeRolePolicy role ${ROLE}`,
    `made DeleteRolePolicy role ${ROLE}`,
    `made AttachRolePolicy role ${ROLE}`,
    `made DeleteRolePolicy role ${ROLE}`,
  ]);
  assert.notDeepEqual(JSON.parse((await iam.getPolicy(guard))!), open);
  assert.deepEqual((await readTenantRole({ iam }, "team-a"))?.tokens, [token("b")]);
  assert.deepEqual(await iam.inlinePolicies(ROLE), ["of-others"]);
});

test("addToken() and removeToken() change who may log in, and nothing else", async ({ iam, install }) => {
  const ports = { iam, clock: realClock };
  await install({ ...facts, tokens: [token("a")] });
  const until = { ...token("b"), expiresAt: Date.parse("2027-01-01T00:00:00Z") };
  await addToken(ports, facts, until);
  await addToken(ports, facts, until);
  assert.deepEqual((await readTenantRole(ports, "team-a"))?.tokens, [token("a"), until]);
  await disableLogin(ports, "team-a");
  await removeToken(ports, "team-a", token("a").id);
  await removeToken(ports, "team-a", token("a").id);
  assert.deepEqual(await install(facts), []);
  assert.deepEqual(await readTenantRole(ports, "team-a"), {
    tokens: [until],
    loginDisabled: true,
    suspended: false,
  });
  await enableLogin(ports, "team-a");
  await removeToken(ports, "team-a", until.id);
  assert.deepEqual(await install(facts), []);
  assert.equal((await readTenantRole(ports, "team-a"))?.loginDisabled, false);
  await assert.rejects(addToken(ports, { ...facts, accounts: ["12"] }, until), TenantIamProblem);
});

test("setPlace() says where a tenant places things, as an installation does", async ({ iam, install }) => {
  const place = { vpcId: "vpc-1", subnetIds: ["subnet-1"] };
  await setPlace({ iam }, "team-a", place);
  await install({ ...facts, place: NOWHERE });
  assert.equal((await readTenantRole({ iam }, "team-a"))?.confinedTo, "none");
  await setPlace({ iam }, "team-a", place);
  assert.equal((await readTenantRole({ iam }, "team-a"))?.confinedTo, "vpc-1");
  assert.deepEqual(await install({ ...facts, place }), []);
  await setPlace({ iam }, "team-a", undefined);
  assert.deepEqual(await install(facts), []);
});

test("setSuspended() and endSessions() hold until they are taken back, and never end fewer", async ({ iam, install }) => {
  const ports = { iam, clock: realClock };
  await install(facts);
  await setSuspended(ports, "team-a", true);
  for (const now of [2_000_999, 1_000_000]) {
    await endSessions({ iam, clock: { ...realClock, wall: () => now } }, "team-a");
  }
  assert.deepEqual(await readTenantRole(ports, "team-a"), {
    tokens: [],
    loginDisabled: false,
    suspended: true,
    revokedBefore: 2_020_000,
  });
  assert.deepEqual(await install(facts), []);
  await setSuspended(ports, "team-a", false);
  await setSuspended(ports, "team-a", false);
  assert.equal((await readTenantRole(ports, "team-a"))?.suspended, false);
});

test("removeTenantRole() removes the role with all that is in it, also where it is gone", async ({ iam, install }) => {
  const ports = { iam, clock: realClock };
  await install(facts);
  await setSuspended(ports, "team-a", true);
  await removeTenantRole(ports, "team-a");
  await removeTenantRole(ports, "team-a");
  assert.equal(await readTenantRole(ports, "team-a"), undefined);
  assert.ok(await iam.getPolicy(policyArn(facts.accountId, "panka-tenant-guard")));
  await assert.rejects(
    removeToken(ports, "team-a", "x"),
    /Tenant "team-a" has no role "panka-tenant-team-a" in this account; make it first/,
  );
});
