import assert from "node:assert/strict";
import { type BackendEvent, createBackend, planBackend } from "../../../src/aws/backend/backend.ts";
import { CONDITIONAL_ONLY, type Policy, TLS_ONLY } from "../../../src/aws/backend/policy.ts";
import { BackendProblem } from "../../../src/aws/backend/step.ts";
import { DynamoDb } from "../../../src/aws/dynamodb.ts";
import { S3 } from "../../../src/aws/s3.ts";
import { S3Bucket } from "../../../src/aws/s3_bucket.ts";
import { child, textAt, xml } from "../../../src/aws/xml.ts";
import { DynamoDbTable } from "../../../src/lock/dynamodb_table.ts";
import { S3Store } from "../../../src/state/s3_store.ts";
import { type Fault, type Seen, startFaultProxy } from "../../faults/proxy.ts";
import { ministackOfFile, skipped } from "../../rig/emulator_of_file.ts";
import { InstantClock } from "../instant_clock.ts";
import { clientOf } from "../real_world.ts";

const server = await ministackOfFile({ services: ["s3", "dynamodb"] });
let count = 0;

function open(url = server?.url ?? "") {
  const clock = new InstantClock(Date.now());
  const client = clientOf(url, { clock });
  const number = ++count;
  const options = { bucket: `backend-${number}`, table: `locks-${number}` };
  const events: BackendEvent[] = [];
  const dynamodb = new DynamoDb(client);
  const bucket = new S3Bucket(client, options.bucket);
  const ports = {
    client,
    clock,
    store: new S3Store(new S3(client), options.bucket),
    table: new DynamoDbTable(dynamodb, options.table),
    emit: (event: BackendEvent) => void events.push(event),
  };
  const made = () =>
    events.flatMap((event) =>
      event.type === "call" && event.outcome === "made" ? [event.call.operation] : []
    );
  const policy = async (): Promise<Policy> => JSON.parse(await bucket.get("policy") ?? "");
  return { options, ports, events, made, dynamodb, bucket, policy };
}

function onServer(name: string, run: (url: string) => Promise<void>): void {
  if (server) Deno.test(name, () => run(server.url));
  else Deno.test.ignore(`${name} (skipped: ${skipped})`, () => {});
}

onServer(
  "createBackend() makes bucket and table, proves them, and leaves nothing of the proof",
  async (url) => {
    const { options, ports, events, bucket, dynamodb } = open(url);
    const { made, fencing } = await createBackend(options, ports);
    assert.ok(made >= 8);
    assert.equal(fencing, "ignored"); // ministack heeds no policy
    assert.deepEqual(events.filter(({ type }) => type !== "call").map(({ type }) => type), [
      "proved",
      "fencing",
      "proved",
    ]);
    const lifecycle = await bucket.getXml("lifecycle");
    const expiration = child(child(lifecycle, "Rule"), "NoncurrentVersionExpiration");
    assert.equal(textAt(expiration, "NoncurrentDays"), "90");
    assert.equal(textAt(expiration, "NewerNoncurrentVersions"), "10");
    assert.equal(textAt(await bucket.getXml("versioning"), "Status"), "Enabled");
    assert.equal(textAt(await bucket.getXml("publicAccessBlock"), "BlockPublicPolicy"), "true");
    const TableName = options.table;
    const { Table } = await dynamodb.call("DescribeTable", { TableName }, "always");
    assert.equal((Table as { DeletionProtectionEnabled: boolean }).DeletionProtectionEnabled, true);
    assert.deepEqual(await ports.store.list(""), []);
    assert.equal((await ports.table.list(""))[0]?.owner, undefined);
  },
);

onServer("createBackend() makes nothing the second time", async (url) => {
  const { options, ports, events, made } = open(url);
  await createBackend(options, ports);
  events.length = 0;
  assert.equal((await createBackend(options, ports)).made, 0);
  assert.deepEqual(made(), []);
});

onServer("createBackend() mends what was changed, and keeps what others have set", async (url) => {
  const { options, ports, events, made, bucket, policy } = open(url);
  await createBackend(options, ports);
  const theirs = { Sid: "Theirs", Effect: "Deny", Principal: "*", Action: "s3:DeleteBucket" };
  const resource = `arn:aws:s3:::${options.bucket}`;
  await bucket.put(
    "policy",
    JSON.stringify({ Version: "2012-10-17", Statement: [{ ...theirs, Resource: resource }] }),
  );
  await bucket.put(
    "lifecycle",
    xml("LifecycleConfiguration", [
      xml("Rule", [
        xml("ID", "theirs"),
        xml("Filter", [xml("Prefix", "logs/")]),
        xml("Status", "Enabled"),
        xml("Expiration", [xml("Days", "3")]),
      ]),
    ]),
  );
  await bucket.put("versioning", xml("VersioningConfiguration", [xml("Status", "Suspended")]));
  events.length = 0;
  await createBackend(options, ports);
  assert.deepEqual(made(), [
    "PutBucketVersioning",
    "PutBucketPolicy",
    "PutBucketLifecycleConfiguration",
  ]);
  const sids = (await policy()).Statement.map(({ Sid }) => Sid);
  assert.deepEqual(sids, ["Theirs", CONDITIONAL_ONLY]);
  const rules = (await bucket.getXml("lifecycle"))!.children.map((rule) => textAt(rule, "ID"));
  assert.deepEqual(rules.sort(), ["panka-history", "theirs"]);
});

