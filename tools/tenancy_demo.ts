/**
 * Two teams in one account, on an emulator of AWS behind a proxy that decides as IAM does, by the policies that panka
 * installed there. Shows how the platform makes tenants, how the teams deploy beside each other, what becomes of whoever
 * reaches across, and rotation, suspension, deletion and restoring.
 */
import { AwsError } from "../src/aws/errors.ts";
import { S3 } from "../src/aws/s3.ts";
import { fixedCredentials } from "../src/aws/credentials/credentials.ts";
import { clientOf } from "../tests/aws/real_world.ts";
import { e2eMissing, PANKA, Place } from "../tests/e2e/panka.ts";
import { startIamProxy } from "../tests/iam/proxy.ts";

const LIMIT = AbortSignal.timeout(15 * 60_000);
const ACCOUNT = "000000000000";
const TEAMS = ["orders", "billing"];
const stackOf = (tenant: string) =>
  `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: api, tenant: ${tenant}}
spec:
  variables: {TIMEOUT: "30"}
  environments: {dev: {}}
`;
const COMPONENTS = `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: jobs}
spec: {visibilityTimeout: "\${TIMEOUT}"}
---
apiVersion: components.panka.io/v1
kind: DynamoDB
metadata: {name: items}
spec: {hashKey: {name: id, type: S}}
---
apiVersion: components.panka.io/v1
kind: Lambda
metadata: {name: handler}
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: {zipFile: "exports.handler = async () => {}"}
  environment: {TABLE: "\${items.tableName}"}
  triggers: [{type: sqs, source: {component: jobs}}]
`;

const missing = e2eMissing();
if (missing) {
  console.error(`demo: this needs Pulumi, its AWS plugin and an emulator: ${missing}`);
  Deno.exit(1);
}
const place = await Place.open();
const allow = (Action: string | string[], Resource: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action, Resource }],
});
const proxy = startIamProxy({
  upstream: place.cloud.url,
  principals: [
    {
      accessKeyId: "AKIAPLATFORM",
      arn: `arn:aws:iam::${ACCOUNT}:user/platform`,
      policies: [allow("*", "*")],
    },
    {
      accessKeyId: "AKIADEVELOPER",
      arn: `arn:aws:iam::${ACCOUNT}:user/developer`,
      policies: [allow(["sts:AssumeRole", "sts:TagSession"], "*")],
    },
  ],
});
const { bucket, table, region } = place.backend;

/** Somebody at a machine of their own. */
class Person {
  readonly folder: string;

  constructor(readonly name: string, readonly env: Record<string, string>) {
    this.folder = `${place.folder}/${name}`;
  }

