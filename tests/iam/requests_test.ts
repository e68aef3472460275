import assert from "node:assert/strict";
import { BadAsk } from "./http_ask.ts";
import type { Caller, IamRequest } from "./request.ts";
import { requestsOf } from "./requests_of.ts";
import type { World } from "./wanted.ts";

const ACCOUNT = "111122223333";
const OTHER = "999999999999";
const caller: Caller = { kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/a`, account: ACCOUNT };

const world: World = {
  hashKey: (_table, index) => Promise.resolve(index ? "owner" : "lockKey"),
  bucketOwner: (bucket) => Promise.resolve(bucket === "theirs" ? OTHER : ACCOUNT),
  role: (name) =>
    Promise.resolve({
      arn: `arn:aws:iam::${ACCOUNT}:role/panka/a/${name}`,
      boundary: `arn:aws:iam::${ACCOUNT}:policy/limit`,
      tags: { "panka:tenant": "a" },
    }),
  mappedFunction: () => Promise.resolve(`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:a-f`),
  fileSystemOf: () => Promise.resolve("fs-1"),
  tags: (arn) => {
    const tags: Record<string, string> = arn.endsWith("-0a") ? { "panka:tenant": "a" } : {};
    return Promise.resolve(tags);
  },
  keyArn: (id) =>
    Promise.resolve(id.includes("alias") ? `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k1` : undefined),
};

interface Given {
  service: string;
  method?: string;
  target?: string;
  headers?: Record<string, string>;
  body?: string | object;
}

function wants(
  { service, method = "POST", target = "/", headers, body = "" }: Given,
): Promise<IamRequest[]> {
  const scope = `AKIA/20260102/eu-west-1/${service}/aws4_request`;
  return requestsOf(
    {
      method,
      target,
      headers: new Headers({
        host: "127.0.0.1:4566",
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
        ...headers,
      }),
      body: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
    },
    caller,
    { world, secure: true, now: Date.parse("2026-01-02T03:04:05Z") },
  );
}

const pairs = (requests: IamRequest[]) =>
  requests.map(({ action, resource }) => `${action} ${resource}`);

async function asks(
  given: Given,
  expected: string[],
  keys: Record<string, unknown> = {},
): Promise<void> {
  const requests = await wants(given);
  assert.deepEqual(pairs(requests), expected);
  for (const [name, value] of Object.entries(keys)) {
    assert.deepEqual(requests[0]!.context![name], value, name);
  }
}

const s3 = (method: string, target: string, headers?: Record<string, string>, body?: string) => ({
  service: "s3",
  method,
  target,
  headers,
  body,
});

Deno.test("requestsOf() decodes an S3 key once and folds nothing", async () => {
  const keys: [string, string][] = [
    ["/state/tenants/a/x", "tenants/a/x"],
    ["/state/tenants/a/../b/x", "tenants/a/../b/x"],
    ["/state/tenants/a/%2e%2e/b", "tenants/a/../b"],
    ["/state/tenants%2Fa%2Fx", "tenants/a/x"],
    ["/state/tenants%252Fa", "tenants%2Fa"],
    ["/state//a//b/", "/a//b/"],
    ["/state/a+b", "a+b"],
    ["/state/%D0%B0", "а"],
    ["/state/a%3Fb", "a?b"],
    ["/state/a*$%7Baws:userid}", "a*${aws:userid}"],
  ];
  for (const [target, key] of keys) {
    await asks(s3("GET", target), [`s3:GetObject arn:aws:s3:::state/${key}`]);
  }
});

Deno.test("requestsOf() finds the bucket in the host", async () => {
  await asks(s3("GET", "/a/b", { host: "state.s3.eu-west-1.amazonaws.com" }), [
    "s3:GetObject arn:aws:s3:::state/a/b",
  ]);
});

Deno.test("requestsOf() refuses what S3 would not understand", async () => {
  for (
    const target of [
      "/state/%ff",
      "/state/%",
      "/%2e%2e/x",
      "/state?versions&policy",
      "/state?prefix=a&prefix=b",
    ]
  ) {
    await assert.rejects(wants(s3("GET", target)), BadAsk, target);
  }
});

Deno.test("requestsOf() names S3's actions by method and query", async () => {
  const cases: [string, string, string][] = [
    ["GET", "/", "s3:ListAllMyBuckets *"],
    ["GET", "/b?list-type=2&prefix=x", "s3:ListBucket arn:aws:s3:::b12"],
    ["GET", "/b?versions", "s3:ListBucketVersions arn:aws:s3:::b12"],
    ["GET", "/b?policy", "s3:GetBucketPolicy arn:aws:s3:::b12"],
    ["PUT", "/b?policy", "s3:PutBucketPolicy arn:aws:s3:::b12"],
    ["DELETE", "/b?lifecycle", "s3:PutLifecycleConfiguration arn:aws:s3:::b12"],
    ["PUT", "/b", "s3:CreateBucket arn:aws:s3:::b12"],
    ["HEAD", "/b/k", "s3:GetObject arn:aws:s3:::b12/k"],
    ["GET", "/b/k?versionId=1", "s3:GetObjectVersion arn:aws:s3:::b12/k"],
    ["GET", "/b/k?tagging&versionId=1", "s3:GetObjectVersionTagging arn:aws:s3:::b12/k"],
    ["DELETE", "/b/k?versionId=1", "s3:DeleteObjectVersion arn:aws:s3:::b12/k"],
    ["POST", "/b/k?uploads", "s3:PutObject arn:aws:s3:::b12/k"],
    ["DELETE", "/b/k?uploadId=1", "s3:AbortMultipartUpload arn:aws:s3:::b12/k"],
  ];
  for (const [method, target, expected] of cases) {
    await asks(s3(method, target.replace("/b", "/b12")), [expected]);
  }
});

Deno.test("requestsOf() gives S3's condition keys", async () => {
  const state = "arn:aws:s3:::state";
  await asks(s3("GET", "/state?list-type=2&prefix=tenants%2Fa%2F&delimiter=/&max-keys=10"), [
    `s3:ListBucket ${state}`,
  ], {
    "s3:prefix": "tenants/a/",
    "s3:delimiter": "/",
    "s3:max-keys": "10",
    "aws:SecureTransport": "true",
    "aws:ResourceAccount": ACCOUNT,
    "aws:RequestedRegion": "eu-west-1",
    "aws:CurrentTime": "2026-01-02T03:04:05.000Z",
  });
  await asks(s3("PUT", "/state/a", { "if-match": '"e"' }), [`s3:PutObject ${state}/a`], {
    "s3:if-match": '"e"',
    "s3:if-none-match": undefined,
    "s3:ObjectCreationOperation": "true",
  });
  await asks(s3("PUT", "/state/a?partNumber=1&uploadId=u"), [`s3:PutObject ${state}/a`], {
    "s3:ObjectCreationOperation": "false",
  });
  await asks(s3("GET", "/theirs/a"), ["s3:GetObject arn:aws:s3:::theirs/a"], {
    "s3:ResourceAccount": OTHER,
  });
});

Deno.test("requestsOf() asks for the source of a copy, and for each object of a deletion", async () => {
  await asks(s3("PUT", "/state/to", { "x-amz-copy-source": "/theirs/a%2F..%2Fb" }), [
    "s3:PutObject arn:aws:s3:::state/to",
    "s3:GetObject arn:aws:s3:::theirs/a/../b",
  ]);
  const body = "<Delete><Object><Key>a&amp;b</Key></Object>" +
    "<Object><Key>c</Key><VersionId>1</VersionId></Object></Delete>";
  await asks(s3("POST", "/state?delete", {}, body), [
    "s3:DeleteObject arn:aws:s3:::state/a&b",
    "s3:DeleteObjectVersion arn:aws:s3:::state/c",
  ]);
});

const table = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/locks`;
const dynamodb = (operation: string, body: object) => ({
  service: "dynamodb",
  headers: { "x-amz-target": `DynamoDB_20120810.${operation}` },
  body,
});

Deno.test("requestsOf() finds the leading keys of each operation of DynamoDB", async () => {
  const key = { lockKey: { S: "tenant:a" } };
  const one = (operation: string, more: object) =>
    asks(dynamodb(operation, { TableName: "locks", ...more }), [`dynamodb:${operation} ${table}`], {
      "dynamodb:LeadingKeys": ["tenant:a"],
    });
  await one("GetItem", { Key: key });
  await one("PutItem", { Item: { ...key, more: { N: "1" } } });
  await one("UpdateItem", { Key: key });
  await one("Query", {
    KeyConditionExpression: "begins_with(r, :r) AND #k = :k",
    ExpressionAttributeNames: { "#k": "lockKey" },
    ExpressionAttributeValues: { ":k": { S: "tenant:a" }, ":r": { S: "x" } },
  });
  await one("Query", {
    KeyConditions: {
      lockKey: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "tenant:a" }] },
    },
  });
  await asks(dynamodb("Scan", { TableName: "locks" }), [`dynamodb:Scan ${table}`], {
    "dynamodb:LeadingKeys": undefined,
    "dynamodb:Select": "ALL_ATTRIBUTES",
  });
});

