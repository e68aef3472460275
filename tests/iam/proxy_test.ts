import assert from "node:assert/strict";
import type { AwsClient } from "../../src/aws/client.ts";
import { type Credentials, fixedCredentials } from "../../src/aws/credentials/credentials.ts";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { AwsError } from "../../src/aws/errors.ts";
import { S3 } from "../../src/aws/s3.ts";
import { type AssumeRole, Sts } from "../../src/aws/sts.ts";
import { S3Store } from "../../src/state/s3_store.ts";
import { StoreUnavailable } from "../../src/state/store.ts";
import { clientOf } from "../aws/real_world.ts";
import { makeAwsBackend } from "../races/backend.ts";
import { ministackOfFile, skipped } from "../rig/emulator_of_file.ts";
import { type IamProxy, startIamProxy } from "./proxy.ts";
import { Upstream } from "./proxy/upstream.ts";

const HOME = "000000000000";
const ABROAD = "222222222222";
const DAVID = { accessKeyId: "AKIADAVID", arn: `arn:aws:iam::${ABROAD}:user/David` };

const server = await ministackOfFile({ services: ["s3", "dynamodb", "iam", "sts", "kms"] });

/** A bucket, a table, and a role for tenants as a platform would make it; David may take on any role. */
interface Place {
  proxy: IamProxy;
  name: string;
  role: string;
  /** Asks IAM past the proxy. */
  iam(form: Record<string, string>): Promise<unknown>;
  /** A client by the proxy, as David or as a session. */
  client(credentials?: Partial<Credentials>): AwsClient;
  login(more?: Partial<AssumeRole>): Promise<Credentials>;
  /** Moves the proxy's clock. */
  later(ms: number): void;
}

function onPlace(title: string, run: (place: Place) => Promise<void>): void {
  if (!server) return Deno.test.ignore(`${title} (skipped: ${skipped})`, () => {});
  Deno.test(title, async () => {
    const name = `iam-${crypto.randomUUID().slice(0, 8)}`;
    await makeAwsBackend(server.url, name);
    const upstream = new Upstream(server.url, [HOME]);
    const iam = (form: Record<string, string>) => upstream.iam(HOME, { RoleName: name, ...form });
    await iam({ Action: "CreateRole", Path: "/platform/", AssumeRolePolicyDocument: trust() });
    await iam({ Action: "PutRolePolicy", PolicyName: "own", PolicyDocument: own(name) });
    let ahead = 0;
    await using proxy = startIamProxy({
      upstream: server.url,
      principals: [{ ...DAVID, policies: [document(allow("sts:*", "*"))] }],
      accounts: [HOME],
      now: () => Date.now() + ahead,
    });
    const role = `arn:aws:iam::${HOME}:role/platform/${name}`;
    const client = (credentials: Partial<Credentials> = {}) =>
      clientOf(proxy.url, {
        credentials: fixedCredentials({
          accessKeyId: DAVID.accessKeyId,
          secretAccessKey: "secret",
          source: "test",
          ...credentials,
        }),
      });
    await run({
      proxy,
      name,
      role,
      iam,
      client,
      later: (ms) => void (ahead += ms),
      login: (more) =>
        new Sts(client()).assumeRole({
          roleArn: role,
          sessionName: "one",
          externalId: "right-id",
          tags: { "panka:tenant": "a" },
          ...more,
        }),
    });
  });
}

const allow = (action: string | string[], resource: string | string[], condition?: object) => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...(condition && { Condition: condition }),
});
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

