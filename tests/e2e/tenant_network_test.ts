import assert from "node:assert/strict";
import { Iam } from "../../src/aws/iam.ts";
import { S3 } from "../../src/aws/s3.ts";
import { tenantDocumentKey, tenantNetworkKey } from "../../src/state/paths.ts";
import { clientOf } from "../aws/real_world.ts";
import { e2eMissing, Place, type Ran } from "./panka.ts";
import { makeTenant } from "./tenant.ts";

const missing = e2eMissing();
if (missing) console.log(`SKIPPED tests/e2e/tenant_network: ${missing}`);

const CONFIG = `apiVersion: admin.panka.io/v1
kind: TenantConfig
metadata: {name: acme}
spec:
  aws: {region: us-east-1, accountId: "000000000000"}
  networking: `;
const OWN = "{vpc: {cidrBlock: 10.20.0.0/16}, natGateway: {enabled: false}}";
const FILES = {
  "stack.yaml": `apiVersion: core.panka.io/v1
kind: Stack
metadata: {name: shop, tenant: acme}
`,
  "services/api/files.yaml": `apiVersion: components.panka.io/v1
kind: EFS
metadata: {name: files}
spec: {}
`,
};

const ids = (answer: Record<string, unknown>, list: string, id: string): string[] =>
  (answer[list] as Record<string, string>[]).map((one) => one[id]!).sort();

Deno.test({
  name: "a tenant's network is made on AWS, its stack stands in it, and both go again",
  ignore: missing !== undefined,
}, async (t) => {
  const place = await Place.open();
  const succeeds = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, ran.stdout + ran.stderr);
    return ran;
  };
  const network = async (verb: string, ...args: string[]) =>
    await place.panka("admin", "network", verb, "acme", ...args);
  const shop = (verb: string, ...args: string[]) =>
    place.pankaIn(`${place.folder}/shop`, token, verb, ...args);
  let token: Record<string, string> = {};
  const configure = (networking: string) =>
    new S3(clientOf(place.cloud.url)).putObject(
      place.backend.bucket,
      tenantDocumentKey("acme"),
      new TextEncoder().encode(CONFIG + networking + "\n"),
      {},
    );
  const told = async () =>
    JSON.parse(await place.object(place.backend.bucket, tenantNetworkKey("acme")));
  /** The VPC in which AWS lets the tenant place things. */
  const confinedTo = async () =>
    JSON.parse(succeeds(await place.panka("admin", "tenant", "show", "acme", "-o", "json")).stdout)
      .role.confinedTo;
  try {
    succeeds(await place.createBackend());
    token = { PANKA_TENANT_TOKEN: await makeTenant(place, "acme") };
    await configure(OWN);
    for (const [path, text] of Object.entries(FILES)) {
      const file = `${place.folder}/shop/${path}`;
      await Deno.mkdir(file.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(file, text);
    }

    await t.step("a stack that comes before the network is told to wait for it", async () => {
      const early = await shop("apply", "--yes");
      assert.equal(early.code, 1, early.stderr);
      assert.match(early.stderr, /network of tenant "acme" is not made yet/);
    });

    await t.step("admin network apply makes it, tagged as the tenant's", async () => {
      succeeds(await network("apply", "--yes"));
      const { existing, region } = await told();
      assert.equal(region, "us-east-1");
      const filter = [{ Name: "tag:panka:tenant", Values: ["acme"] }];
      const [vpcs, subnets] = await place.ask(
        ["ec2", "describe_vpcs", { Filters: filter }],
        ["ec2", "describe_subnets", { Filters: filter }],
      );
      assert.deepEqual(ids(vpcs!, "Vpcs", "VpcId"), [existing.vpcId]);
      const { public: open, private: closed } = existing.subnetIds;
      assert.deepEqual(ids(subnets!, "Subnets", "SubnetId"), [...open, ...closed].sort());
      const iam = new Iam(clientOf(place.cloud.url));
      const policy = await iam.getInline("panka-tenant-acme", "panka-network");
      for (const id of [...open, ...closed]) assert.ok(policy?.includes(id), `${policy}`);
      succeeds(await place.panka("admin", "tenant", "update", "acme", "--set", "contact=#acme"));
      assert.equal(await confinedTo(), existing.vpcId);
      const again = succeeds(await network("plan", "--detailed-exitcode"));
      assert.match(again.stderr, /nothing to apply/);
    });

    await t.step("the tenant's stack stands in it, in its private subnets", async () => {
      succeeds(await shop("apply", "--yes"));
      const { existing } = await told();
      const [answer] = await place.ask(["ec2", "describe_security_groups", {
        Filters: [{ Name: "tag:panka:stack", Values: ["shop"] }],
      }]);
      assert.deepEqual(ids(answer!, "SecurityGroups", "VpcId"), [existing.vpcId]);
      const [files] = await place.ask(["efs", "describe_file_systems", {}]);
      const [targets] = await place.ask(["efs", "describe_mount_targets", {
        FileSystemId: ids(files!, "FileSystems", "FileSystemId")[0],
      }]);
      assert.deepEqual(
        ids(targets!, "MountTargets", "SubnetId"),
        existing.subnetIds.private.toSorted(),
      );
      const refused = await network("destroy", "--yes");
      assert.equal(refused.code, 5, refused.stderr);
      assert.match(refused.stderr, /shop in dev/);
    });

    await t.step("without stacks in it, it goes, and nothing of it is left", async () => {
      succeeds(await shop("destroy", "--yes", "--allow-data-loss", "all"));
      const { existing } = await told();
      succeeds(await network("destroy", "--yes"));
      assert.equal((await told()).removed, true);
      assert.equal(await confinedTo(), "none");
      const [vpcs] = await place.ask(["ec2", "describe_vpcs", {}]);
      assert.ok(!ids(vpcs!, "Vpcs", "VpcId").includes(existing.vpcId));
    });

    await t.step("a network that is there already is looked at, and told", async () => {
      const [vpcs] = await place.ask(["ec2", "describe_vpcs", {}]);
      const vpc = (vpcs!.Vpcs as Record<string, string>[])[0]!;
      const [subnets] = await place.ask(["ec2", "describe_subnets", {
        Filters: [{ Name: "vpc-id", Values: [vpc.VpcId] }],
      }]);
      const subnet = ids(subnets!, "Subnets", "SubnetId")[0];
      await configure(`{existing: {vpcId: ${vpc.VpcId}, subnetIds: {private: [${subnet}]}}}`);
      succeeds(await network("apply"));
      const { existing } = await told();
      assert.equal(existing.vpcCidr, vpc.CidrBlock);
      assert.equal(await confinedTo(), vpc.VpcId);
      await configure(`{existing: {vpcId: ${vpc.VpcId}, subnetIds: {private: [subnet-0none]}}}`);
      const wrong = await network("apply");
      assert.equal(wrong.code, 1, wrong.stderr);
      assert.match(wrong.stderr, /there is no subnet subnet-0none/);
    });
  } finally {
    await place.close();
  }
});
