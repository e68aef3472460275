import assert from "node:assert/strict";
import { fixedCredentials } from "../../src/aws/credentials/credentials.ts";
import { Sts } from "../../src/aws/sts.ts";
import { externalId, parseToken } from "../../src/tenant/credential.ts";
import { TENANT_TAG, tenantRoleArn } from "../../src/tenant/names.ts";
import { clientOf } from "../aws/real_world.ts";
import { type IamProxy, startIamProxy } from "../iam/proxy.ts";
import { e2eMissing, Place, type Ran } from "./panka.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/tenant_life: ${missing}`);

const ACCOUNT = "000000000000";
const FILES = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: notes}
spec: {provider: {region: us-east-1}}
`,
  "services/api/jobs.yaml": `apiVersion: components.panka.io/v1
kind: SQS
metadata: {name: jobs}
spec: {}
`,
};

/** The platform's keys, and those of somebody who may take on the tenant's role and nothing else. */
const PLATFORM = { accessKeyId: "AKIAPLATFORM", arn: `arn:aws:iam::${ACCOUNT}:root` };
const TEAM = {
  accessKeyId: "AKIATEAM",
  arn: `arn:aws:iam::${ACCOUNT}:user/dev`,
  policies: [{
    Version: "2012-10-17",
    Statement: [{
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Resource: `arn:aws:iam::${ACCOUNT}:role/panka-platform/*`,
    }],
  }],
};

/** A machine: the executable by the proxy, with somebody's keys and a home of its own. */
class Machine {
  constructor(
    private readonly place: Place,
    private readonly proxy: IamProxy,
    private readonly accessKeyId: string,
    private readonly home: string,
    private readonly backend: Record<string, string> = {},
  ) {}

  run(args: string[], env: Record<string, string> = {}): Promise<Ran> {
    return this.place.pankaIn(`${this.place.folder}/shop`, {
      AWS_ENDPOINT_URL: this.proxy.url,
      AWS_ACCESS_KEY_ID: this.accessKeyId,
      AWS_REGION: "us-east-1",
      HOME: this.home,
      PANKA_BACKEND_BUCKET: "",
      PANKA_BACKEND_TABLE: "",
      PANKA_BACKEND_REGION: "",
      ...this.backend,
      ...env,
    }, ...args);
  }

  async does(args: string[], env?: Record<string, string>): Promise<Ran> {
    const ran = await this.run(args, env);
    assert.equal(ran.code, 0, `${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
    return ran;
  }

  async refused(code: number, said: RegExp, args: string[], env?: Record<string, string>) {
    const ran = await this.run(args, env);
    assert.equal(ran.code, code, `${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
    assert.match(ran.stderr, said);
  }
}

Deno.test({
  name:
    "a tenant's life, where AWS enforces what is said: made, suspended, rotated, deleted, restored",
  ignore: missing !== undefined,
}, async (t) => {
  const place = await Place.open();
  const proxy = startIamProxy({ upstream: place.cloud.url, principals: [PLATFORM, TEAM] });
  const { bucket, table, region } = place.backend;
  const platform = new Machine(place, proxy, PLATFORM.accessKeyId, `${place.folder}/platform`, {
    PANKA_BACKEND_BUCKET: bucket,
    PANKA_BACKEND_TABLE: table,
    PANKA_BACKEND_REGION: region,
  });
  const team = new Machine(place, proxy, TEAM.accessKeyId, `${place.folder}/team`);
  const admin = (...args: string[]) => platform.does(["admin", "tenant", ...args]);
  const login = ["login", "--tenant", "notes", "--no-input"];
  const by = (token: string) => ({ PANKA_TENANT_TOKEN: token });
  try {
    for (const [path, text] of Object.entries(FILES)) {
      const file = `${place.folder}/shop/${path}`;
      await Deno.mkdir(file.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(file, text);
    }
    await platform.does([
      ...["backend", "create", "--bucket", bucket, "--table", table, "--region", region],
    ]);
    let token = "";

    await t.step("the platform makes it, and its team logs in and deploys", async () => {
      token = (await admin("init", "notes")).stdout.trim();
      const { stderr } = await team.does(login, by(token));
      assert.match(stderr, /logged in as tenant notes/);
      await team.does(["apply", "--yes"]);
      const [queues] = await place.ask(["sqs", "list_queues", {}]);
      assert.equal((queues!.QueueUrls as string[]).length, 1);
    });

    await t.step("its team is nobody to the platform's commands", async () => {
      await team.refused(4, /\[/, ["admin", "tenant", "list"], {
        PANKA_BACKEND_BUCKET: bucket,
        PANKA_BACKEND_TABLE: table,
      });
      const client = clientOf(proxy.url, {
        credentials: fixedCredentials({ ...TEAM, secretAccessKey: "secret", source: "test" }),
      });
      const session = await new Sts(client).assumeRole({
        roleArn: tenantRoleArn(ACCOUNT, "notes"),
        sessionName: "dev",
        externalId: await externalId((await parseToken(token))!, "notes"),
        tags: { [TENANT_TAG]: "notes" },
      });
      await platform.refused(4, /credentials of tenant "notes"/, ["admin", "tenant", "list"], {
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SESSION_TOKEN: session.sessionToken!,
      });
    });

    await t.step(
      "suspended, it may look and change nothing, in a session that is live",
      async () => {
        await admin("suspend", "notes", "--yes", "--reason", "invoice 4711");
        await team.refused(4, /"notes" is suspended[^]*invoice 4711/, ["destroy", "--yes"]);
        const { stdout } = await team.does(["state", "list", "-o", "json"]);
        assert.deepEqual(JSON.parse(stdout).components.map(({ id }: { id: string }) => id), [
          "api/jobs",
        ]);
        await team.does(login, by(token));
        await admin("activate", "notes");
        await team.does(["state", "locking", "service", "--yes", "--reason", "x"]);
      },
    );

    await t.step("rotated, the old token is good until it is revoked", async () => {
      const second = (await admin("rotate", "notes")).stdout.trim();
      await team.does(login, by(token));
      await team.does(login, by(second));
      const third = (await admin("rotate", "notes", "--revoke-now")).stdout.trim();
      for (const old of [token, second]) {
        await team.refused(4, /admin tenant rotate notes/, login, by(old));
      }
      await team.refused(4, /panka login --tenant notes, as sessions end/, ["state", "list"]);
      await team.does(login, by(third));
      await team.does(["state", "list"]);
      token = third;
    });

    await t.step("deleted, nobody logs in; restored, everything is as it was", async () => {
      const args = ["admin", "tenant", "delete", "notes", "--yes", "--reason", "dissolved"];
      await platform.refused(5, /shop\/dev: 1 component/, args);
      await admin(...args.slice(2), "--abandon-stacks");
      await team.refused(4, /does not let dev log in/, login, by(token));
      await team.refused(4, /AWS does not allow/, ["state", "list"]);
      await admin("restore", "notes");
      await team.does(login, by(token));
      await team.does(["state", "locking", "stack", "--yes", "--reason", "x"]);
      const { stdout } = await admin("list", "-o", "json");
      assert.deepEqual(
        JSON.parse(stdout).tenants.map((one: Record<string, string>) => [one.name, one.status]),
        [["notes", "active"]],
      );
    });
  } finally {
    await proxy.stop();
    await place.close();
  }
});
