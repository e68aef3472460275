import assert from "node:assert/strict";
import { type BackendEvent, createBackend } from "../../src/aws/backend/backend.ts";
import { readPolicy } from "../../src/aws/backend/bucket_steps.ts";
import { conditionalOnly, hasStatement, tlsOnly } from "../../src/aws/backend/policy.ts";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { S3 } from "../../src/aws/s3.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import { DynamoDbTable } from "../../src/lock/dynamodb_table.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import { INSTRUMENTS } from "../../src/telemetry/instruments.ts";
import { clientOf, realClock } from "../aws/real_world.ts";
import { serversMissing, startMinistack } from "../rig/servers.ts";
import { findTerraform, openModule } from "./terraform.ts";

const found = await findTerraform();
const missing = "missing" in found ? found.missing : serversMissing();
const skipped = missing === undefined ? "" : ` (skipped: ${missing})`;
const mirror = "mirror" in found ? found.mirror : "";

const OPTIONS = { bucket: "module-state", table: "module-locks" };

/** Alarms are about metrics that panka really has. */
const isAlarmed = (name: string) =>
  /takeovers|lost|release.failures|heartbeats.missed|preconditions/.test(name);

async function alarmedMetrics(folder: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${folder}/alarms.tf`);
  const named = [...text.matchAll(/^\s*"(panka\.[\w.]+)"/gm)].map(([, name]) => name!);
  const order = Object.keys(INSTRUMENTS);
  return named.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "panka-terraform-" });
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: `terraform/ is formatted and valid, and refuses bad names${skipped}`,
  ignore: missing !== undefined,
  fn: () =>
    inFolder(async (folder) => {
      const terraform = await openModule(folder, mirror, {});
      await terraform.run("init", "-backend=false", "-input=false");
      await terraform.run("validate");
      await terraform.run("fmt", "-check");
      assert.deepEqual(await alarmedMetrics(folder), Object.keys(INSTRUMENTS).filter(isAlarmed));
      await assert.rejects(
        terraform.run("plan", "-input=false", "-var=bucket=NO", "-var=table=locks"),
        /Use 3 to 63 lower-case letters/,
      );
    }),
});

Deno.test({
  name: `terraform/ makes what createBackend() leaves as it is${skipped}`,
  ignore: missing !== undefined,
  fn: () =>
    inFolder(async (folder) => {
      const server = await startMinistack({ services: ["s3", "dynamodb", "sts", "iam"] });
      try {
        const terraform = await openModule(folder, mirror, {
          AWS_ENDPOINT_URL: server.url,
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "testtest",
          AWS_REGION: "us-east-1",
        });
        const provider = `provider "aws" {\n  s3_use_path_style = true\n}\n`;
        await Deno.writeTextFile(`${folder}/provider.tf`, provider);
        await terraform.run("init", "-backend=false", "-input=false");
        const names = [`-var=bucket=${OPTIONS.bucket}`, `-var=table=${OPTIONS.table}`];
        await terraform.run("apply", "-auto-approve", "-input=false", ...names);
        const again = await terraform.run("plan", "-input=false", ...names);
        assert.match(again, /No changes/);
        const alarms = ["-var=alarms=true", "-var=metrics_namespace=panka"];
        const more = await terraform.run("plan", "-input=false", ...names, ...alarms);
        assert.match(more, /Plan: 9 to add, 0 to change, 0 to destroy/);

        const client = clientOf(server.url);
        const policy = await readPolicy(new S3Bucket(client, OPTIONS.bucket));
        assert.ok(hasStatement(policy, tlsOnly(OPTIONS.bucket, "us-east-1")));
        assert.ok(hasStatement(policy, conditionalOnly(OPTIONS.bucket, "us-east-1")));
        const events: BackendEvent[] = [];
        await createBackend(OPTIONS, {
          client,
          clock: realClock,
          store: new S3Store(new S3(client), OPTIONS.bucket),
          table: new DynamoDbTable(new DynamoDb(client), OPTIONS.table),
          emit: (event) => void events.push(event),
        });
        const made = events.filter((event) => event.type === "call" && event.outcome === "made");
        assert.deepEqual(made, []);
      } finally {
        await server.stop();
      }
    }),
});
