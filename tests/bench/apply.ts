import { hostFiles } from "../../src/cli/host_files.ts";
import { childEnvironment } from "../../src/engine/pulumi/environment.ts";
import { pulumiProgram } from "../../src/engine/pulumi/program.ts";
import { openWorkspace } from "../../src/engine/pulumi/workspace.ts";
import { renderStack } from "../../src/planning/render_stack.ts";
import { loadStack } from "../../src/stack/load.ts";
import { e2eMissing, PANKA, Place } from "../e2e/panka.ts";
import { findRig } from "../rig/rig.ts";
import { line, ratio } from "./measure.ts";
import { terraformFolder } from "./terraform.ts";

/** Topics; each is two resources, itself and its policy. */
const TOPICS = 150;
const PARALLEL = "10";

const text = (seconds: number) => `${seconds.toFixed(2)} s`;

/** A whole `apply`, the best of two, of small resources on an emulator, beside Pulumi alone and terraform on the same one. */
export async function benchApply(folder: string): Promise<void> {
  console.log(`apply of ${TOPICS} topics with policies, ${2 * TOPICS} resources, on an emulator`);
  const missing = e2eMissing();
  if (missing) return line("SKIPPED", missing);
  const place = await Place.open();
  try {
    const alone = Math.min(await pulumiAlone(place, "alone"), await pulumiAlone(place, "again"));
    await place.cloud.reset();
    const terraform = await terraformAlone(place, `${folder}/topics-terraform`);
    await place.cloud.reset();
    const panka = await pankaApply(place);
    line("pulumi up --skip-preview", text(alone));
    line("panka apply", `${text(panka.first)}; ${ratio(panka.first, alone)} Pulumi's`);
    line("panka apply, nothing changed", text(panka.second));
    if (terraform) {
      const { first, second } = terraform;
      line("terraform apply", `${text(first)}; panka takes ${ratio(panka.first, first)} of it`);
      line(
        "terraform apply, nothing changed",
        `${text(second)}; ${ratio(second, panka.second)} panka's`,
      );
    } else line("terraform", "SKIPPED: terraform or its AWS provider is not on this machine");
    line("longest silence of the live view", text(panka.silence));
  } finally {
    await place.close();
  }
}

async function pankaApply(
  place: Place,
): Promise<{ first: number; second: number; silence: number }> {
  writeStack(place, "topics", TOPICS);
  writeStack(place, "more", TOPICS);
  writeStack(place, "live", TOPICS / 3);
  await place.createBackend();
  const apply = (stack: string) =>
    timed(place.command(`${place.folder}/${stack}`, home(place), ["apply", "-e", "dev", "--yes"]));
  const first = Math.min(await apply("topics"), await apply("more"));
  const second = await apply("topics");
  const silence = await longestSilence(place, `${place.folder}/live`);
  return { first, second, silence };
}

const home = (place: Place) => ({ HOME: `${place.folder}/home` });

/** The program that panka writes, run by the CLI as a person would run it. */
async function pulumiAlone(place: Place, name: string): Promise<number> {
  const rig = findRig();
  if ("missing" in rig) throw new Error(rig.missing);
  writeStack(place, name, TOPICS);
  const { stack, diagnostics } = loadStack(hostFiles, {
    root: `${place.folder}/${name}`,
    environment: "dev",
  });
  if (!stack) throw new Error(JSON.stringify(diagnostics));
  const rendered = pulumiProgram({
    graph: renderStack(stack).graph,
    region: stack.region,
    accountId: stack.accountId,
    emulated: true,
    pluginFolder: rig.bin,
  });
  const workspace = await openWorkspace({ stack: name, rendered, configuration: {} });
  try {
    return await timed(
      new Deno.Command(`${rig.bin}/pulumi`, {
        args: ["up", "--yes", "--skip-preview", `--stack=${name}`, `--parallel=${PARALLEL}`],
        cwd: workspace.folder,
        clearEnv: true,
        env: childEnvironment({
          outer: { PATH: rig.env.PATH, AWS_ENDPOINT_URL: place.cloud.url },
          home: `${place.folder}/pulumi-home`,
          backend: workspace.backend,
          passphrase: "a passphrase for measuring",
          credentials: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
        }),
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }),
    );
  } finally {
    await workspace.remove();
  }
}

async function terraformAlone(
  place: Place,
  folder: string,
): Promise<{ first: number; second: number } | undefined> {
  const env = await terraformFolder(folder, TOPICS, (i) =>
    `resource "aws_sns_topic" "t${i}" {
  name              = "terraform-${i}"
  kms_master_key_id = "alias/aws/sns"
  tags              = { a = "1", b = "2", c = "3", d = "4" }
}
resource "aws_sns_topic_policy" "p${i}" {
  arn    = aws_sns_topic.t${i}.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.t${i}.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
`);
  if (!env) return undefined;
  const apply = () =>
    timed(
      new Deno.Command("terraform", {
        args: ["apply", "-auto-approve", "-input=false", `-parallelism=${PARALLEL}`],
        cwd: folder,
        env: { ...env, AWS_ENDPOINT_URL: place.cloud.url },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }),
    );
  return { first: await apply(), second: await apply() };
}

function writeStack(place: Place, name: string, topics: number): void {
  const folder = `${place.folder}/${name}`;
  Deno.mkdirSync(`${folder}/services/events`, { recursive: true });
  Deno.writeTextFileSync(
    `${folder}/stack.yaml`,
    `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: ${name}}
spec:
  provider: {name: aws, region: us-east-1, accountId: "000000000000"}
`,
  );
  const documents = Array.from(
    { length: topics },
    (_, i) =>
      `apiVersion: components.panka.io/v1\nkind: SNS\nmetadata: {name: topic-${i}}\nspec: {}\n`,
  );
  Deno.writeTextFileSync(`${folder}/services/events/topics.yaml`, documents.join("---\n"));
}

/** Seconds of wall clock. @throws when it fails */
async function timed(command: Deno.Command): Promise<number> {
  const started = performance.now();
  const { success, stdout, stderr } = await command.output();
  const seconds = (performance.now() - started) / 1000;
  if (success) return seconds;
  throw new Error([stdout, stderr].map((part) => new TextDecoder().decode(part)).join("\n"));
}

/** Seconds without output, at most, of an apply on a terminal; the time before its first word counts. */
async function longestSilence(place: Place, folder: string): Promise<number> {
  const env = place.environment({ ...home(place), TERM: "xterm-256color" });
  const child = new Deno.Command("script", {
    args: ["-qefc", `${PANKA} apply -e dev --yes`, "/dev/null"],
    cwd: folder,
    clearEnv: true,
    env: { ...env, PATH: `${env.PATH}:/usr/bin:/bin` },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  let last = performance.now();
  let longest = 0;
  for await (const _ of child.stdout) {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  if (!(await child.status).success) throw new Error("the apply on a terminal failed");
  return longest / 1000;
}
