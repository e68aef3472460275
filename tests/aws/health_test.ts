import assert from "node:assert/strict";
import { AwsClient } from "../../src/aws/client.ts";
import { fixedCredentials } from "../../src/aws/credentials/credentials.ts";
import { AwsHealth } from "../../src/aws/health/aws_health.ts";
import { verdictOn } from "../../src/aws/health/databases.ts";
import type { HealthSubject } from "../../src/ports/health.ts";
import { InstantClock } from "./instant_clock.ts";
import { realRandom } from "./real_world.ts";

interface Canned {
  status?: number;
  body: string;
}

/** Health with AWS's answers by operation; what was asked is kept. */
function healthWith(answers: Record<string, Canned>) {
  const asked: string[] = [];
  const client = new AwsClient({
    region: "eu-west-1",
    credentials: fixedCredentials({ accessKeyId: "a", secretAccessKey: "b", source: "test" }),
    send: async (url, init) => {
      const headers = new Headers(init.headers);
      const text = init.body instanceof Blob ? await init.body.text() : "";
      const operation = headers.get("x-amz-target")?.split(".").at(-1) ??
        /Action=(\w+)/.exec(text)?.[1] ?? new URL(url).pathname.split("/").at(-1)!;
      asked.push(`${operation} ${text || new URL(url).pathname}`);
      const { status = 200, body } = answers[operation]!;
      return new Response(body, { status });
    },
    clock: new InstantClock(),
    random: realRandom,
    env: () => undefined,
    tries: 1,
  });
  return { health: new AwsHealth(() => Promise.resolve(client)), asked };
}

const subject = (
  type: string,
  physicalName = "acme-dev-shop-db",
  outputs: HealthSubject["outputs"] = {},
): HealthSubject => ({
  id: "data/db",
  kind: "RDS",
  outputs,
  resources: { "data/db/server": { type, physicalName } },
});

const ECS = "aws:ecs/service:Service";
const service = (deployment: unknown) => ({
  DescribeServices: {
    body: JSON.stringify({ services: deployment ? [{ deployments: [deployment] }] : [] }),
  },
});

for (
  const [name, deployment, wanted, taskDefinitionArn] of [
    ["complete", { status: "PRIMARY", rolloutState: "COMPLETED" }, ["healthy", ""]],
    [
      "on its way",
      {
        status: "PRIMARY",
        rolloutState: "IN_PROGRESS",
        desiredCount: 3,
        runningCount: 1,
        failedTasks: 2,
      },
      ["waiting", "1 of 3 new tasks run, 2 failed"],
    ],
    [
      "failed",
      { status: "PRIMARY", rolloutState: "FAILED", rolloutStateReason: "circuit breaker" },
      ["unhealthy", "circuit breaker"],
    ],
    ["without rollout state", { status: "PRIMARY", desiredCount: 1, runningCount: 1 }, [
      "healthy",
      "",
    ]],
    [
      "complete with other tasks than it was given",
      { status: "PRIMARY", rolloutState: "COMPLETED", taskDefinition: "arn:task:6" },
      ["unhealthy", "it runs arn:task:6"],
      "arn:task:7",
    ],
    ["gone", undefined, ["unhealthy", "the service is not there"]],
  ] as const
) {
  Deno.test(`AwsHealth tells an ECS service whose deployment is ${name}`, async () => {
    const { health, asked } = healthWith(service(deployment));
    const outputs = {
      clusterArn: "arn:cluster",
      serviceArn: "arn:service",
      ...(taskDefinitionArn && { taskDefinitionArn }),
    };
    const { status, message } = await health.probe(subject(ECS, "server", outputs));
    assert.deepEqual([status, message], wanted);
    assert.equal(
      asked[0],
      'DescribeServices {"cluster":"arn:cluster","services":["arn:service"]}',
    );
  });
}

Deno.test("AwsHealth tells a database by its status", async () => {
  const answer = (status: string) =>
    `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance>` +
    `<DBInstanceStatus>${status}</DBInstanceStatus></DBInstance></DBInstances>` +
    `</DescribeDBInstancesResult></DescribeDBInstancesResponse>`;
  for (
    const [said, status] of [
      ["available", "healthy"],
      ["modifying", "waiting"],
      ["storage-full", "unhealthy"],
    ]
  ) {
    const { health, asked } = healthWith({ DescribeDBInstances: { body: answer(said!) } });
    const verdict = await health.probe(subject("aws:rds/instance:Instance"));
    assert.equal(verdict.status, status);
    assert.match(asked[0]!, /DBInstanceIdentifier=acme-dev-shop-db/);
  }
});

Deno.test("AwsHealth tells a cache by the status of its replication group", async () => {
  const body = `<DescribeReplicationGroupsResponse><DescribeReplicationGroupsResult>` +
    `<ReplicationGroups><ReplicationGroup><Status>creating</Status></ReplicationGroup>` +
    `</ReplicationGroups></DescribeReplicationGroupsResult></DescribeReplicationGroupsResponse>`;
  const { health } = healthWith({ DescribeReplicationGroups: { body } });
  const type = "aws:elasticache/replicationGroup:ReplicationGroup";
  assert.deepEqual(await health.probe(subject(type)), {
    status: "waiting",
    message: "it is creating",
  });
});

Deno.test("AwsHealth tells a function by its state and its last change", async () => {
  const type = "aws:lambda/function:Function";
  for (
    const [configuration, status] of [
      [{ State: "Active", LastUpdateStatus: "Successful" }, "healthy"],
      [{ State: "Active", LastUpdateStatus: "InProgress" }, "waiting"],
      [{ State: "Failed", StateReason: "image is gone" }, "unhealthy"],
      [{ State: "Active", LastUpdateStatus: "Failed" }, "unhealthy"],
    ] as const
  ) {
    const { health } = healthWith({ configuration: { body: JSON.stringify(configuration) } });
    assert.equal((await health.probe(subject(type))).status, status);
  }
});

Deno.test("AwsHealth tells a table by its status", async () => {
  for (
    const [TableStatus, status] of [
      ["ACTIVE", "healthy"],
      ["CREATING", "waiting"],
      ["INACCESSIBLE_ENCRYPTION_CREDENTIALS", "unhealthy"],
    ]
  ) {
    const { health } = healthWith({
      DescribeTable: { body: JSON.stringify({ Table: { TableStatus } }) },
    });
    assert.equal((await health.probe(subject("aws:dynamodb/table:Table"))).status, status);
  }
});

Deno.test("AwsHealth says unhealthy of what is not there, and passes on any other error", async () => {
  const error = (status: number, type: string) => ({
    DescribeTable: { status, body: JSON.stringify({ __type: type, message: "no" }) },
  });
  const table = subject("aws:dynamodb/table:Table");
  const gone = healthWith(error(400, "ResourceNotFoundException")).health;
  assert.deepEqual(await gone.probe(table), { status: "unhealthy", message: "it is not there" });
  await assert.rejects(healthWith(error(400, "AccessDeniedException")).health.probe(table));
});

Deno.test("AwsHealth asks nobody about what works once it is made", async () => {
  const health = new AwsHealth(() => Promise.reject(new Error("opened")));
  const verdict = await health.probe(subject("aws:sqs/queue:Queue"));
  assert.equal(verdict.status, "healthy");
});

Deno.test("verdictOn() waits for what it does not know, and not for what is broken", () => {
  assert.equal(verdictOn("some-new-status").status, "waiting");
  assert.equal(verdictOn("incompatible-network").status, "unhealthy");
  assert.equal(verdictOn(undefined).status, "unhealthy");
});