onServer(
  "createBackend() refuses a table with another key, or another attribute that ends items",
  async (url) => {
    for (const [key, message] of [["LockID", /key "LockID"/], ["lockKey", /by "ttl"/]] as const) {
      const { options, ports, dynamodb } = open(url);
      const TableName = options.table;
      await dynamodb.call("CreateTable", {
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
        KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
      }, "always");
      const TimeToLiveSpecification = { Enabled: true, AttributeName: "ttl" };
      await dynamodb.call("UpdateTimeToLive", { TableName, TimeToLiveSpecification }, "always");
      await assert.rejects(createBackend(options, ports), (error) => {
        assert.ok(error instanceof BackendProblem);
        assert.match(error.message, message);
        return true;
      });
    }
  },
);

const isState = ({ method, target }: Seen) => method === "PUT" && target.includes("state.json");
const DENIED: Fault = {
  kind: "answered",
  status: 403,
  body: "<Error><Code>AccessDenied</Code><Message>explicit deny</Message></Error>",
};

/** A server that heeds the policy as `denies` says. */
async function behind(
  url: string,
  denies: (request: Seen, policy: string) => boolean,
  run: (opened: ReturnType<typeof open>) => Promise<void>,
): Promise<void> {
  const proxy = startFaultProxy(url);
  let policy = "";
  proxy.rule((request) => {
    if (request.method === "PUT" && request.target.includes("?policy=")) policy = request.body;
    return isState(request) && denies(request, policy) ? DENIED : undefined;
  });
  try {
    await run(open(proxy.url));
  } finally {
    await proxy.stop();
  }
}

const conditional = ({ headers }: Seen) => headers.has("if-match") || headers.has("if-none-match");

onServer("createBackend() sees that the bucket refuses writes without a condition", (url) =>
  behind(
    url,
    (request, policy) => policy.includes(CONDITIONAL_ONLY) && !conditional(request),
    async ({ options, ports, policy }) => {
      assert.equal((await createBackend(options, ports)).fencing, "enforced");
      assert.ok((await policy()).Statement.some(({ Sid }) => Sid === CONDITIONAL_ONLY));
    },
  ));

onServer(
  "createBackend() takes the statement back, and says so, when it refuses conditional writes too",
  (url) =>
    behind(
      url,
      (_, policy) => policy.includes(CONDITIONAL_ONLY),
      async ({ options, ports, policy, events }) => {
        assert.equal((await createBackend(options, ports)).fencing, "removed");
        assert.ok(!(await policy()).Statement.some(({ Sid }) => Sid === CONDITIONAL_ONLY));
        assert.ok(
          events.some((event) => event.type === "fencing" && /taken back/.test(event.summary)),
        );
      },
    ),
);

onServer(
  "createBackend() leaves the statement and throws when writes are denied for another reason",
  (url) =>
    behind(url, () => true, async ({ options, ports, policy }) => {
      await assert.rejects(createBackend(options, ports), /does not allow s3:PutObject/);
      assert.ok((await policy()).Statement.some(({ Sid }) => Sid === CONDITIONAL_ONLY));
    }),
);

onServer(
  "createBackend() says that the bucket is another's when it may not be seen",
  async (url) => {
    const proxy = startFaultProxy(url);
    try {
      proxy.rule(() => ({ kind: "answered", status: 403 }));
      const { options, ports } = open(proxy.url);
      await assert.rejects(createBackend(options, ports), /may belong to another account/);
    } finally {
      await proxy.stop();
    }
  },
);

Deno.test("planBackend() lists every call with its document, and asks nothing of AWS", () => {
  const client = clientOf("", {
    env: () => undefined,
    region: "cn-north-1",
    send: () => Promise.reject(new Error("asked")),
  });
  const kmsKeyArn = "arn:aws-cn:kms:cn-north-1:1:key/k";
  const calls = planBackend({ bucket: "b-1", table: "t-1", kmsKeyArn }, {
    client,
    clock: new InstantClock(),
  });
  assert.deepEqual(calls.map(({ resource, operation }) => `${resource} ${operation}`), [
    "s3://b-1 CreateBucket",
    "s3://b-1 PutBucketVersioning",
    "s3://b-1 PutBucketEncryption",
    "s3://b-1 PutPublicAccessBlock",
    "s3://b-1 PutBucketPolicy",
    "s3://b-1 PutBucketLifecycleConfiguration",
    "dynamodb:t-1 CreateTable",
    "dynamodb:t-1 UpdateTable",
    "dynamodb:t-1 UpdateTable",
    "dynamodb:t-1 UpdateTimeToLive",
    "dynamodb:t-1 UpdateContinuousBackups",
  ]);
  assert.match(calls[2]!.document!, /<KMSMasterKeyID>arn:aws-cn:kms/);
  const { Statement } = JSON.parse(calls[4]!.document!) as Policy;
  assert.deepEqual(Statement.map(({ Sid }) => Sid), [CONDITIONAL_ONLY, TLS_ONLY]);
  assert.deepEqual(Statement[1]!.Resource, ["arn:aws-cn:s3:::b-1", "arn:aws-cn:s3:::b-1/*"]);
});

Deno.test("planBackend() refuses names that AWS would refuse", () => {
  const client = clientOf("http://aws.test");
  const clock = new InstantClock();
  for (const bucket of ["ab", "Upper", "-a-", "a_b", "x".repeat(64), "a/b"]) {
    assert.throws(() => planBackend({ bucket, table: "locks" }, { client, clock }), BackendProblem);
  }
  for (const table of ["ab", "a b", "ü12"]) {
    assert.throws(() => planBackend({ bucket: "abc", table }, { client, clock }), BackendProblem);
  }
});
