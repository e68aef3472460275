import assert from "node:assert/strict";
import { e2eMissing, Place, type Ran } from "./panka.ts";
import { inventoryOf } from "./inventory.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/service_locking_test.ts: ${missing}`);

const lambda = (name: string) =>
  `apiVersion: components.panka.io/v1
kind: Lambda
metadata: {name: ${name}}
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: {zipFile: "exports.handler = async () => 1"}
  memory: \${MEMORY}
  environment: {QUEUE: "\${data/jobs.queueUrl}"}
`;

const FILES: Record<string, string> = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop}
spec:
  locking: service
  provider: {name: aws, region: us-east-1, accountId: "000000000000"}
  variables: {MEMORY: "128", TYPE: standard}
  environments: {dev: {}}
`,
  "services/data/jobs.yaml": `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: jobs}
spec: {type: "\${TYPE}"}
`,
  "services/api/server.yaml": lambda("server"),
  "services/mail/sender.yaml": lambda("sender"),
};

const ALONE = ["--var", "MEMORY=256", "--service"];

Deno.test({
  name: "services that are locked one by one are deployed side by side by Pulumi, and as a whole",
  ignore: missing !== undefined,
}, async (t) => {
  const place = await Place.open();
  const panka = (verb: string, ...args: string[]) =>
    place.panka(verb, "shop", "-e", "dev", "--yes", ...args);
  const succeeded = async (running: Promise<Ran>) => {
    const ran = await running;
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    return ran;
  };
  try {
    for (const [path, text] of Object.entries(FILES)) {
      const file = `${place.folder}/shop/${path}`;
      await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    await succeeded(place.createBackend());

    await t.step(
      "a service waits for what it uses to be there, and all are deployed at once",
      async () => {
        const early = await panka("apply", "--service", "api");
        assert.equal(early.code, 64, early.stderr);
        assert.match(early.stderr, /api\/server uses data\/jobs, which is not deployed yet/);
        await succeeded(panka("apply"));
      },
    );

    await t.step("two services are deployed at the same time, neither waits", async () => {
      const both = await Promise.all([
        succeeded(panka("apply", ...ALONE, "api")),
        succeeded(panka("apply", ...ALONE, "mail")),
      ]);
      for (const { stderr } of both) assert.doesNotMatch(stderr, /waiting/);
      const again = await succeeded(panka("apply", "--var", "MEMORY=256"));
      assert.match(again.stdout + again.stderr, /nothing to do/);
    });

    await t.step("destroy leaves nothing", async () => {
      await succeeded(panka("destroy", "--allow-data-loss", "all"));
      const left = await inventoryOf(place);
      assert.deepEqual(left.filter((item) => item.includes("dev-shop")), []);
    });
  } finally {
    await place.close();
  }
});
