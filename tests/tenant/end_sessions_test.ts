import assert from "node:assert/strict";
import { Iam } from "../../src/aws/iam.ts";
import { S3 } from "../../src/aws/s3.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import { SETTLED_MS } from "../../src/tenant/iam/operations.ts";
import { REVOKED } from "../../src/tenant/iam/suspension.ts";
import { platformPolicies } from "../../src/tenant/iam/tenant_iam.ts";
import { makeTenant } from "../../src/tenant/make_tenant.ts";
import { rotateToken } from "../../src/tenant/rotate_token.ts";
import { readTenantConfig } from "../../src/tenant/tenant_config.ts";
import { deleteTenant, restoreTenant } from "../../src/tenant/tenant_status.ts";
import { clientOf, realClock, realRandom } from "../aws/real_world.ts";
import { evaluate } from "../iam/evaluate.ts";
import { parsePolicy } from "../iam/policy.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { ACCOUNT, factsOf, sessionOf } from "./isolation/world.ts";

const server = await ministackOfFile({ services: ["s3", "dynamodb", "iam", "sts"] });
const START = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const SECOND = 1000;

/** A tenant at `START`, and a clock that waiting moves on. */
async function aTenant(url: string) {
  const backend = await makeAwsBackend(url, `end-${crypto.randomUUID().slice(0, 8)}`);
  if (backend.kind !== "aws") throw new TypeError("not on AWS");
  const { bucket, table } = backend;
  const client = clientOf(url);
  const time = { now: START };
  const clock = {
    ...realClock,
    wall: () => time.now,
    sleep: (ms: number) => Promise.resolve(void (time.now += ms)),
  };
  const ports = {
    store: new S3Store(new S3(client), bucket),
    bucket: new S3Bucket(client, bucket),
    iam: new Iam(client),
    clock,
    random: realRandom,
    emit: () => {},
  };
  const text =
    "apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: { name: acme }\nspec: { contact: me }\n";
  const config = readTenantConfig(text, "tenant.yaml").config!;
  const platform = { accountId: "000000000000", backend: { bucket, table, region: "us-east-1" } };
  const audit = () => Promise.resolve();
  await makeTenant(ports, platform, { config, text }, { audit });
  return { ports, platform, config, time, audit };
}

/** Whether a session of the tenant, begun at a time, may still read its state. */
async function lives(iam: Iam, issuedAt: number): Promise<boolean> {
  const facts = factsOf("acme");
  const ended = JSON.parse((await iam.getInline("panka-tenant-acme", REVOKED))!);
  const truncated = issuedAt - issuedAt % SECOND;
  return evaluate({
    caller: { ...sessionOf("acme"), issuedAt: truncated },
    action: "s3:GetObject",
    resource: `arn:aws:s3:::${facts.backend.bucket}/tenants/acme/v1/x`,
    account: ACCOUNT,
    context: { "aws:ResourceAccount": ACCOUNT },
  }, {
    identity: [...Object.values(platformPolicies(facts)), ended].map((document) =>
      parsePolicy(document, "identity")
    ),
  }).allowed;
}

const test = (name: string, run: (url: string) => Promise<void>) =>
  Deno.test({
    name: server ? name : `${name} (skipped: ${skipped})`,
    ignore: !server,
    sanitizeResources: false,
    fn: () => run(server!.url),
  });

test("rotateToken() that revokes ends also sessions that the old token begins while AWS forgets it, and none of the new one's", async (url) => {
  const { ports, platform, config, time, audit } = await aTenant(url);
  await rotateToken(ports, platform, config, { old: "revoke", audit });
  const given = time.now;
  assert.ok(given - START >= SETTLED_MS);
  for (const after of [-3600 * SECOND, 0, SECOND, SETTLED_MS - SECOND]) {
    assert.equal(await lives(ports.iam, START + after), false, `${after}`);
  }
  assert.ok(await lives(ports.iam, given));
});

test("deleteTenant() ends sessions as long, and a tenant restored at once can log in at once", async (url) => {
  const { ports, time, audit } = await aTenant(url);
  await deleteTenant(ports, "acme", "gone", audit);
  assert.equal(time.now, START, "nobody waits for a deletion");
  assert.equal(await lives(ports.iam, START + SETTLED_MS - SECOND), false);
  await restoreTenant(ports, "acme", audit);
  assert.ok(await lives(ports.iam, time.now));
  const restored = time.now;
  await restoreTenant(ports, "acme", audit);
  assert.equal(time.now, restored);
});
