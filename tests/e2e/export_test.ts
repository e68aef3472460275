import assert from "node:assert/strict";
import { findRig } from "../rig/rig.ts";
import { e2eMissing, Place, type Ran } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/export: ${missing}`);

const component = (kind: string, name: string, ...spec: string[]) =>
  [
    "apiVersion: components.panka.io/v1",
    `kind: ${kind}`,
    `metadata: {name: ${name}}`,
    "spec:",
    ...spec.map((line) => `  ${line}`),
    "",
  ].join("\n");
const FILES = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop}
spec:
  provider: {name: aws, region: us-east-1}
`,
  "services/jobs/queue.yaml": component("SQS", "queue", "deadLetterQueue: {enabled: true}"),
  "services/jobs/files.yaml": component("S3", "files", "versioning: {enabled: true}"),
  "services/jobs/work.yaml": component(
    "Lambda",
    "work",
    "runtime: nodejs22.x",
    "handler: index.handler",
    "code: {path: work}",
    'environment: {BUCKET: "${files.bucketName}", PRICE: "$5 and ${queue.queueUrl}"}',
    "triggers: [{type: sqs, source: queue}]",
  ),
  "services/jobs/work/index.js": "exports.handler = async () => 1\n",
  "services/data/db.yaml": component(
    "RDS",
    "db",
    'engine: {type: postgres, version: "16"}',
    "instance: {class: db.t4g.medium, storage: {allocatedGB: 20}}",
    "database: {name: app, username: master, passwordSecret: {ref: 'shop/db#password'}}",
  ),
};
const PASSWORD = "never-in-an-exported-file";

Deno.test({
  name: "an exported program and checkpoint are taken by the Pulumi CLI, which finds nothing to do",
  ignore: missing !== undefined,
}, async () => {
  const place = await Place.open();
  const folder = `${place.folder}/shop`;
  const exported = `${place.folder}/exported`;
  const rig = findRig();
  assert.ok(!("missing" in rig));
  const env: Record<string, string> = {
    PATH: `${rig.env.PATH}:/usr/bin:/bin`,
    HOME: place.folder,
    PULUMI_HOME: `${place.folder}/pulumi-home`,
    PULUMI_BACKEND_URL: `file://${place.folder}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    AWS_ENDPOINT_URL: place.cloud.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const pulumi = async (...args: string[]): Promise<Ran> => {
    const { code, stdout, stderr } = await new Deno.Command(`${rig.bin}/pulumi`, {
      args: [...args, "--non-interactive"],
      cwd: exported,
      clearEnv: true,
      env,
    }).output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  };
  const succeeds = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    return ran;
  };
  try {
    succeeds(await place.createBackend());
    await place.ask(["secretsmanager", "create_secret", {
      Name: "shop/db",
      SecretString: JSON.stringify({ password: PASSWORD }),
    }]);
    for (const [path, text] of Object.entries(FILES)) {
      await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
    }
    succeeds(await place.panka("apply", "shop", "--yes"));
    const { stdout } = succeeds(
      await place.panka("export", "pulumi", "shop", "--out", "exported", "-o", "json"),
    );
    const { stack, files, secrets, deployed } = JSON.parse(stdout);
    assert.equal(deployed, true);
    const texts = files.map((file: string) => Deno.readTextFileSync(`${exported}/${file}`));
    assert.ok(!texts.join("").includes(PASSWORD));
    assert.ok(!texts.join("").includes(place.folder), "it can be moved with the stack's folder");
    assert.match(
      (await place.panka("export", "pulumi", "shop", "--out", "exported")).stderr,
      /there already/,
    );

    const [key] = await place.ask(["ssm", "get_parameter", {
      Name: "/panka/shop/dev/engine-key",
      WithDecryption: true,
    }]);
    env.PULUMI_CONFIG_PASSPHRASE = (key!.Parameter as { Value: string }).Value;
    succeeds(await pulumi("stack", "init", stack, "--secrets-provider", "passphrase"));
    assert.deepEqual(secrets.map(({ path, key }: Record<string, string>) => [path, key]), [
      ["shop/db", "password"],
    ]);
    succeeds(await pulumi("config", "set", "--secret", `panka:${secrets[0].name}`, PASSWORD));
    succeeds(await pulumi("stack", "import", "--file", "deployment.json"));
    succeeds(await pulumi("preview", "--expect-no-changes"));

    const program = Deno.readTextFileSync(`${exported}/Main.yaml`);
    await Deno.writeTextFile(`${exported}/Main.yaml`, program.replace("$$5", "$$6"));
    const changed = await pulumi("preview", "--expect-no-changes");
    assert.notEqual(changed.code, 0, changed.stdout);
  } finally {
    await place.close();
  }
});
