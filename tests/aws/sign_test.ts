import { AwsV4Signer } from "aws4fetch";
import assert from "node:assert/strict";
import { amzDate, sign } from "../../src/aws/sign.ts";
import vectors from "./sigv4_vectors.json" with { type: "json" };

interface Vector {
  name: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  service: string;
  region: string;
  token?: string;
  signedHeaders: string;
  signature: string;
}

const KEY = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const AT = Date.UTC(2015, 7, 30, 12, 36);

/** Signatures as AWS published them, which the file from botocore has to agree with. */
const PUBLISHED: Record<string, string> = {
  "get-vanilla": "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  "get-vanilla-query-order-key-case":
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  "get-vanilla-query-unreserved":
    "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
  "get-header-value-trim": "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
  "post-vanilla": "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
  "post-sts-header-before": "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
  "post-x-www-form-urlencoded": "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
};

async function signed(vector: Vector): Promise<{ signature?: string; signedHeaders?: string }> {
  const headers = await sign(
    {
      method: vector.method,
      url: vector.url,
      headers: new Headers(vector.headers),
      body: vector.body ? new TextEncoder().encode(vector.body) : undefined,
      service: vector.service,
      region: vector.region,
    },
    { ...KEY, sessionToken: vector.token, source: "test" },
    AT,
  );
  const found = /SignedHeaders=(\S+), Signature=(\S+)$/.exec(headers.get("authorization") ?? "");
  return { signedHeaders: found?.[1], signature: found?.[2] };
}

for (const vector of [...vectors.suite, ...vectors.ours] as unknown as Vector[]) {
  Deno.test(`sign() agrees with botocore on ${vector.name}`, async () => {
    const { signature, signedHeaders } = vector;
    assert.deepEqual(await signed(vector), { signature, signedHeaders });
    if (PUBLISHED[vector.name]) assert.equal(signature, PUBLISHED[vector.name]);
  });
}

Deno.test("aws4fetch agrees with AWS's published get-utf8, whose path is encoded once", async () => {
  const signer = new AwsV4Signer({
    ...KEY,
    url: "https://example.amazonaws.com/ሴ",
    service: "service",
    region: "us-east-1",
    datetime: amzDate(AT),
    singleEncode: true,
  });
  assert.equal(
    await signer.signature(),
    "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
  );
});