Deno.test("requestsOf() takes batches and transactions of DynamoDB apart", async () => {
  const key = (value: string) => ({ lockKey: { S: value } });
  await asks(
    dynamodb("BatchGetItem", { RequestItems: { locks: { Keys: [key("a"), key("b")] } } }),
    [
      `dynamodb:BatchGetItem ${table}`,
    ],
    { "dynamodb:LeadingKeys": ["a", "b"] },
  );
  await asks(
    dynamodb("BatchWriteItem", {
      RequestItems: {
        locks: [{ PutRequest: { Item: key("a") } }, { DeleteRequest: { Key: key("b") } }],
      },
    }),
    [`dynamodb:BatchWriteItem ${table}`],
    { "dynamodb:LeadingKeys": ["a", "b"] },
  );
  await asks(
    dynamodb("TransactWriteItems", {
      TransactItems: [
        { ConditionCheck: { TableName: "locks", Key: key("a") } },
        { Put: { TableName: "locks", Item: key("b") } },
      ],
    }),
    [`dynamodb:ConditionCheckItem ${table}`, `dynamodb:PutItem ${table}`],
    { "dynamodb:LeadingKeys": ["a"] },
  );
  await asks(
    dynamodb("ExecuteStatement", { Statement: 'SELECT * FROM "locks" WHERE lockKey = 1' }),
    [
      `dynamodb:PartiQLSelect ${table}`,
    ],
    { "dynamodb:LeadingKeys": undefined },
  );
});