  /** Runs panka, shown as it is typed. @throws when it exits otherwise */
  async panka(expected: number, args: string, stdin = ""): Promise<string> {
    const shown = stdin === "" ? "" : " < token.txt";
    const child = new Deno.Command(PANKA, {
      args: args.split(" ").map((word) => word.replaceAll("_", " ")),
      cwd: this.folder,
      clearEnv: true,
      env: {
        ...place.environment({ HOME: this.folder, USER: this.name, PANKA_KEYRING: "off" }),
        AWS_ENDPOINT_URL: proxy.url,
        AWS_EC2_METADATA_DISABLED: "true",
        ...this.env,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      signal: LIMIT,
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    const [said, noted] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    const lines = `${noted}${said}`.trimEnd().split("\n").map((line) => `  ${line}`).join("\n");
    console.log(`\n${this.name} $ panka ${args.replaceAll("_", " ")}${shown}\n${lines}`);
    if (code !== expected) throw new Error(`exit ${code}, expected ${expected}`);
    return said!;
  }

  async write(path: string, text: string): Promise<void> {
    const file = `${this.folder}/${path}`;
    await Deno.mkdir(file.replace(/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(file, text);
  }

  read = (path: string) => Deno.readTextFile(`${this.folder}/${path}`);
}

/** A member of a team: knows its token, and nothing of the platform's. */
const member = (team: string) =>
  new Person(team, {
    AWS_ACCESS_KEY_ID: "AKIADEVELOPER",
    // What a session knows needs not be told: where the state is comes with the login.
    PANKA_BACKEND_BUCKET: "",
    PANKA_BACKEND_TABLE: "",
    PANKA_BACKEND_REGION: "",
    AWS_REGION: region,
  });

try {
  const platform = new Person("platform", { AWS_ACCESS_KEY_ID: "AKIAPLATFORM" });
  await Deno.mkdir(platform.folder);
  const teams = TEAMS.map(member);
  const [orders, billing] = teams as [Person, Person];

  title("the platform: a backend, and two tenants");
  await platform.panka(0, `backend create --bucket ${bucket} --table ${table} --region ${region}`);
  for (const { name } of teams) {
    await platform.panka(0, `admin tenant init ${name} --contact #platform --token-file ${name}`);
  }
  await platform.panka(0, "admin tenant list");

  title("each team logs in once");
  for (const team of teams) {
    await team.write("stack.yaml", stackOf(team.name));
    await team.write("services/work/components.yaml", COMPONENTS);
    await login(team, await platform.read(team.name));
  }

  title("both deploy a stack of the same name, at the same time");
  await Promise.all(teams.map((team) => team.panka(0, "apply --yes")));
  for (const team of teams) await team.panka(0, "tenant stacks");

  title("nobody reaches across: not by name, not by another's token, not by hand");
  await billing.write("theirs/stack.yaml", stackOf("orders"));
  await billing.panka(4, "status theirs");
  await billing.panka(4, "login --tenant orders --identity");
  await billing.panka(4, "login --tenant orders --token-stdin", await platform.read("billing"));
  await refusedByHand(billing, "tenants/orders/v1/stacks/api/dev/state.json");

  title("the token of orders was seen in a chat: a new one, and the old one and all sessions end");
  const old = await platform.read("orders");
  await platform.panka(
    0,
    "admin tenant rotate orders --revoke-now --token-file orders.new --reason seen_in_a_chat",
  );
  await orders.panka(4, "status");
  await orders.panka(4, "login --tenant orders --token-stdin", old);
  await login(orders, await platform.read("orders.new"));
  await orders.panka(0, "apply --yes --var TIMEOUT=60");

  title("billing is suspended: it can look, and change nothing");
  await platform.panka(0, "admin tenant suspend billing --yes --reason invoice_4711_is_open");
  await billing.panka(0, "status");
  await billing.panka(4, "apply --yes --var TIMEOUT=60");
  await platform.panka(0, "admin tenant activate billing --reason invoice_4711_is_paid");
  await billing.panka(0, "apply --yes --var TIMEOUT=60");

  title("billing is deleted by mistake, and restored");
  const remove = "admin tenant delete billing --yes --reason a_mistake";
  await platform.panka(5, remove);
  await platform.panka(0, `${remove} --abandon-stacks`);
  await billing.panka(4, "status");
  await platform.panka(0, "admin tenant restore billing --reason it_was_a_mistake");
  await login(billing, await platform.read("billing"));
  await billing.panka(0, "status");
  await platform.panka(0, "admin tenant stats");

  title("what was done, by whom and why");
  await platform.panka(0, "admin audit");

  title("the end");
  await Promise.all(
    teams.map((team) => team.panka(0, "destroy --yes --allow-data-loss all")),
  );
} catch (error) {
  console.error(`demo: ${LIMIT.aborted ? "it takes too long" : (error as Error).message}`);
  Deno.exitCode = 1;
} finally {
  await proxy.stop();
  await place.close();
}

function title(text: string): void {
  console.log(`\n# ${text}`);
}

async function login(team: Person, token: string): Promise<void> {
  await team.panka(0, `login --tenant ${team.name} --token-stdin`, token);
}

/** Asks S3 with a team's own credentials, past all that panka checks. */
async function refusedByHand(team: Person, key: string): Promise<void> {
  const kept = await team.read(`.config/panka/sessions/${team.name}.secret`);
  const { credentials } = JSON.parse(kept);
  const client = clientOf(proxy.url, {
    credentials: fixedCredentials({ ...credentials, source: "by hand" }),
  });
  console.log(`\n${team.name} $ (by hand) GET s3://${bucket}/${key}`);
  try {
    await new S3(client).getObject(bucket, key);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    console.log(`  ${error.status} ${error.code}`);
    if (error.code === "AccessDenied") return;
  }
  throw new Error("another tenant's state can be read");
}
