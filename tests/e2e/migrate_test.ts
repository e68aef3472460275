import assert from "node:assert/strict";
import { e2eMissing, Place, type Ran } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/migrate: ${missing}`);

const FILES = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop}
spec:
  provider: {name: aws, region: us-east-1}
  variables: {TIMEOUT: "30"}
`,
  "services/jobs/queue.yaml": `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: queue}
spec: {visibilityTimeout: "\${TIMEOUT}"}
`,
};

Deno.test({
  name: "a stack deployed with state in a folder is moved to S3, and deployed from there",
  ignore: missing !== undefined,
}, async () => {
  const place = await Place.open();
  const succeeds = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    return ran;
  };
  const folder = {
    PANKA_BACKEND_TYPE: "directory",
    PANKA_BACKEND_BUCKET: "",
    PANKA_BACKEND_TABLE: "",
  };
  const here = (...args: string[]) => place.pankaIn(place.folder, folder, ...args);
  const outcome = ({ stdout }: Ran) => JSON.parse(stdout.trim().split("\n").at(-1)!).outcome;
  try {
    succeeds(await place.createBackend());
    for (const [path, text] of Object.entries(FILES)) {
      const file = `${place.folder}/shop/${path}`;
      await Deno.mkdir(file.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    succeeds(await here("apply", "shop", "--yes"));
    succeeds(await here("apply", "shop", "--yes", "--var", "TIMEOUT=40"));
    const { bucket, table, region } = place.backend;
    const to = ["--bucket", bucket, "--table", table, "--region", region];
    succeeds(await here("backend", "migrate", "shop", ...to, "--yes"));
    const moved = await here("apply", "shop", "--yes");
    assert.equal(moved.code, 1, moved.stdout);
    assert.match(moved.stderr.replace(/\s+/g, " "), /was moved to s3:\/\/panka-state/);

    const there = ["shop", "--yes", "-o", "json", "--var"];
    const same = succeeds(await place.panka("apply", ...there, "TIMEOUT=40"));
    assert.equal(outcome(same), "unchanged");
    const changed = succeeds(await place.panka("apply", ...there, "TIMEOUT=50"));
    assert.equal(outcome(changed), "succeeded");
    const [queues] = await place.ask(["sqs", "list_queues", {}]);
    assert.equal((queues!.QueueUrls as string[]).length, 1);
    succeeds(await place.panka("rollback", "shop", "--yes"));
    const history = succeeds(await place.panka("history", "shop", "-o", "json"));
    assert.equal(JSON.parse(history.stdout).deployments.length, 4);
  } finally {
    await place.close();
  }
});