Deno.test("requestsOf() goes by a table's ARN and its index", async () => {
  const theirs = `arn:aws:dynamodb:eu-west-1:${OTHER}:table/locks`;
  const requests = await wants(dynamodb("Query", { TableName: theirs, IndexName: "by" }));
  assert.deepEqual(pairs(requests), [`dynamodb:Query ${theirs}/index/by`]);
  assert.equal(requests[0]!.account, OTHER);
});

Deno.test("requestsOf() lists the attributes that DynamoDB is asked for", async () => {
  await asks(
    dynamodb("UpdateItem", {
      TableName: "locks",
      Key: { lockKey: { S: "a" } },
      UpdateExpression: "SET #h = :h, n.deep = if_not_exists(n, :zero) REMOVE old",
      ConditionExpression: "attribute_exists(fence)",
      ExpressionAttributeNames: { "#h": "holder" },
    }),
    [`dynamodb:UpdateItem ${table}`],
    { "dynamodb:Attributes": ["lockKey", "fence", "holder", "n", "old"] },
  );
});

Deno.test("requestsOf() gives what a role is assumed with, and asks to tag the session", async () => {
  const body = new URLSearchParams({
    Action: "AssumeRole",
    RoleArn: `arn:aws:iam::${OTHER}:role/r`,
    RoleSessionName: "s",
    ExternalId: "x",
    "Tags.member.1.Key": "panka:tenant",
    "Tags.member.1.Value": "a",
    "TransitiveTagKeys.member.1": "panka:tenant",
  }).toString();
  await asks({ service: "sts", body }, [
    `sts:AssumeRole arn:aws:iam::${OTHER}:role/r`,
    `sts:TagSession arn:aws:iam::${OTHER}:role/r`,
  ], {
    "sts:ExternalId": "x",
    "sts:RoleSessionName": "s",
    "aws:RequestTag/panka:tenant": "a",
    "aws:TagKeys": ["panka:tenant"],
    "sts:TransitiveTagKeys": ["panka:tenant"],
    "aws:ResourceAccount": OTHER,
  });
  await asks({ service: "sts", body: "Action=GetCallerIdentity&Version=2011-06-15" }, []);
});

