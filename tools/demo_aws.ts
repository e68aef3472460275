/**
 * The whole product on examples/shop through real Pulumi, in an emulator of AWS: state in S3, the lock in DynamoDB.
 * Shows a first deployment, a change that fails and is undone, the same change mended, and the end.
 */
import { fileURLToPath } from "node:url";
import { copyFolder, e2eMissing, EMPTY_ZIP, PANKA, Place } from "../tests/e2e/panka.ts";

/** Most of it is the AWS provider's own waiting: half a minute for a queue, a minute for a load balancer and more. */
const LIMIT = AbortSignal.timeout(15 * 60_000);

const missing = e2eMissing();
if (missing) {
  console.error(`demo: this needs Pulumi, its AWS plugin and an emulator: ${missing}`);
  Deno.exit(1);
}
const place = await Place.open();
const shop = `${place.folder}/shop`;
const { bucket, table, region } = place.backend;
const staging = ["-e", "staging"];
try {
  await copyFolder(fileURLToPath(new URL("../examples/shop", import.meta.url)), shop);
  // The emulator's own account.
  const file = `${shop}/stack.yaml`;
  const stack = (await Deno.readTextFile(file)).replaceAll("123456789012", "000000000000");
  await Deno.writeTextFile(file, stack.replaceAll("eu-west-1", region));

  title("a bucket for the state, and a table for the locks");
  await panka(0, "backend", "create", "--bucket", bucket, "--table", table, "--region", region);
  title("what the shop expects to be there: a secret, and the code of its function");
  await place.ask(
    ["secretsmanager", "create_secret", { Name: "shop/payment", SecretString: '{"key":"secret"}' }],
    ["s3", "create_bucket", { Bucket: "shop-code" }],
  );
  await uploadCode("1.8.2");
  await panka(0, "plan", ...staging, "--offline");
  await panka(0, "apply", ...staging, "--yes");
  await panka(0, "status", ...staging);
  title("nothing has changed: no engine is started");
  await panka(0, "apply", ...staging, "--yes");
  title("a version whose code is not there is undone");
  await panka(9, "apply", ...staging, "--yes", "--var", "VERSION=1.9.0");
  title("the same version, and now its code is there");
  await uploadCode("1.9.0");
  await panka(0, "apply", ...staging, "--yes", "--var", "VERSION=1.9.0");
  await panka(0, "history", ...staging);
  await panka(0, "destroy", ...staging, "--yes", "--allow-data-loss", "all");
} catch (error) {
  console.error(`demo: ${LIMIT.aborted ? "it takes too long" : (error as Error).message}`);
  Deno.exitCode = 1;
} finally {
  await place.close();
}

function title(text: string): void {
  console.log(`\n# ${text}`);
}

/** Runs panka, shown as it is typed. @throws when it exits otherwise */
async function panka(expected: number, ...args: string[]): Promise<void> {
  console.log(`\n$ panka ${args.join(" ")}`);
  const { code } = await new Deno.Command(PANKA, {
    args,
    cwd: shop,
    clearEnv: true,
    env: place.environment({ HOME: `${place.folder}/home` }),
    stdin: "null",
    signal: LIMIT,
  }).spawn().status;
  if (code !== expected) throw new Error(`exit ${code}, expected ${expected}`);
}

async function uploadCode(version: string): Promise<void> {
  const Key = `thumbnails/${version}.zip`;
  await place.ask(["s3", "put_object", { Bucket: "shop-code", Key, Body64: EMPTY_ZIP }]);
}
