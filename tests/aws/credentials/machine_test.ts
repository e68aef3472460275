import assert from "node:assert/strict";
import { containerSource } from "../../../src/aws/credentials/container.ts";
import { instanceSource } from "../../../src/aws/credentials/instance.ts";
import { fakeWorld, type World } from "./fake_world.ts";

const JSON_KEYS = {
  Code: "Success",
  AccessKeyId: "MK",
  SecretAccessKey: "ms",
  Token: "mt",
  Expiration: "2026-01-02T09:00:00Z",
};
const IMDS = "http://169.254.169.254/latest";
const ROLES = `${IMDS}/meta-data/iam/security-credentials/`;

const container = (world: World) => containerSource(fakeWorld(world)).find();
const instance = (world: World) => instanceSource(fakeWorld(world)).find();

Deno.test("containerSource() asks the ECS agent for the relative URI", async () => {
  const found = await container({
    env: { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1" },
    answers: { "GET http://169.254.170.2/v2/credentials/1": Response.json(JSON_KEYS) },
  });
  assert.deepEqual(found, {
    accessKeyId: "MK",
    secretAccessKey: "ms",
    sessionToken: "mt",
    expiresAt: Date.UTC(2026, 0, 2, 9),
    source: "the container",
  });
});

Deno.test("containerSource() sends the token of EKS's file, read at each call", async () => {
  const files = { "/token": "first\n" };
  const ports = fakeWorld({
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/token",
      AWS_CONTAINER_AUTHORIZATION_TOKEN: "not this",
    },
    files,
    answers: () => Response.json(JSON_KEYS),
  });
  const source = containerSource(ports);
  await source.find();
  files["/token"] = "second";
  await source.find();
  assert.deepEqual(ports.asked.map(({ headers }) => headers.get("authorization")), [
    "first",
    "second",
  ]);
});

Deno.test("containerSource() sends no token to a plain http host elsewhere", async () => {
  for (
    const url of ["http://evil.test/x", "http://10.0.0.1/", "http://127.evil.test/", "nonsense"]
  ) {
    await assert.rejects(
      container({ env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: url }, answers: () => undefined }),
      /to https or to this machine/,
      url,
    );
  }
});

Deno.test("containerSource() says what is wrong with its answer", async () => {
  const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9/c" };
  await assert.rejects(container({ env }), /can't be reached/);
  const answer = (body: string, status = 200) => ({
    env,
    answers: () => new Response(body, { status }),
  });
  await assert.rejects(container(answer("no", 403)), /HTTP 403/);
  await assert.rejects(container(answer("secret-canary")), (error) => {
    assert.doesNotMatch(String(error), /canary/);
    return true;
  });
  const odd = JSON.stringify({ ...JSON_KEYS, Expiration: "soon" });
  await assert.rejects(container(answer(odd)), /no time/);
  assert.ok("nothing" in await container({}));
});

Deno.test("instanceSource() uses version 2 of the metadata service", async () => {
  const ports = fakeWorld({
    answers: {
      [`PUT ${IMDS}/api/token`]: new Response("TOKEN"),
      [`GET ${ROLES}`]: new Response("web-role\n"),
      [`GET ${ROLES}web-role`]: Response.json(JSON_KEYS),
    },
  });
  const found = await instanceSource(ports).find();
  assert.ok("accessKeyId" in found && found.accessKeyId === "MK");
  assert.equal(ports.asked[0]!.headers.get("x-aws-ec2-metadata-token-ttl-seconds"), "21600");
  assert.deepEqual(
    ports.asked.slice(1).map(({ headers }) => headers.get("x-aws-ec2-metadata-token")),
    ["TOKEN", "TOKEN"],
  );
});

Deno.test("instanceSource() has nothing where there is no such service, no role, or it is turned off", async () => {
  for (
    const [world, why] of [
      [{}, /no metadata service/],
      [{ answers: () => new Response("", { status: 403 }) }, /no metadata service/],
      [{ env: { AWS_EC2_METADATA_DISABLED: "TRUE" } }, /AWS_EC2_METADATA_DISABLED/],
      [{
        answers: {
          [`PUT ${IMDS}/api/token`]: new Response("TOKEN"),
          [`GET ${ROLES}`]: new Response("", { status: 404 }),
        },
      }, /no role/],
    ] satisfies [World, RegExp][]
  ) {
    const found = await instance(world);
    assert.match("nothing" in found ? found.nothing : "", why);
  }
});

Deno.test("instanceSource() throws when a role's credentials are refused", async () => {
  await assert.rejects(
    instance({
      answers: {
        [`PUT ${IMDS}/api/token`]: new Response("TOKEN"),
        [`GET ${ROLES}`]: new Response("web-role"),
        [`GET ${ROLES}web-role`]: new Response("", { status: 500 }),
      },
    }),
    /gave no credentials/,
  );
});

Deno.test("instanceSource() gives up after a second without an answer", async () => {
  const ports = fakeWorld({});
  const limits: number[] = [];
  ports.clock.sleep = (ms) => {
    limits.push(ms);
    return Promise.resolve();
  };
  ports.send = (_, { signal }) =>
    new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)));
  const found = await instanceSource(ports).find();
  assert.ok("nothing" in found);
  assert.deepEqual(limits, [1000]);
});