const trust = () =>
  document({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ABROAD}:root` },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: { "sts:ExternalId": "right-id" },
      Null: { "aws:RequestTag/panka:tenant": "false" },
    },
  });

const own = (name: string) =>
  document(
    allow(
      ["s3:GetObject", "s3:PutObject"],
      `arn:aws:s3:::${name}/tenants/\${aws:PrincipalTag/panka:tenant}/*`,
    ),
    allow("s3:ListBucket", `arn:aws:s3:::${name}`, {
      StringLike: { "s3:prefix": "tenants/${aws:PrincipalTag/panka:tenant}/*" },
    }),
    allow(["dynamodb:GetItem", "dynamodb:PutItem"], `arn:aws:dynamodb:*:${HOME}:table/${name}`, {
      "ForAllValues:StringLike": {
        "dynamodb:LeadingKeys": ["tenant:${aws:PrincipalTag/panka:tenant}:*"],
      },
      Null: { "dynamodb:LeadingKeys": "false" },
    }),
  );

function refused(code: RegExp) {
  return (error: unknown) => error instanceof AwsError && code.test(error.code);
}

const body = new TextEncoder().encode("x");

onPlace(
  "startIamProxy() lets a session to its tenant's objects and items, and to no other's",
  async (place) => {
    const client = place.client(await place.login());
    const [s3, dynamodb] = [new S3(client), new DynamoDb(client)];
    await s3.putObject(place.name, "tenants/a/x", body, {});
    assert.deepEqual((await s3.getObject(place.name, "tenants/a/x")).body, body);
    assert.deepEqual(await s3.listKeys(place.name, "tenants/a/"), ["tenants/a/x"]);
    await dynamodb.putItem({
      TableName: place.name,
      Item: { lockKey: { S: "tenant:a:stack:s" } },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    assert.ok(await dynamodb.getItem(place.name, { lockKey: { S: "tenant:a:stack:s" } }));

    const denied = refused(/^AccessDenied/);
    await assert.rejects(s3.getObject(place.name, "tenants/b/x"), denied);
    await assert.rejects(s3.putObject(place.name, "tenants/ab/x", body, {}), denied);
    await assert.rejects(s3.deleteObject(place.name, "tenants/a/x"), denied);
    await assert.rejects(s3.listKeys(place.name, "tenants/"), denied);
    await assert.rejects(
      dynamodb.getItem(place.name, { lockKey: { S: "tenant:ab:stack:s" } }),
      denied,
    );
    await assert.rejects(dynamodb.call("Scan", { TableName: place.name }, "always"), denied);
  },
);

onPlace(
  "startIamProxy() tells what is missing only to who may list the whole bucket, as S3 does",
  async (place) => {
    const client = place.client(await place.login());
    await assert.rejects(
      new S3(client).getObject(place.name, "tenants/a/none"),
      refused(/^AccessDenied$/),
    );
    // What may be listed can be looked for.
    const store = new S3Store(new S3(client), place.name);
    assert.equal(await store.get("tenants/a/none"), undefined);
    await store.put("tenants/a/none-but-longer", body, "absent");
    assert.equal(await store.get("tenants/a/none"), undefined);
    await assert.rejects(store.get("tenants/b/none"), StoreUnavailable);
    // Denied is not missing.
    const put = { Action: "PutRolePolicy", PolicyName: "more" };
    const closed = document({ Effect: "Deny", Action: "s3:GetObject", Resource: "*" });
    await place.iam({ ...put, PolicyDocument: closed });
    await assert.rejects(store.get("tenants/a/none-but-longer"), StoreUnavailable);
    await place.iam({ ...put, PolicyDocument: document(allow("s3:ListBucket", "*")) });
    await assert.rejects(
      new S3(client).getObject(place.name, "tenants/a/none"),
      refused(/^NoSuchKey$/),
    );
  },
);

onPlace(
  "startIamProxy() hands out sessions only as the role's trust policy says",
  async (place) => {
    const denied = refused(/^AccessDenied$/);
    await assert.rejects(place.login({ externalId: "wrong-id" }), denied);
    await assert.rejects(place.login({ externalId: undefined }), denied);
    await assert.rejects(place.login({ tags: {} }), denied);
    await assert.rejects(place.login({ roleArn: `${place.role}-2` }), denied);
    await assert.rejects(place.login({ roleArn: place.role.replace("/platform", "") }), denied);
    await assert.rejects(
      place.login({ tags: { "panka:tenant": "*" } }),
      refused(/^ValidationError$/),
    );
    await assert.rejects(place.login({ durationSeconds: 7200 }), refused(/^ValidationError$/));

    const session = await place.login();
    const who = await new Sts(place.client(session)).getCallerIdentity();
    assert.equal(who.arn, `arn:aws:sts::${HOME}:assumed-role/${place.name}/one`);
    assert.equal((await new Sts(place.client()).getCallerIdentity()).arn, DAVID.arn);
  },
);

onPlace(
  "startIamProxy() knows no key or token that it didn't give, and none that has expired",
  async (place) => {
    const session = await place.login();
    const get = (credentials: Partial<Credentials>) =>
      new S3(place.client(credentials)).listKeys(place.name, "tenants/a/");
    await get(session);
    await assert.rejects(
      get({ ...session, sessionToken: "other" }),
      refused(/^InvalidAccessKeyId$/),
    );
    await assert.rejects(get({ accessKeyId: "AKIAEVE" }), refused(/^InvalidAccessKeyId$/));
    place.later(3_600_001);
    await assert.rejects(get(session), refused(/^ExpiredToken$/));
  },
);

onPlace("startIamProxy() enforces what is installed at the moment", async (place) => {
  const { name, iam } = place;
  const session = await place.login();
  const list = () => new S3(place.client(session)).listKeys(name, "tenants/a/");
  const denied = refused(/^AccessDenied$/);
  await list();

  await iam({
    Action: "PutRolePolicy",
    PolicyName: "revoke",
    PolicyDocument: document({
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: {
        DateLessThan: { "aws:TokenIssueTime": new Date(Date.now() + 1000).toISOString() },
      },
    }),
  });
  await assert.rejects(list(), denied);
  await iam({ Action: "DeleteRolePolicy", PolicyName: "revoke" });
  await list();

  const PolicyArn = `arn:aws:iam::${HOME}:policy/${name}`;
  await iam({
    Action: "CreatePolicy",
    PolicyName: name,
    PolicyDocument: document(allow("sqs:*", "*")),
  });
  await iam({ Action: "PutRolePermissionsBoundary", PermissionsBoundary: PolicyArn });
  await assert.rejects(list(), denied);
  await iam({
    Action: "CreatePolicyVersion",
    PolicyArn,
    SetAsDefault: "true",
    PolicyDocument: document(allow("s3:*", "*")),
  });
  await list();

  await iam({ Action: "DeleteRolePolicy", PolicyName: "own" });
  await assert.rejects(list(), denied);
  await iam({ Action: "AttachRolePolicy", PolicyArn });
  await list();
});

onPlace("startIamProxy() enforces the bucket's policy", async (place) => {
  const { name, proxy } = place;
  const policy = document({
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: `arn:aws:s3:::${name}/*`,
    Condition: {
      Null: { "s3:if-match": "true", "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    },
  }, {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: `arn:aws:s3:::${name}`,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  const admin = new Upstream(server!.url, []);
  await admin.ask({
    service: "s3",
    account: HOME,
    method: "PUT",
    target: `/${name}?policy`,
    body: policy,
  });
  const s3 = new S3(place.client(await place.login()));
  const denied = refused(/^AccessDenied$/);
  await assert.rejects(s3.putObject(name, "tenants/a/x", body, {}), denied);
  await s3.putObject(name, "tenants/a/x", body, { ifNoneMatch: "*" });
  await s3.listKeys(name, "tenants/a/");
  proxy.secure = false;
  await assert.rejects(s3.listKeys(name, "tenants/a/"), denied);
  assert.match(
    proxy.decisions.at(-1)!.why!,
    /policy of arn:aws:s3:::iam-\w+ denies it by statement "#2"/,
  );
});

onPlace("startIamProxy() refuses when the bucket is not the expected owner's", async (place) => {
  const session = await place.login();
  const scope = `${session.accessKeyId}/20260101/us-east-1/s3/aws4_request`;
  const status = async (owner: string) => {
    const response = await fetch(`${place.proxy.url}/${place.name}/tenants/a/there`, {
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}`,
        "x-amz-security-token": session.sessionToken!,
        "x-amz-expected-bucket-owner": owner,
      },
    });
    await response.body?.cancel();
    return response.status;
  };
  await new S3(place.client(session)).putObject(place.name, "tenants/a/there", body, {});
  assert.equal(await status(HOME), 200);
  assert.equal(await status(ABROAD), 403);
});

onPlace(
  "startIamProxy() narrows a session by its own policy, and hands on transitive tags",
  async (place) => {
    const { name, iam } = place;
    const narrow = await place.login({ policy: document(allow("s3:ListBucket", "*")) });
    const s3 = new S3(place.client(narrow));
    assert.deepEqual(await s3.listKeys(name, "tenants/a/"), []);
    await assert.rejects(s3.putObject(name, "tenants/a/x", body, {}), refused(/^AccessDenied$/));

    const first = await place.login({ transitiveTags: ["panka:tenant"] });
    const sts = new Sts(place.client(first));
    const RoleName = `${name}-2`;
    const second = { roleArn: `arn:aws:iam::${HOME}:role/${RoleName}`, sessionName: "two" };
    const AssumeRolePolicyDocument = document({
      Effect: "Allow",
      Principal: { AWS: place.role },
      Action: ["sts:AssumeRole", "sts:TagSession"],
    });
    await iam({ Action: "CreateRole", RoleName, AssumeRolePolicyDocument });
    await iam({ Action: "PutRolePolicy", RoleName, PolicyName: "own", PolicyDocument: own(name) });
    await assert.rejects(
      sts.assumeRole({ ...second, tags: { "panka:tenant": "b" } }),
      refused(/^InvalidParameterValue$/),
    );
    const chained = new S3(place.client(await sts.assumeRole(second)));
    assert.deepEqual(await chained.listKeys(name, "tenants/a/"), []);
    await assert.rejects(chained.listKeys(name, "tenants/b/"), refused(/^AccessDenied$/));
  },
);

onPlace("startIamProxy() asks a key's policy, and for whom it encrypts", async (place) => {
  const admin = new Upstream(server!.url, []);
  const kms = (operation: string, input: object) =>
    admin.json("kms", HOME, "us-east-1", `TrentService.${operation}`, input);
  const { Arn } = (await kms("CreateKey", {}))!.KeyMetadata as { Arn: string };
  await place.iam({
    Action: "PutRolePolicy",
    PolicyName: "key",
    PolicyDocument: document(allow("kms:Encrypt", Arn, {
      StringEquals: { "kms:EncryptionContext:tenant": "${aws:PrincipalTag/panka:tenant}" },
    })),
  });
  const client = place.client(await place.login());
  const encrypt = (tenant: string) => {
    const input = { KeyId: Arn, Plaintext: btoa("x"), EncryptionContext: { tenant } };
    return client.send({
      service: "kms",
      operation: "Encrypt",
      method: "POST",
      repeat: "always",
      headers: {
        "x-amz-target": "TrentService.Encrypt",
        "content-type": "application/x-amz-json-1.1",
      },
      body: new TextEncoder().encode(JSON.stringify(input)),
    });
  };
  await encrypt("a");
  await assert.rejects(encrypt("b"), refused(/^AccessDeniedException$/));
  const closed = { Effect: "Deny", Principal: "*", Action: "kms:Encrypt", Resource: "*" };
  await kms("PutKeyPolicy", { KeyId: Arn, PolicyName: "default", Policy: document(closed) });
  await assert.rejects(encrypt("a"), refused(/^AccessDeniedException$/));
});

/** What comes back for bytes that no HTTP client would send. */
async function raw(proxy: IamProxy, session: Credentials, method: string, target: string) {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(proxy.url).port) });
  const lines = [
    `${method} ${target} HTTP/1.1`,
    "host: 127.0.0.1",
    `authorization: AWS4-HMAC-SHA256 Credential=${session.accessKeyId}/20260101/us-east-1/s3/aws4_request`,
    `x-amz-security-token: ${session.sessionToken}`,
  ];
  await conn.write(new TextEncoder().encode(lines.join("\r\n") + "\r\n\r\n"));
  const answer = await new Response(conn.readable).text();
  return Number(answer.split(" ")[1]);
}

