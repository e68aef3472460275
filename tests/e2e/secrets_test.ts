import assert from "node:assert/strict";
import { STACK } from "../cli/deployed.ts";
import { runIn, type TestWorld } from "../cli/test_world.ts";
import { type AwsPlace, awsTests, withEnvironment } from "../faults/aws_place.ts";
import { startReceiver } from "../telemetry/receiver.ts";

const onAws = await awsTests();

const canary = (number: number) => `canary-${number}-hunter2`;
const CANARY = /canary-\d+-hunter2/;

/** 50 secret values in the places where a command may meet one. */
function secrets(collector: string) {
  const variables = Array.from({ length: 20 }, (_, i) => ["--var", `SECRET_${i}=${canary(i)}`])
    .flat();
  const file = Array.from({ length: 20 }, (_, i) => `FILE_${i}: ${canary(20 + i)}\n`).join("");
  return {
    arguments: [...variables, "--var-file", "secrets.yaml"],
    files: {
      "secrets.yaml": file,
      "stack.yaml": STACK.replace(
        "environments:",
        `variables: { OWN: ${canary(40)} }\n  environments:`,
      ),
    },
    process: {
      AWS_SECRET_ACCESS_KEY: canary(41),
      AWS_SESSION_TOKEN: canary(42),
      AWS_CONTAINER_AUTHORIZATION_TOKEN: canary(43),
    },
    env: {
      PANKA_TENANT_TOKEN: canary(44),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=${canary(45)}`,
      CI_JOB_URL: `https://user:${canary(46)}@ci.example/job/7`,
      GITHUB_TOKEN: canary(47),
      DATABASE_PASSWORD: canary(48),
      PULUMI_CONFIG_PASSPHRASE: canary(49),
    },
  };
}

const READING = [
  ["list"],
  ["show", "jobs"],
  ["outputs"],
  ["history"],
  ["diff", "1", "2"],
  ["state", "list"],
  ["state", "show", "jobs"],
  ["state", "pull"],
  ["state", "history"],
  ["locks", "list"],
  ["locks", "show"],
];

/** Each leaves the state so that the next can run. */
const WRITING = [
  ["state", "mv", "data/jobs", "data/tasks"],
  ["state", "mv", "data/tasks", "data/jobs"],
  ["state", "rm", "api/server", "--yes", "--reason", "x"],
  ["state", "restore", "--at", "0s", "--yes", "--reason", "x"],
  ["state", "push", "pulled.json", "--yes", "--force", "--reason", "x"],
  ["state", "locking", "service", "--yes"],
  ["state", "locking", "stack", "--yes"],
  ["unlock", "--reason", "x"],
];

/** Everything that is in the bucket, in all versions, and in the table. */
async function everythingKept({ s3, bucket, store, table }: AwsPlace): Promise<string> {
  const kept: string[] = [];
  for (const key of await store.list("")) {
    kept.push(key);
    for (const { versionId } of await s3.listVersions(bucket, key)) {
      const { body } = await s3.getObject(bucket, key, versionId);
      kept.push(new TextDecoder().decode(body));
    }
  }
  return [...kept, JSON.stringify(await table.list(""))].join("\n");
}

onAws("no secret gets out of any command, in any format and at any log level", async (place) => {
  const receiver = startReceiver();
  const given = secrets(receiver.url);
  const pulled = (await runIn(place.world(), "state", "pull")).stdout;
  const worldAt = (log: string): TestWorld =>
    place.world({
      env: { ...given.env, ...(log && { PANKA_LOG: log }) },
      files: { ...given.files, "pulled.json": pulled },
    });
  const outputs: string[] = [];
  let commands = 0;
  const run = async (world: TestWorld, args: string[], codes: number[]) => {
    // backend create knows no variables.
    const more = args[0] === "backend" ? [] : given.arguments;
    const { code, stdout, stderr } = await runIn(world, ...args, ...more);
    outputs.push(stdout, stderr);
    assert.ok(codes.includes(code), `${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
    assert.doesNotMatch(stdout + stderr, CANARY, args.join(" "));
    const own = ["stack.yaml", "secrets.yaml"];
    for (const [path, content] of Object.entries(world.tree)) {
      if (!own.includes(path)) assert.doesNotMatch(String(content), CANARY, path);
    }
    commands++;
  };
  await withEnvironment(given.process, async () => {
    try {
      for (const log of ["", "debug"]) {
        for (const format of ["table", "json", "yaml"]) {
          for (const args of [...READING, ...WRITING]) {
            await run(worldAt(log), [...args, "-o", format], [0]);
          }
          const create = [
            "backend",
            "create",
            "--bucket",
            `${place.bucket}-b`,
            "--table",
            place.bucket,
          ];
          await run(worldAt(log), [...create, "--write", "-o", format], [0]);
        }
        // What goes wrong is where secrets usually get out.
        place.proxy.rule(() => ({
          kind: "answered",
          status: 403,
          body: "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message></Error>",
        }));
        for (const args of [...READING, ...WRITING]) await run(worldAt(log), args, [4]);
        place.proxy.rule(() => undefined);
        await withEnvironment({
          AWS_ENDPOINT_URL: `http://user:${canary(50)}@127.0.0.1:1`,
        }, async () => {
          for (const args of READING) await run(worldAt(log), args, [1, 4]);
        });
      }
    } finally {
      await receiver.stop();
    }
  });
  assert.doesNotMatch(await everythingKept(place), CANARY);
  assert.ok(receiver.received.length > 20);
  for (const { body } of receiver.received) assert.doesNotMatch(JSON.stringify(body), CANARY);
  console.log(`${commands} commands, ${outputs.join("").length} characters of output`);
});
