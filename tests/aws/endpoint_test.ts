import assert from "node:assert/strict";
import { bucketBase, endpointFor, iamRegion } from "../../src/aws/endpoint.ts";

const of = (env: Record<string, string>) => (name: string) => env[name];

Deno.test("endpointFor() is AWS's own of the region when none is configured", () => {
  assert.equal(endpointFor("s3", "eu-west-1", of({})).base, "https://s3.eu-west-1.amazonaws.com");
  assert.equal(
    endpointFor("sts", "cn-north-1", of({})).base,
    "https://sts.cn-north-1.amazonaws.com.cn",
  );
});

Deno.test("endpointFor() prefers the service's own variable, and ignores both when told", () => {
  const env = {
    AWS_ENDPOINT_URL: "http://all:1/",
    AWS_ENDPOINT_URL_DYNAMODB: "http://table:2",
    AWS_ENDPOINT_URL_APPLICATION_AUTOSCALING: "http://scaling:3",
  };
  assert.equal(endpointFor("s3", "x", of(env)).base, "http://all:1");
  assert.equal(endpointFor("dynamodb", "x", of(env)).base, "http://table:2");
  assert.equal(endpointFor("application-autoscaling", "x", of(env)).base, "http://scaling:3");
  const ignoring = of({ ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" });
  assert.equal(endpointFor("s3", "x", ignoring).base, "https://s3.x.amazonaws.com");
});

Deno.test("endpointFor() knows IAM's one endpoint in each partition, and iamRegion() what it signs for", () => {
  const iam = (region: string) => [endpointFor("iam", region, of({})).base, iamRegion(region)];
  assert.deepEqual(iam("eu-west-1"), ["https://iam.amazonaws.com", "us-east-1"]);
  assert.deepEqual(iam("cn-northwest-1"), [
    "https://iam.cn-north-1.amazonaws.com.cn",
    "cn-north-1",
  ]);
  assert.deepEqual(iam("us-gov-east-1"), ["https://iam.us-gov.amazonaws.com", "us-gov-west-1"]);
  const env = of({ AWS_ENDPOINT_URL: "http://all:1", AWS_ENDPOINT_URL_IAM: "http://iam:2" });
  assert.equal(endpointFor("iam", "eu-west-1", env).base, "http://iam:2");
});

Deno.test("endpointFor() names the variable when its value is no URL", () => {
  for (const value of ["localhost:4566", "ftp://x", "nonsense"]) {
    assert.throws(
      () => endpointFor("s3", "x", of({ AWS_ENDPOINT_URL: value })),
      /Set AWS_ENDPOINT_URL to an http or https URL/,
    );
  }
});

Deno.test("bucketBase() puts the bucket before the host, or into the path of a custom endpoint", () => {
  const aws = endpointFor("s3", "eu-west-1", of({}));
  assert.equal(bucketBase(aws, "b"), "https://b.s3.eu-west-1.amazonaws.com");
  assert.equal(bucketBase(aws, "a.b"), "https://s3.eu-west-1.amazonaws.com/a.b");
  const custom = endpointFor("s3", "eu-west-1", of({ AWS_ENDPOINT_URL_S3: "http://h:1/base" }));
  assert.equal(bucketBase(custom, "b"), "http://h:1/base/b");
});