Deno.test("requestsOf() knows keys, parameters, secrets and roles", async () => {
  await asks(
    {
      service: "kms",
      headers: { "x-amz-target": "TrentService.Decrypt" },
      body: { KeyId: "alias/panka", EncryptionContext: { tenant: "a" } },
    },
    [`kms:Decrypt arn:aws:kms:eu-west-1:${ACCOUNT}:key/k1`],
    {
      "kms:EncryptionContext:tenant": "a",
      "kms:EncryptionContextKeys": ["tenant"],
      "kms:RequestAlias": "alias/panka",
    },
  );
  await asks({
    service: "ssm",
    headers: { "x-amz-target": "AmazonSSM.GetParameters" },
    body: { Names: ["/a/b", "c"] },
  }, [
    `ssm:GetParameters arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/a/b`,
    `ssm:GetParameters arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/c`,
  ]);
  await asks(
    {
      service: "secretsmanager",
      headers: { "x-amz-target": "secretsmanager.CreateSecret" },
      body: { Name: "a/b", Tags: [{ Key: "t", Value: "v" }] },
    },
    [`secretsmanager:CreateSecret arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:a/b-a1B2c3`],
    {
      "aws:RequestTag/t": "v",
    },
  );
  await asks({
    service: "iam",
    body: "Action=CreateRole&RoleName=r&Path=/panka/b/&PermissionsBoundary=p",
  }, [
    `iam:CreateRole arn:aws:iam::${ACCOUNT}:role/panka/b/r`,
  ], { "iam:PermissionsBoundary": "p" });
  await asks({ service: "iam", body: "Action=PutRolePolicy&RoleName=r&PolicyName=x" }, [
    `iam:PutRolePolicy arn:aws:iam::${ACCOUNT}:role/panka/a/r`,
  ], {
    "iam:PermissionsBoundary": `arn:aws:iam::${ACCOUNT}:policy/limit`,
    "aws:ResourceTag/panka:tenant": "a",
  });
});

