import assert from "node:assert/strict";
import { copyFolder, EMPTY_ZIP, exampleMissing, Place, type Ran, REAL_STACKS } from "./panka.ts";
import { makeTenant } from "./tenant.ts";

const missing = exampleMissing();
if (missing) console.log(`SKIPPED tests/e2e: ${missing}`);

const NAME = "notifications-team-production-notification-platform";
const CANARY = "canary-7f3a-hunter2";

/** What the example expects of its account: secrets, and a bucket with the code of its functions. */
async function prepare(place: Place): Promise<void> {
  const code = "production-lambda-deployments";
  const functions = ["notification-processor", "scheduled-notification-handler", "cleanup-handler"];
  await place.ask(
    ["secretsmanager", "create_secret", {
      Name: "production/notification-platform/db-password",
      SecretString: CANARY,
    }],
    ["secretsmanager", "create_secret", {
      Name: "production/notification-platform/api-key",
      SecretString: CANARY,
    }],
    ["s3", "create_bucket", { Bucket: code }],
    ...functions.map((
      name,
    ): [string, string, Record<string, unknown>] => ["s3", "put_object", {
      Bucket: code,
      Key: `notification-platform/${name}/1.0.0.zip`,
      Body64: EMPTY_ZIP,
    }]),
  );
}

function succeeded(ran: Ran): Ran {
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  return ran;
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    found.push(...isDirectory ? await filesBelow(`${folder}/${name}`) : [`${folder}/${name}`]);
  }
  return found;
}

