import assert from "node:assert/strict";
import { copyFolder, exampleMissing, Place, REAL_STACKS } from "./panka.ts";
import { makeTenant } from "./tenant.ts";

const missing = exampleMissing();
if (missing) console.log(`SKIPPED tests/e2e/missing_secret_test.ts: ${missing}`);

Deno.test({
  name: "apply tells of secrets that are not there before anything is made",
  ignore: missing !== undefined,
}, async () => {
  const place = await Place.open();
  try {
    await copyFolder(`${REAL_STACKS}/notification-platform`, `${place.folder}/np`);
    await place.createBackend();
    place.env.PANKA_TENANT_TOKEN = await makeTenant(place, "notifications-team");
    const ran = await place.panka("apply", "np", "-e", "production", "--yes");
    assert.equal(ran.code, 1, ran.stderr);
    const said = ran.stderr.replace(/\s+/g, " ");
    const database = "production/notification-platform/db-password";
    assert.match(said, /2 secrets are not in Secrets Manager/);
    assert.ok(said.includes(`api/api-db, api/api-server needs ${database}`), said);
    assert.ok(
      said.includes(`aws secretsmanager create-secret --region us-east-1 --name ${database}`),
      said,
    );
    const [queues, buckets] = await place.ask(["sqs", "list_queues", {}], [
      "s3",
      "list_buckets",
      {},
    ]);
    assert.deepEqual(queues!.QueueUrls ?? [], []);
    assert.deepEqual((buckets!.Buckets as { Name: string }[]).map(({ Name }) => Name), [
      "panka-state",
    ]);
  } finally {
    await place.close();
  }
});