onPlace(
  "startIamProxy() takes a key for what it is after one decoding, and passes it on so",
  async (place) => {
    const { name, proxy } = place;
    const theirs = new S3(clientOf(server!.url));
    await theirs.putObject(name, "tenants/b/x", body, {});
    await place.iam({
      Action: "PutRolePolicy",
      PolicyName: "list",
      PolicyDocument: document(allow("s3:ListBucket", "*")),
    });
    const session = await place.login();
    const statusOf: [target: string, status: number, key: string | undefined][] = [
      [`/${name}/tenants/b/x`, 403, "tenants/b/x"],
      [`/${name}/tenants%2Fb%2Fx`, 403, "tenants/b/x"],
      [`/${name}//tenants/a/x`, 403, "/tenants/a/x"],
      // A key of the tenant's own, odd as it is: there is no such object.
      [`/${name}/tenants/a/../b/x`, 404, "tenants/a/../b/x"],
      [`/${name}/tenants/a/%2e%2e/b/x`, 404, "tenants/a/../b/x"],
      [`/${name}/tenants/a/%252e%252e%252fb`, 404, "tenants/a/%2e%2e%2fb"],
      [`/${name}/tenants/a/%ff`, 400, undefined],
      [`/../${name}/tenants/b/x`, 400, undefined],
      [`http://127.0.0.1/${name}/tenants/b/x`, 400, undefined],
    ];
    for (const [target, status, key] of statusOf) {
      assert.equal(await raw(proxy, session, "GET", target), status, target);
      const asked = proxy.decisions.at(-1)!.asked[0]?.resource;
      assert.equal(asked, key && `arn:aws:s3:::${name}/${key}`, target);
    }
  },
);