Deno.test({
  name: "panka apply makes the public example true on AWS, and changes exactly what changed",
  ignore: missing !== undefined,
}, async (t) => {
  const place = await Place.open();
  try {
    await prepare(place);
    await copyFolder(`${REAL_STACKS}/notification-platform`, `${place.folder}/np`);

    await t.step("backend create makes the bucket and the table", async () => {
      succeeded(await place.createBackend());
      const [versioning, table] = await place.ask(
        ["s3", "get_bucket_versioning", { Bucket: "panka-state" }],
        ["dynamodb", "describe_table", { TableName: "panka-locks" }],
      );
      assert.equal(versioning!.Status, "Enabled");
      assert.ok(table!.Table);
      place.env.PANKA_TENANT_TOKEN = await makeTenant(place, "notifications-team");
    });

    await t.step("the first apply creates all nine components", async () => {
      const { stdout } = succeeded(await place.panka("apply", "np", "-e", "production", "--yes"));
      assert.match(stdout, /9 created, 0 updated, 0 replaced, 0 deleted/);
      const [queue, dead, table, lifecycle, mappings, database, service] = await place.ask(
        ["sqs", "get_queue_url", { QueueName: `${NAME}-api-notification-queue` }],
        ["sqs", "get_queue_url", { QueueName: `${NAME}-api-notification-queue-dlq` }],
        ["dynamodb", "describe_table", { TableName: `${NAME}-worker-delivery-status-table` }],
        ["s3", "list_buckets", {}],
        ["lambda", "list_event_source_mappings", {}],
        ["rds", "describe_db_instances", {}],
        ["ecs", "list_clusters", {}],
      );
      assert.ok(queue!.QueueUrl, "queue");
      assert.ok(dead!.QueueUrl, "dead-letter queue");
      assert.ok(
        (table!.Table as { LatestStreamArn?: string }).LatestStreamArn,
        "table with its stream",
      );
      const buckets = (lifecycle!.Buckets as { Name: string }[]).map((bucket) => bucket.Name);
      const uploads = buckets.find((name) => name !== "production-lambda-deployments")!;
      const [rules] = await place.ask(["s3", "get_bucket_lifecycle_configuration", {
        Bucket: uploads,
      }]);
      assert.equal((rules!.Rules as unknown[]).length, 2);
      assert.equal((mappings!.EventSourceMappings as unknown[]).length, 1);
      assert.equal((database!.DBInstances as { Engine: string }[])[0]!.Engine, "postgres");
      assert.equal((service!.clusterArns as unknown[]).length, 1);
    });

    await t.step("a second apply has nothing to do and starts no engine", async () => {
      const started = performance.now();
      const { stdout } = succeeded(await place.panka("apply", "np", "-e", "production", "--yes"));
      assert.match(stdout, /nothing to do/);
      console.log(`no-change apply: ${Math.round(performance.now() - started)} ms`);
    });

    await t.step("a changed variable updates exactly the four components that use it", async () => {
      const ran = succeeded(
        await place.panka("apply", "np", "-e", "production", "--yes", "--var", "LOG_LEVEL=debug"),
      );
      assert.match(ran.stdout, /0 created, 4 updated, 0 replaced, 0 deleted/);
      const [processor, table] = await place.ask(
        ["lambda", "list_functions", {}],
        ["dynamodb", "list_tables", {}],
      );
      const levels =
        (processor!.Functions as { Environment: { Variables: Record<string, string> } }[]).map((
          f,
        ) => f.Environment.Variables.LOG_LEVEL);
      assert.deepEqual(levels, ["debug", "debug", "debug"]);
      assert.equal((table!.TableNames as unknown[]).length, 2, "its own, and the lock table");
    });

    await t.step("a removed component is deleted, and nothing else", async () => {
      const file = `${place.folder}/np/services/scheduler/eventbridge.yaml`;
      const documents = (await Deno.readTextFile(file)).split("\n---\n");
      await Deno.writeTextFile(
        file,
        documents.filter((d) => !d.includes("kind: SNS")).join("\n---\n"),
      );
      const ran = succeeded(
        await place.panka("apply", "np", "-e", "production", "--yes", "--var", "LOG_LEVEL=debug"),
      );
      assert.match(ran.stdout, /0 created, 0 updated, 0 replaced, 1 deleted/);
      const [topics, functions] = await place.ask(["sns", "list_topics", {}], [
        "lambda",
        "list_functions",
        {},
      ]);
      assert.deepEqual(topics!.Topics, []);
      assert.equal((functions!.Functions as unknown[]).length, 3);
    });

    await t.step("no secret's value is in anything that panka wrote", async () => {
      const [listed] = await place.ask(["s3", "list_objects_v2", { Bucket: "panka-state" }]);
      for (const { Key } of listed!.Contents as { Key: string }[]) {
        const body = await place.object("panka-state", Key);
        assert.ok(!body.includes(CANARY), Key);
      }
      for (const file of await filesBelow(place.folder)) {
        assert.ok(!(await Deno.readTextFile(file)).includes(CANARY), file);
      }
    });

    await t.step("destroy leaves nothing but history", async () => {
      const ran = succeeded(
        await place.panka("destroy", "np", "-e", "production", "--yes", "--allow-data-loss", "all"),
      );
      assert.match(ran.stdout, /8 deleted/);
      const [queues, tables, buckets, functions, databases, clusters, roles] = await place.ask(
        ["sqs", "list_queues", {}],
        ["dynamodb", "list_tables", {}],
        ["s3", "list_buckets", {}],
        ["lambda", "list_functions", {}],
        ["rds", "describe_db_instances", {}],
        ["ecs", "list_clusters", {}],
        ["iam", "list_roles", {}],
      );
      assert.deepEqual(queues!.QueueUrls ?? [], []);
      assert.deepEqual(tables!.TableNames, ["panka-locks"]);
      assert.deepEqual((buckets!.Buckets as { Name: string }[]).map(({ Name }) => Name).sort(), [
        "panka-state",
        "production-lambda-deployments",
      ]);
      assert.deepEqual(functions!.Functions, []);
      assert.deepEqual(databases!.DBInstances, []);
      assert.deepEqual(clusters!.clusterArns, []);
      assert.deepEqual(
        (roles!.Roles as { RoleName: string }[]).map(({ RoleName }) => RoleName).filter((name) =>
          name.includes("notification")
        ),
        ["panka-tenant-notifications-team"],
      );
      const history = succeeded(
        await place.panka("history", "np", "-e", "production", "-o", "json"),
      );
      assert.equal(JSON.parse(history.stdout).deployments.length, 4);
    });
  } finally {
    await place.close();
  }
});
