import assert from "node:assert/strict";
import {
  childEnvironment,
  isEmulated,
  queueEndpoint,
} from "../../../src/engine/pulumi/environment.ts";

const base = { home: "/cache/home", backend: "file:///tmp/x", passphrase: "p", credentials: {} };

Deno.test("childEnvironment() hands down PATH, proxies, certificates and endpoints, and nothing else", () => {
  const environment = childEnvironment({
    ...base,
    outer: {
      PATH: "/bin",
      HOME: "/home/me",
      USER: "me",
      HTTPS_PROXY: "http://proxy:3128",
      no_proxy: "localhost",
      SSL_CERT_FILE: "/ca.pem",
      AWS_CA_BUNDLE: "/ca.pem",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
      AWS_PROFILE: "other",
      AWS_ACCESS_KEY_ID: "outer",
      PULUMI_ACCESS_TOKEN: "secret",
      PULUMI_SKIP_CHECKPOINTS: "true",
      TF_LOG: "TRACE",
    },
    credentials: { AWS_ACCESS_KEY_ID: "resolved" },
  });
  const { PULUMI_CONFIG_PASSPHRASE, PULUMI_HOME, PULUMI_BACKEND_URL, ...rest } = environment;
  assert.deepEqual([PULUMI_CONFIG_PASSPHRASE, PULUMI_HOME, PULUMI_BACKEND_URL], [
    "p",
    "/cache/home",
    "file:///tmp/x",
  ]);
  assert.deepEqual(
    Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith("PULUMI_"))),
    {
      PATH: "/bin",
      HTTPS_PROXY: "http://proxy:3128",
      no_proxy: "localhost",
      SSL_CERT_FILE: "/ca.pem",
      AWS_CA_BUNDLE: "/ca.pem",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "resolved",
    },
  );
  assert.ok(!("PULUMI_SKIP_CHECKPOINTS" in rest) && !("PULUMI_ACCESS_TOKEN" in rest));
});

Deno.test("isEmulated() knows an emulator from AWS's own endpoints", () => {
  assert.equal(isEmulated({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566" }), true);
  assert.equal(isEmulated({ AWS_ENDPOINT_URL_SQS: "http://localhost:4566" }), true);
  assert.equal(
    isEmulated({ AWS_ENDPOINT_URL_S3: "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com" }),
    false,
  );
  assert.equal(isEmulated({ AWS_ENDPOINT_URL: "not a url", AWS_REGION: "eu-west-1" }), false);
});

Deno.test("queueEndpoint() is where an emulator's queues are, and nothing on AWS", () => {
  assert.equal(queueEndpoint({ AWS_ENDPOINT_URL: "http://127.0.0.1:1/" }), "http://127.0.0.1:1");
  const both = {
    AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    AWS_ENDPOINT_URL_SQS: "http://127.0.0.1:2",
  };
  assert.equal(queueEndpoint(both), "http://127.0.0.1:2");
  assert.equal(queueEndpoint({}), undefined);
});