onPlace("startIamProxy() refuses in each service's own words", async ({ proxy }) => {
  const ask = (service: string, headers: Record<string, string>, text: string) =>
    fetch(proxy.url, {
      method: "POST",
      body: text,
      headers: {
        authorization:
          `AWS4-HMAC-SHA256 Credential=${DAVID.accessKeyId}/20260101/us-east-1/${service}/aws4_request`,
        ...headers,
      },
    });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const said = async (answer: Promise<Response>) =>
    [(await answer).status, await (await answer).text()] as const;

  const [iamStatus, iam] = await said(ask("iam", form, "Action=ListUsers&Version=2010-05-08"));
  assert.equal(iamStatus, 403);
  assert.match(
    iam,
    /<Code>AccessDenied<\/Code><Message>User: arn:aws:iam::222222222222:user\/David is not authorized to perform: iam:ListUsers on resource: \* because no identity-based policy allows the iam:ListUsers action</,
  );
  const [ec2Status, ec2] = await said(ask("ec2", form, "Action=DescribeVpcs&Version=2016-11-15"));
  assert.equal(ec2Status, 403);
  assert.match(ec2, /<Response><Errors><Error><Code>UnauthorizedOperation<\/Code>/);
  const [status, dynamodb] = await said(
    ask("dynamodb", { "x-amz-target": "DynamoDB_20120810.ListTables" }, "{}"),
  );
  assert.equal(status, 400);
  assert.equal(JSON.parse(dynamodb).__type, "com.amazon.coral.service#AccessDeniedException");
  const s3 = await fetch(`${proxy.url}/bucket/key`);
  assert.equal(s3.status, 403);
  assert.match(await s3.text(), /<Error><Code>AccessDenied<\/Code>/);
});
