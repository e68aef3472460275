import assert from "node:assert/strict";
import { askQuery } from "../../src/aws/calls.ts";
import { type Credentials, fixedCredentials } from "../../src/aws/credentials/credentials.ts";
import { DynamoDb } from "../../src/aws/dynamodb.ts";
import { Iam } from "../../src/aws/iam.ts";
import { S3 } from "../../src/aws/s3.ts";
import { Sts } from "../../src/aws/sts.ts";
import { externalId, parseToken } from "../../src/tenant/credential.ts";
import { BOUNDARY, policyArn } from "../../src/tenant/iam/facts.ts";
import { tenantRoleArn } from "../../src/tenant/names.ts";
import { clientOf } from "../aws/real_world.ts";
import { startIamProxy } from "../iam/proxy.ts";
import { e2eMissing, Place, type Ran } from "./panka.ts";
import { makeTenant } from "./tenant.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e: ${missing}`);

const HOME = "000000000000";
const DEV = { accessKeyId: "AKIADEV", arn: `arn:aws:iam::${HOME}:user/dev` };
const logins = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
};

const awsKey = {
  Version: "2012-10-17",
  Statement: [{
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${HOME}:root` },
    Action: "kms:Describe*",
    Resource: "*",
  }],
};

const stack = (tenant: string) =>
  `apiVersion: core.panka.io/v1
kind: Stack
metadata: { name: shop, tenant: ${tenant} }
spec: { provider: { region: us-east-1, accountId: "${HOME}" } }
---
apiVersion: core.panka.io/v1
kind: Service
metadata: { name: api }
---
apiVersion: components.panka.io/v1
kind: SQS
metadata: { name: jobs, service: api }
---
apiVersion: components.panka.io/v1
kind: DynamoDB
metadata: { name: orders, service: api }
spec: { hashKey: { name: id, type: S } }
---
apiVersion: components.panka.io/v1
kind: S3
metadata: { name: files, service: api }
spec: { bucket: { forceDestroy: true } }
---
apiVersion: components.panka.io/v1
kind: Lambda
metadata: { name: fn, service: api }
spec:
  runtime: nodejs22.x
  handler: index.handler
  code: { zipFile: "exports.handler = async () => 1" }
  environment:
    QUEUE: { valueFrom: { component: jobs, output: queueUrl } }
    TABLE: { valueFrom: { component: orders, output: tableName } }
---
apiVersion: components.panka.io/v1
kind: EFS
metadata: { name: disk, service: api }
spec:
  accessPoints: [{ name: uploads, path: /uploads, uid: 1000, gid: 1000 }]
`;

function succeeded(ran: Ran): Ran {
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
  return ran;
}

Deno.test({
  name:
    "a tenant deploys with its own role through an enforcing proxy, and gets nothing of another tenant",
  ignore: missing !== undefined,
}, async (t) => {
  const place = await Place.open();
  await using proxy = startIamProxy({
    upstream: place.cloud.url,
    principals: [{ ...DEV, policies: [logins] }],
    // The policy of AWS's own keys, which the emulator hasn't got: its account may describe them.
    resourcePolicy: (arn) => arn.includes(":key/alias/aws/") ? awsKey : undefined,
  });
  const { backend } = place;
  /** What was refused since the last question, of whom. */
  const refusals = () =>
    proxy.decisions.splice(0).filter(({ allowed }) => !allowed).map(({ caller, why }) =>
      `${caller?.arn}: ${why}`
      // The provider asks who it is, and AWS tells no role that: it asks STS next.
    ).filter((refusal) => !refusal.includes("iam:GetUser on *"));
  try {
    succeeded(await place.createBackend());
    const tokens: Record<string, string> = {};
    const [vpcs] = await place.ask(["ec2", "describe_vpcs", {}]);
    const [{ VpcId }] = vpcs!.Vpcs as [{ VpcId: string }];
    const filter = [{ Name: "vpc-id", Values: [VpcId] }];
    const [found] = await place.ask(["ec2", "describe_subnets", { Filters: filter }]);
    const [subnetOfA, subnetOfB] = (found!.Subnets as { SubnetId: string }[])
      .map(({ SubnetId }) => SubnetId);
    for (const [tenant, subnet] of [["team-a", subnetOfA], ["team-b", subnetOfB]] as const) {
      tokens[tenant] = await makeTenant(place, tenant);
      const network = `{vpcId: ${VpcId}, subnetIds: {private: [${subnet}]}}`;
      const set = ["--set", `networking.existing=${network}`];
      succeeded(await place.panka("admin", "tenant", "update", tenant, ...set));
      succeeded(await place.panka("admin", "network", "apply", tenant));
      await Deno.mkdir(`${place.folder}/${tenant}`);
      await Deno.writeTextFile(`${place.folder}/${tenant}/stack.yaml`, stack(tenant));
    }
    const envOf = (tenant: string) => ({
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ACCESS_KEY_ID: DEV.accessKeyId,
      PANKA_TENANT_TOKEN: tokens[tenant]!,
    });
    const as = (tenant: string, ...args: string[]) =>
      place.pankaIn(`${place.folder}/${tenant}`, envOf(tenant), ...args);
    const clientAs = (credentials: Credentials) =>
      clientOf(proxy.url, { credentials: fixedCredentials(credentials) });

    await t.step(
      "both deploy a stack of the same name at the same time, and nothing is refused",
      async () => {
        const ran = await Promise.all(
          ["team-a", "team-b"].map((tenant) => as(tenant, "apply", ".", "-e", "dev", "--yes")),
        );
        console.log(refusals().join("\n"));
        for (const each of ran) assert.match(succeeded(each).stdout, /5 created/);
      },
    );

    /** Everything of a tenant's that there is, as the cloud tells it. */
    const picture = async (tenant: string) => {
      const [state, lock, queues, tables, buckets, roles] = await place.ask(
        ["s3", "list_object_versions", { Bucket: backend.bucket, Prefix: `tenants/${tenant}/` }],
        ["dynamodb", "get_item", {
          TableName: backend.table,
          Key: { lockKey: { S: `tenant:${tenant}:stack:shop:env:dev` } },
        }],
        ["sqs", "list_queues", { QueueNamePrefix: tenant }],
        ["dynamodb", "list_tables", {}],
        ["s3", "list_buckets", {}],
        ["iam", "list_role_policies", { RoleName: `${tenant}-dev-shop-api-fn` }],
      );
      const of = (list: unknown, key: string) =>
        ((list ?? []) as Record<string, unknown>[]).map((each) => String(each[key] ?? each))
          .filter((name) => name.includes(tenant));
      return {
        state: of(state!.Versions, "Key").map((key, i) =>
          `${key} ${(state!.Versions as { VersionId: string }[])[i]!.VersionId}`
        ),
        deleted: state!.DeleteMarkers ?? [],
        lock: lock!.Item,
        queues: queues!.QueueUrls,
        tables: (tables!.TableNames as string[]).filter((name) => name.startsWith(tenant)),
        buckets: of(buckets!.Buckets, "Name"),
        policies: roles!.PolicyNames,
      };
    };
    const before = await picture("team-a");
    assert.ok(before.state.length > 2 && before.lock && before.queues && before.policies);

    /** That all since the last question was refused that is about team-a, and that something was. */
    const nothingOfA = (what: string) => {
      const about = proxy.decisions.splice(0).filter(({ asked }) =>
        asked.some(({ resource, context }) => /team-a/.test(resource + JSON.stringify(context)))
      );
      const allowed = about.filter((each) => each.allowed).flatMap(({ asked }) => asked);
      assert.deepEqual(allowed.map(({ action, resource }) => `${action} ${resource}`), [], what);
      assert.ok(about.length > 0, `${what} asked for nothing of team-a's`);
    };

    await t.step("with its own token, team-b does not become team-a", async () => {
      const ran = await place.pankaIn(
        `${place.folder}/team-a`,
        envOf("team-b"),
        "status",
        ".",
        "-e",
        "dev",
      );
      assert.equal(ran.code, 4, ran.stdout + ran.stderr);
      nothingOfA("status with team-b's token");
    });

    const sts = new Sts(
      clientAs({ accessKeyId: DEV.accessKeyId, secretAccessKey: "test", source: "test" }),
    );
    const session = await sts.assumeRole({
      roleArn: tenantRoleArn(HOME, "team-b"),
      sessionName: "b",
      externalId: await externalId((await parseToken(tokens["team-b"]!))!, "team-b"),
      tags: { "panka:tenant": "team-b" },
    });
    proxy.decisions.splice(0);

    await t.step(
      "a session that says it is team-a's, with team-b's credentials, gets nothing",
      async () => {
        const home = `${place.folder}/home`;
        const folder = `${home}/panka/sessions`;
        await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
        const expiresAt = Date.now() + 3_000_000;
        const known = {
          schema: "panka/session@1",
          tenant: "team-a",
          roleArn: tenantRoleArn(HOME, "team-a"),
          accountId: HOME,
          backend,
          loggedInAt: new Date().toISOString(),
          by: "identity",
          expiresAt,
          kept: "file",
        };
        const { accessKeyId, secretAccessKey, sessionToken } = session;
        const credentials = { accessKeyId, secretAccessKey, sessionToken, expiresAt };
        await Deno.writeTextFile(`${folder}/team-a.json`, JSON.stringify(known), { mode: 0o600 });
        await Deno.writeTextFile(`${folder}/team-a.secret`, JSON.stringify({ credentials }), {
          mode: 0o600,
        });
        for (
          const args of [
            ["status", ".", "-e", "dev"],
            ["history", ".", "-e", "dev"],
            ["apply", ".", "-e", "dev", "--yes", "--var", "X=1"],
            ["destroy", ".", "-e", "dev", "--yes", "--allow-data-loss", "all"],
            ["unlock", ".", "-e", "dev", "--fence", "1", "--reason", "x"],
          ]
        ) {
          const { PANKA_TENANT_TOKEN: _, ...env } = envOf("team-b");
          const ran = await place.pankaIn(`${place.folder}/team-a`, {
            ...env,
            XDG_CONFIG_HOME: home,
          }, ...args);
          assert.notEqual(ran.code, 0, `${args[0]}: ${ran.stdout}`);
          nothingOfA(args.join(" "));
        }
      },
    );

    await t.step(
      "a program that checks nothing gets nothing, by whatever name it asks",
      async () => {
        const client = clientAs({ ...session });
        const [s3, db, iam] = [new S3(client), new DynamoDb(client), new Iam(client)];
        const key = "tenants/team-a/v1/stacks/shop/dev/state.json";
        const Key = { lockKey: { S: "tenant:team-a:stack:shop:env:dev" } };
        const body = new TextEncoder().encode("{}");
        const queue = String((before.queues as string[])[0]);
        const role = "team-a-dev-shop-api-fn";
        const json = (service: string, target: string, input: object) => () =>
          client.send({
            service,
            operation: target,
            method: "POST",
            repeat: "always",
            headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
            body: new TextEncoder().encode(JSON.stringify(input)),
          });
        const attempts: Record<string, () => Promise<unknown>> = {
          "read state": () => s3.getObject(backend.bucket, key),
          "write state": () => s3.putObject(backend.bucket, key, body, { ifNoneMatch: "*" }),
          "delete state": () => s3.deleteObject(backend.bucket, key),
          "list versions": () => s3.listVersions(backend.bucket, key),
          "list state": () => s3.listKeys(backend.bucket, "tenants/team-a/"),
          "list tenants": () => s3.listKeys(backend.bucket, "tenants/"),
          "read the credential": () =>
            s3.getObject(backend.bucket, "tenants/team-a/credential.json"),
          "read the registry": () => s3.getObject(backend.bucket, "tenants.yaml"),
          "read the document": () => s3.getObject(backend.bucket, "tenants/team-a/tenant.yaml"),
          "write its own document": () =>
            s3.putObject(backend.bucket, "tenants/team-b/tenant.yaml", body, {}),
          "read the lock": () => db.getItem(backend.table, Key),
          "take the lock": () =>
            db.call("UpdateItem", {
              TableName: backend.table,
              Key,
              UpdateExpression: "ADD fence :n",
              ExpressionAttributeValues: { ":n": { N: "1" } },
            }, "always"),
          "scan locks": () => db.call("Scan", { TableName: backend.table }, "always"),
          "delete the lock": () =>
            db.call("DeleteItem", { TableName: backend.table, Key }, "always"),
          "scan data": () => db.call("Scan", { TableName: before.tables[0] }, "always"),
          "drop data": () => db.call("DeleteTable", { TableName: before.tables[0] }, "always"),
          "list files": () => s3.listKeys(before.buckets[0]!, ""),
          "read messages": json("sqs", "AmazonSQS.ReceiveMessage", { QueueUrl: queue }),
          "delete the queue": json("sqs", "AmazonSQS.DeleteQueue", { QueueUrl: queue }),
          "read the engine's key": json("ssm", "AmazonSSM.GetParameter", {
            Name: "/panka/team-a/shop/dev/engine-key",
          }),
          "change the role": () => iam.putInline(role, "more", "{}"),
          "remove the role": () => iam.deleteInline(role, role),
          "change its own role": () => iam.putInline("panka-tenant-team-b", "more", "{}"),
          "give itself a policy": () =>
            iam.attach("panka-tenant-team-b", "arn:aws:iam::aws:policy/AdministratorAccess"),
          "change the boundary": () => iam.createPolicyVersion(policyArn(HOME, BOUNDARY), "{}"),
          "make a role without boundary": () =>
            iam.createRole({
              name: "team-b-x",
              path: "/panka/team-b/",
              trust: "{}",
              description: "",
              maxSessionDuration: 3600,
              tags: { "panka:tenant": "team-b" },
            }),
          "become team-a": () =>
            new Sts(client).assumeRole({
              roleArn: tenantRoleArn(HOME, "team-a"),
              sessionName: "b",
              tags: { "panka:tenant": "team-a" },
            }),
        };
        for (const [what, attempt] of Object.entries(attempts)) {
          await assert.rejects(attempt, what);
          const judged = proxy.decisions.splice(0);
          assert.ok(judged.length > 0 && judged.every(({ allowed }) => !allowed), what);
        }
      },
    );

    await t.step("things that AWS names itself are told apart by their tags", async () => {
      const client = clientAs({ ...session });
      const tagged = (tenant: string) => [{ Key: "panka:tenant", Value: tenant }];
      const balancers = await place.ask(
        ...[tagged("team-a"), tagged("team-b"), undefined].map((
          Tags,
          i,
        ): [string, string, Record<string, unknown>] => [
          "elbv2",
          "create_load_balancer",
          { Name: `web-${i}`, Type: "network", Subnets: [subnetOfA], Tags },
        ]),
      );
      const [ofA, ofB, nobodys] = balancers.map((answer) =>
        (answer.LoadBalancers as { LoadBalancerArn: string }[])[0]!.LoadBalancerArn
      );
      const [disks, groups] = await place.ask(
        ["efs", "describe_file_systems", {}],
        ["ec2", "describe_security_groups", {
          Filters: [{ Name: "tag:panka:tenant", Values: ["team-a"] }],
        }],
      );
      const disk = (disks!.FileSystems as { FileSystemId: string; Name: string }[])
        .find(({ Name }) => Name.startsWith("team-a"))!.FileSystemId;
      const GroupId = (groups!.SecurityGroups as { GroupId: string }[])[0]!.GroupId;
      const elb = (operation: string, form: Record<string, string>) => () =>
        askQuery(
          client,
          { service: "elasticloadbalancing", operation, version: "2015-12-01" },
          form,
        );
      const ec2 = (operation: string, form: Record<string, string>) => () =>
        askQuery(client, { service: "ec2", operation, version: "2016-11-15" }, form);
      const mine = { "Tags.member.1.Key": "panka:tenant", "Tags.member.1.Value": "team-b" };
      const attempts: Record<string, () => Promise<unknown>> = {
        "delete the balancer": elb("DeleteLoadBalancer", { LoadBalancerArn: ofA! }),
        "tag the balancer": elb("AddTags", { "ResourceArns.member.1": ofA!, ...mine }),
        "delete nobody's balancer": elb("DeleteLoadBalancer", { LoadBalancerArn: nobodys! }),
        "tag nobody's balancer": elb("AddTags", { "ResourceArns.member.1": nobodys!, ...mine }),
        "open the security group": ec2("AuthorizeSecurityGroupIngress", { GroupId }),
        "delete the security group": ec2("DeleteSecurityGroup", { GroupId }),
        "tag the security group": ec2("CreateTags", {
          "ResourceId.1": GroupId,
          "Tag.1.Key": "panka:tenant",
          "Tag.1.Value": "team-b",
        }),
        "delete the disk": () =>
          client.send({
            service: "elasticfilesystem",
            operation: "DeleteFileSystem",
            method: "DELETE",
            path: `/2015-02-01/file-systems/${disk}`,
            repeat: "always",
          }),
      };
      for (const [what, attempt] of Object.entries(attempts)) {
        await assert.rejects(attempt, { status: 403 }, what);
      }
      proxy.decisions.splice(0);
      await elb("DeleteLoadBalancer", { LoadBalancerArn: ofB! })();
      assert.deepEqual(refusals(), []);
    });

    await t.step("team-b places a function in its own subnet, and none in team-a's", async () => {
      const client = clientAs({ ...session });
      const make = (name: string, subnets: (string | undefined)[]) =>
        client.send({
          service: "lambda",
          operation: "CreateFunction",
          method: "POST",
          path: "/2015-03-31/functions",
          repeat: "always",
          headers: { "content-type": "application/json" },
          body: new TextEncoder().encode(JSON.stringify({
            FunctionName: name,
            Role: `arn:aws:iam::${HOME}:role/panka/team-b/team-b-dev-shop-api-fn`,
            Runtime: "nodejs22.x",
            Handler: "index.handler",
            Code: { ZipFile: "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==" },
            VpcConfig: { SubnetIds: subnets, SecurityGroupIds: ["sg-1"] },
          })),
        });
      await make("team-b-here", [subnetOfB]);
      assert.deepEqual(refusals(), []);
      for (const subnets of [[subnetOfA], [subnetOfB, subnetOfA]]) {
        await assert.rejects(make("team-b-there", subnets), { status: 403 });
        assert.match(
          refusals().join(),
          /lambda:CreateFunction on .*team-b-there: .*lambdaSubnetIds/,
        );
      }
    });

    await t.step("nothing of team-a has changed, and team-b destroys its own", async () => {
      assert.deepEqual(await picture("team-a"), before);
      const all = ["-e", "dev", "--yes", "--allow-data-loss", "all"];
      succeeded(await as("team-b", "destroy", ".", ...all));
      assert.deepEqual(refusals(), []);
      assert.deepEqual(await picture("team-a"), before);
    });
  } finally {
    await place.close();
  }
});
