import assert from "node:assert/strict";
import { findRig } from "./rig.ts";
import { serversMissing, startMinistack } from "./servers.ts";

const rig = findRig();
const missing = "missing" in rig ? rig.missing : serversMissing();
if (missing) console.log(`smoke_test.ts skipped: ${missing}`);

Deno.test({
  name: "the rig creates, previews without change, and destroys a stack on ministack",
  ignore: missing !== undefined,
  fn: async () => {
    const server = await startMinistack();
    const folder = await Deno.makeTempDir({ prefix: "panka-smoke-" });
    try {
      const pulumi = (...args: string[]) => runPulumi(folder, server.url, args);
      await Deno.mkdir(`${folder}/state`);
      await Deno.mkdir(`${folder}/code`);
      await Deno.writeTextFile(`${folder}/code/index.mjs`, "export const handler = () => {};\n");
      await Deno.copyFile(new URL("./smoke.yaml", import.meta.url), `${folder}/Pulumi.yaml`);

      await pulumi("stack", "init", "dev");
      await pulumi("up", "--yes", "--skip-preview");
      const outputs = JSON.parse(await pulumi("stack", "output", "--json", "--show-secrets"));
      assert.match(outputs.vpcId, /^vpc-/);
      assert.ok(outputs.subnetIds.length > 0);
      assert.equal(outputs.region, "eu-west-1");
      assert.equal(outputs.account, "000000000000");
      assert.equal(outputs.secret, "hush");
      assert.equal(
        outputs.functionArn,
        "arn:aws:lambda:eu-west-1:000000000000:function:smoke-function",
      );
      assert.equal(await status(`${server.url}/smoke-files`), 200);

      await pulumi("preview", "--expect-no-changes");
      await pulumi("destroy", "--yes", "--skip-preview");
      assert.equal(await status(`${server.url}/smoke-files`), 404);
    } finally {
      await server.stop();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Runs the CLI with nothing of this process's environment, and returns its output. */
async function runPulumi(folder: string, endpoint: string, args: string[]): Promise<string> {
  assert.ok("env" in rig);
  const { success, stdout, stderr } = await new Deno.Command(`${rig.bin}/pulumi`, {
    args: [...args, "--non-interactive"], // "stack init" has selected the stack
    cwd: folder,
    clearEnv: true,
    env: {
      ...rig.env,
      PULUMI_HOME: `${folder}/home`,
      PULUMI_BACKEND_URL: `file://${folder}/state`,
      PULUMI_CONFIG_PASSPHRASE: "smoke",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL: endpoint,
    },
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.ok(
    success,
    `pulumi ${args.join(" ")} failed:\n${text}${new TextDecoder().decode(stderr)}`,
  );
  return text;
}

async function status(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}
