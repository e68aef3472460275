import assert from "node:assert/strict";
import { percentEncode } from "../../../src/aws/encode.ts";
import { checkpointKey, lockKey, stateKey, tenantCredentialKey } from "../../../src/state/paths.ts";
import { mistakable, TENANT_NAME } from "../../../src/tenant/names.ts";
import { trustPolicy } from "../../../src/tenant/iam/trust.ts";
import { BadAsk } from "../../iam/http_ask.ts";
import { requestsOf } from "../../iam/requests_of.ts";
import type { World } from "../../iam/wanted.ts";
import { Seeded } from "../../random.ts";
import { ACCOUNT, BUCKET, decide, sessionOf, TABLE, tenantName } from "./world.ts";

const PIECES = [
  ...[
    "a",
    "a-b",
    "-",
    "--",
    "",
    ".",
    "..",
    "/",
    "//",
    "../",
    "..%2f",
    "%2f",
    "%2F",
    "%252f",
    "%00",
  ],
  ...[
    "\\",
    "*",
    "?",
    "${aws:username}",
    "${aws:PrincipalTag/panka:tenant}",
    "${*}",
    ":",
    ":stack:",
  ],
  ...[
    "\u0430",
    "ａ",
    "a\u0301",
    "\u202e",
    "\u200b",
    "ß",
    "\u017f",
    "A",
    "\n",
    "\0",
    " ",
    "#",
    "&",
    "+",
    "=",
  ],
  ...[
    "v1",
    "stacks",
    "tenants",
    "audit",
    "tenant.yaml",
    "state.json",
    "?versionId=x",
    "'",
    '"',
    "<",
  ],
];

const word = (random: Seeded, other: string) =>
  Array.from({ length: 1 + random.below(4) }, () => random.pick([...PIECES, other])).join("");

/** A path from a tenant's own folder into another's. */
const climb = (random: Seeded, other: string) =>
  random.pick(["../", "..%2F", "%2e%2e/", "..\\", "....//"]).repeat(2 + random.below(4)) +
  random.pick(["", "tenants/"]) + `${other}/v1/stacks/shop`;

/** Runs 10,000 hostile names; another tenant has to do with each. */
async function hostile(
  check: (
    random: Seeded,
    name: string,
    me: string,
    other: string,
  ) => string | undefined | Promise<string | undefined>,
): Promise<void> {
  const start = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31));
  for (let seed = start; seed < start + 10_000; seed++) {
    const random = new Seeded(seed);
    const [me, other] = [tenantName(random), tenantName(random)];
    if (me === other || mistakable(me, [other])) continue;
    const name = random.below(3) ? word(random, other) : climb(random, other);
    assert.equal(
      await check(random, name, me, other),
      undefined,
      `SEED=${seed} ${JSON.stringify(name)}`,
    );
  }
}

/** What the keys of a tenant begin with, and keys of nobody else do. */
const own = (tenant: string) => [`tenants/${tenant}/`, `tenant:${tenant}:`];

Deno.test("a hostile tenant is refused, or its keys are its own", async () => {
  await hostile((_random, name) => {
    const trust = () =>
      trustPolicy({ tenant: name, accounts: [ACCOUNT], principals: [], tokens: [] });
    if (!TENANT_NAME.test(name)) {
      assert.throws(trust);
      return;
    }
    trust();
    const address = { tenant: name, stack: "shop", environment: "dev" };
    const keys = [stateKey(address), tenantCredentialKey(name), lockKey(address)];
    return keys.find((key) => !own(name).some((prefix) => key.startsWith(prefix)));
  });
});

Deno.test("a hostile stack, environment or service is refused, or its keys are its tenant's and nobody else's", async () => {
  await hostile((random, name, me) => {
    const address = random.below(2)
      ? { tenant: me, stack: name, environment: "dev" }
      : { tenant: me, stack: "shop", environment: name };
    const keys = [
      () => stateKey(address),
      () => checkpointKey({ ...address, stack: "shop", environment: "dev" }, name),
      () => lockKey(address),
      () => lockKey({ ...address, stack: "shop", environment: "dev" }, name),
    ];
    for (const key of keys) {
      let text: string;
      try {
        text = key();
      } catch (error) {
        assert.ok(error instanceof Error);
        continue;
      }
      const parts = text.split(/[/:]/);
      if (!own(me).some((prefix) => text.startsWith(prefix))) return text;
      // One name is one part: nothing in it begins another.
      if (![7, 6, 8].includes(parts.length) || parts.includes("..") || parts.includes(".")) {
        return text;
      }
    }
  });
});

const world: World = {
  hashKey: () => Promise.resolve("lockKey"),
  bucketOwner: () => Promise.resolve(ACCOUNT),
  role: () => Promise.resolve(undefined),
  keyArn: () => Promise.resolve(undefined),
  mappedFunction: () => Promise.resolve(undefined),
  fileSystemOf: () => Promise.resolve(undefined),
  tags: () => Promise.resolve({}),
};

/** What IAM is asked for a request as it is sent, or undefined where no server understands it. */
async function sent(
  me: string,
  request: { service: string; method: string; target: string; body?: string },
) {
  const { service, method, target, body = "" } = request;
  const headers = new Headers({
    authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/${service}/aws4_request`,
    ...service === "dynamodb" && { "x-amz-target": "DynamoDB_20120810.GetItem" },
  });
  const wire = { method, target, headers, body: new TextEncoder().encode(body) };
  try {
    return await requestsOf(wire, sessionOf(me), { world, secure: true, now: 0 });
  } catch (error) {
    if (error instanceof BadAsk) return [];
    throw error;
  }
}

Deno.test("a name that nobody has checked gets no other tenant's object, lists no other's and locks no other's", async () => {
  await hostile(async (random, name, me, other) => {
    const key = random.pick([
      `tenants/${me}/v1/stacks/${name}/dev/state.json`,
      `tenants/${name}/v1/stacks/shop/dev/state.json`,
      `tenants/${me}/${name}`,
      `tenants/${me}${name}`,
      name,
    ]);
    const path = random.pick([
      percentEncode(key),
      key.split("/").map(percentEncode).join("/"),
      encodeURI(key),
    ]);
    const lock = key.replaceAll("/", ":").replace("tenants", "tenant");
    // DynamoDB takes no empty key.
    const item = { TableName: TABLE, Key: { lockKey: { S: lock } } };
    const requests = (await Promise.all([
      sent(me, {
        service: "s3",
        method: random.pick(["GET", "PUT"]),
        target: `/${BUCKET}/${path}`,
      }),
      sent(me, {
        service: "s3",
        method: "GET",
        target: `/${BUCKET}?list-type=2&prefix=${percentEncode(key)}`,
      }),
      sent(me, { service: "dynamodb", method: "POST", target: "/", body: JSON.stringify(item) }),
    ])).flat();
    for (const request of requests) {
      const { action, resource, context = {} } = request;
      if (lock === "" || !decide(sessionOf(me), request).allowed) continue;
      // What is allowed is taken as it is, since S3 and DynamoDB know no "..".
      const touched = [
        resource.replace(`arn:aws:s3:::${BUCKET}/`, ""),
        ...[context["s3:prefix"] ?? [], context["dynamodb:LeadingKeys"] ?? []].flat(),
      ];
      const mine = touched.some((each) => own(me).some((prefix) => each.startsWith(prefix)));
      const theirs = touched.some((each) => own(other).some((prefix) => each.startsWith(prefix)));
      if (!mine || theirs) return `${action} ${touched.join(" ")}`;
    }
  });
});
