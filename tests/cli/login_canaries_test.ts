import assert from "node:assert/strict";
import { newToken } from "../../src/tenant/credential.ts";
import { externalId, parseToken } from "../../src/tenant/credential.ts";
import { realClock, realRandom } from "../aws/real_world.ts";
import { withEnvironment } from "../faults/aws_place.ts";
import { runIn, testWorld } from "./test_world.ts";

const TENANT = "acme";
const document = "apiVersion: admin.panka.io/v1\nkind: TenantConfig\nmetadata: {name: acme}\n";
const stack = `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: acme}
spec: {provider: {region: us-east-1}}
`;
const COMMANDS = [
  ["session"],
  ["session", "-o", "json"],
  ["config", "explain", "-o", "json"],
  ["doctor", "-o", "yaml"],
  ["history"],
  ["status", "-o", "json"],
  ["plan"],
  ["logout"],
];

/** STS that gives canaries, and S3 that holds the tenant's document; or answers as the test says. */
function startAws(secret: string, session: string) {
  let broken: "denied" | "nonsense" | undefined;
  const requests: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.text();
    requests.push(body);
    if (broken === "nonsense") return new Response("<html>", { status: 200 });
    if (body.includes("GetCallerIdentity")) {
      return new Response(
        "<R><GetCallerIdentityResult><Account>123456789012</Account><UserId>u</UserId>" +
          "<Arn>arn:aws:iam::123456789012:user/ada</Arn></GetCallerIdentityResult></R>",
      );
    }
    if (broken === "denied") {
      return new Response(
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
        { status: 403 },
      );
    }
    if (body.includes("AssumeRole")) {
      return new Response(
        `<R><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>${secret}` +
          `</SecretAccessKey><SessionToken>${session}</SessionToken><Expiration>2126-01-01T00:00:00Z` +
          "</Expiration></Credentials></AssumeRoleResult></R>",
      );
    }
    if (request.url.endsWith("tenant.yaml")) {
      return new Response(document, { headers: { "x-amz-version-id": "1", etag: '"1"' } });
    }
    return new Response("<Error><Code>NoSuchKey</Code></Error>", { status: 404 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    breakWith: (how: typeof broken) => broken = how,
    stop: () => server.shutdown(),
  };
}

Deno.test({
  name:
    "200 tokens, external ids and credentials are nowhere but in the keyring or the secret file",
  sanitizeResources: false,
}, async () => {
  let commands = 0;
  for (let round = 0; round < 50; round++) {
    const token = (await newToken(realRandom)).text;
    const external = await externalId((await parseToken(token))!, TENANT);
    const [secret, session] = [`canary-secret-${round}-x`, `canary-session-${round}-x`];
    const canaries = [token, external, secret, session];
    const aws = startAws(secret, session);
    const keyring = new Map<string, string>();
    const world = Object.assign(
      testWorld({
        home: "/home/dev",
        stdin: token,
        files: { "stack.yaml": stack },
        env: {
          PANKA_BACKEND_BUCKET: "state",
          PANKA_BACKEND_TABLE: "locks",
          ...round % 2 && { PANKA_LOG: "debug" },
          ...round % 4 > 1 && { PANKA_KEYRING: "off" },
        },
      }),
      { clock: realClock, random: realRandom },
    );
    const check = (text: string, where: string) => {
      for (const canary of canaries) assert.ok(!text.includes(canary), where);
    };
    // As secret-tool behaves.
    world.run = (command, options) => {
      check(command.join(" "), "a command line");
      if (command[0] !== "secret-tool") return Promise.resolve(undefined);
      const tenant = command.at(-1)!;
      if (command[1] === "store") keyring.set(tenant, options!.stdin!);
      if (command[1] === "clear") keyring.delete(tenant);
      const stdout = command[1] === "lookup" ? keyring.get(tenant) : "";
      return Promise.resolve({ code: stdout === undefined ? 1 : 0, stdout: stdout ?? "" });
    };
    const run = async (...args: string[]) => {
      const { code, stdout, stderr } = await runIn(world, ...args);
      commands++;
      check(stdout + stderr, args.join(" "));
      for (const [path, content] of Object.entries(world.tree)) {
        if (!path.endsWith(".secret")) check(String(content), path);
        else assert.equal(world.env("PANKA_KEYRING"), "off", "a file although there is a keyring");
      }
      return code;
    };
    const login = ["login", "--tenant", TENANT, "--token-stdin"];
    await withEnvironment({
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_SECRET_ACCESS_KEY: "base",
    }, async () => {
      try {
        aws.breakWith("denied");
        assert.equal(await run(...login), 4);
        aws.breakWith("nonsense");
        assert.equal(await run(...login, "-o", "json"), 1);
        aws.breakWith(undefined);
        assert.equal(await run(...login), 0);
        check(aws.requests.join().replaceAll(external, ""), "a request");
        for (const command of COMMANDS) await run(...command);
        assert.equal(keyring.size, 0);
        assert.deepEqual(Object.keys(world.tree), ["stack.yaml"]);
      } finally {
        await aws.stop();
      }
    });
  }
  console.log(`${commands} commands, 200 canaries`);
});