Deno.test("requestsOf() asks other services by name or ARN, and to pass a role", async () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/panka/a/f`;
  await asks({
    service: "lambda",
    target: "/2015-03-31/functions",
    body: { FunctionName: "a-f", Role: role, Tags: { t: "v" } },
  }, [
    `lambda:CreateFunction arn:aws:lambda:eu-west-1:${ACCOUNT}:function:a-f`,
    `iam:PassRole ${role}`,
  ], { "aws:RequestTag/t": "v" });
  await asks(
    {
      service: "lambda",
      target: "/2015-03-31/event-source-mappings",
      body: { FunctionName: "a-f" },
    },
    ["lambda:CreateEventSourceMapping *"],
    {
      "lambda:FunctionArn": `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:a-f`,
    },
  );
  await asks({
    service: "lambda",
    method: "DELETE",
    target: "/2015-03-31/event-source-mappings/1-2",
  }, [
    `lambda:DeleteEventSourceMapping arn:aws:lambda:eu-west-1:${ACCOUNT}:event-source-mapping:1-2`,
  ], {
    "lambda:FunctionArn": `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:a-f`,
  });
  await asks({
    service: "sqs",
    headers: {
      "x-amz-target": "AmazonSQS.CreateQueue",
      "content-type": "application/x-amz-json-1.0",
    },
    body: { QueueName: "a-q" },
  }, [`sqs:CreateQueue arn:aws:sqs:eu-west-1:${ACCOUNT}:a-q`]);
  await asks(
    {
      service: "ec2",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body:
        "Action=CreateVpc&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=k&TagSpecification.1.Tag.1.Value=v",
    },
    ["vpc/*", "vpc/*"].map((vpc, i) =>
      `ec2:${i ? "CreateTags" : "CreateVpc"} arn:aws:ec2:eu-west-1:${ACCOUNT}:${vpc}`
    ),
    { "aws:RequestTag/k": "v" },
  );
});

Deno.test("requestsOf() refuses a request of one service that is signed for another", async () => {
  const target = { "x-amz-target": "DynamoDB_20120810.DeleteTable" };
  for (const service of ["s3", "sts", "sqs", "kms"]) {
    await assert.rejects(wants({ service, headers: target, body: { TableName: "t" } }), BadAsk);
  }
  const identity = "Action=GetCallerIdentity";
  await assert.rejects(wants({ service: "sts", target: "/state/key", body: identity }), BadAsk);
  await assert.rejects(wants({ service: "sts", method: "GET", body: identity }), BadAsk);
});

Deno.test("requestsOf() asks about things that AWS names itself, with their tags", async () => {
  const thing = (service: string, rest: string) =>
    `arn:aws:${service}:eu-west-1:${ACCOUNT}:${rest}`;
  const form = (service: string, body: string): Given => ({
    service,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
  const tagged = { "aws:ResourceTag/panka:tenant": "a" };
  const [group, rule] = ["security-group/sg-0a", "security-group-rule/sgr-0a"]
    .map((rest) => thing("ec2", rest));
  await asks(form("ec2", "Action=DescribeVpcs&VpcId.1=vpc-0a"), ["ec2:DescribeVpcs *"]);
  await asks(form("ec2", "Action=DeleteSecurityGroup&GroupId=sg-0a"), [
    `ec2:DeleteSecurityGroup ${group}`,
  ], tagged);
  await asks(
    form("ec2", "Action=RevokeSecurityGroupEgress&GroupId=sg-0a&SecurityGroupRuleId.1=sgr-0a"),
    [`ec2:RevokeSecurityGroupEgress ${group}`],
    tagged,
  );
  await asks(form("ec2", "Action=CreateTags&ResourceId.1=sg-0a&ResourceId.2=sgr-0a&Tag.1.Key=k"), [
    `ec2:CreateTags ${group}`,
    `ec2:CreateTags ${rule}`,
  ], { ...tagged, "aws:RequestTag/k": "" });
  await asks(form("ec2", "Action=CreateSecurityGroup&VpcId=vpc-0a&GroupName=x"), [
    `ec2:CreateSecurityGroup ${thing("ec2", "vpc/vpc-0a")}`,
    `ec2:CreateSecurityGroup ${thing("ec2", "security-group/*")}`,
  ], { "ec2:VpcID": "vpc-0a" });
  const balancer = thing("elasticloadbalancing", "loadbalancer/net/x/1-0a");
  await asks(
    form("elasticloadbalancing", `Action=DeleteLoadBalancer&LoadBalancerArn=${balancer}`),
    [`elasticloadbalancing:DeleteLoadBalancer ${balancer}`],
    tagged,
  );
  const json = (service: string, operation: string, body: object): Given => ({
    service,
    headers: { "x-amz-target": `X.${operation}`, "content-type": "application/x-amz-json-1.1" },
    body,
  });
  await asks(
    json("ecs", "UpdateService", { cluster: thing("ecs", "cluster/a-c"), service: "a-s" }),
    [
      `ecs:UpdateService ${thing("ecs", "service/a-c/a-s")}`,
    ],
  );
  await asks(json("ecs", "DeleteCluster", { cluster: "a-c" }), [
    `ecs:DeleteCluster ${thing("ecs", "cluster/a-c")}`,
  ]);
  await asks(json("servicediscovery", "DeleteNamespace", { Id: "ns-0a" }), [
    `servicediscovery:DeleteNamespace ${thing("servicediscovery", "namespace/ns-0a")}`,
  ], tagged);
  await asks(json("servicediscovery", "GetOperation", { OperationId: "x" }), [
    "servicediscovery:GetOperation *",
  ]);
  const efs = (method: string, path: string, body?: object): Given => ({
    service: "elasticfilesystem",
    method,
    target: `/2015-02-01/${path}`,
    body,
  });
  const file = (id: string) => thing("elasticfilesystem", `file-system/${id}`);
  await asks(efs("DELETE", "file-systems/fs-0a"), [
    `elasticfilesystem:DeleteFileSystem ${file("fs-0a")}`,
  ], tagged);
  await asks(efs("PUT", "file-systems/fs-0a/policy", {}), [
    `elasticfilesystem:PutFileSystemPolicy ${file("fs-0a")}`,
  ]);
  await asks(efs("DELETE", "mount-targets/fsmt-1"), [
    `elasticfilesystem:DeleteMountTarget ${file("fs-1")}`,
  ]);
  await asks(
    efs("POST", "access-points", { FileSystemId: "fs-0a", Tags: [{ Key: "k", Value: "v" }] }),
    [
      `elasticfilesystem:CreateAccessPoint ${file("fs-0a")}`,
      `elasticfilesystem:TagResource ${thing("elasticfilesystem", "access-point/*")}`,
    ],
    { ...tagged, "aws:RequestTag/k": "v" },
  );
});
