import assert from "node:assert/strict";
import { Iam } from "../../src/aws/iam.ts";
import { S3Bucket } from "../../src/aws/s3_bucket.ts";
import type { TenantIamFacts } from "../../src/tenant/iam/facts.ts";
import { installTenantRole } from "../../src/tenant/iam/install.ts";
import { tenantDocuments } from "../../tools/tenant_documents.ts";
import { clientOf, realClock } from "../aws/real_world.ts";
import { serversMissing, startMinistack } from "../rig/servers.ts";
import { findTerraform, openModule, type Terraform } from "./terraform.ts";

const found = await findTerraform();
const missing = "missing" in found ? found.missing : serversMissing();
const skipped = missing === undefined ? "" : ` (skipped: ${missing})`;
const mirror = "mirror" in found ? found.mirror : "";

const FACTS: TenantIamFacts[] = [{
  tenant: "team-a",
  accountId: "000000000000",
  backend: { bucket: "platform-state", table: "platform-locks", region: "us-east-1" },
  accounts: ["111111111111"],
  principals: ["arn:aws:iam::222222222222:role/ci-*"],
  zones: ["Z1"],
  place: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] },
}];
FACTS.push({
  ...FACTS[0]!,
  tenant: "team-b",
  accounts: undefined,
  principals: [],
  zones: [],
  place: undefined,
});

const variables = (tenants: string[]) => [
  "-var=bucket=platform-state",
  "-var=table=platform-locks",
  "-var=region=us-east-1",
  `-var=tenants=${
    JSON.stringify(Object.fromEntries(tenants.map((name) => {
      const { accounts = [], principals, zones, place } = FACTS.find(({ tenant }) =>
        tenant === name
      ) ?? {};
      const network = place && { vpc_id: place.vpcId, subnet_ids: place.subnetIds };
      return [name, { accounts, principals, zones, network }];
    })))
  }`,
];

async function inModule(
  env: Record<string, string>,
  run: (terraform: Terraform) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "panka-terraform-" });
  try {
    const terraform = await openModule(folder, mirror, env, "terraform/tenants");
    await terraform.run("init", "-backend=false", "-input=false");
    await run(terraform);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("terraform/tenants has the documents that panka installs", () => {
  const path = new URL("../../terraform/tenants/documents.json", import.meta.url);
  assert.equal(
    Deno.readTextFileSync(path),
    tenantDocuments(),
    "terraform/tenants/documents.json is stale; run: ./tools/deno run -A tools/tenant_documents.ts",
  );
});

Deno.test({
  name:
    `terraform/tenants is formatted and valid, and refuses names to be taken for others'${skipped}`,
  ignore: missing !== undefined,
  fn: () =>
    inModule({}, async (terraform) => {
      await terraform.run("validate");
      await terraform.run("fmt", "-check");
      for (const names of [["a", "a-b"], ["A"], ["x".repeat(33)], ["a--b"]]) {
        await assert.rejects(
          terraform.run("plan", "-input=false", ...variables(names)),
          /begin with another's|lower-case letters/,
        );
      }
    }),
});

Deno.test({
  name: `terraform/tenants makes what installTenantRole() leaves as it is${skipped}`,
  ignore: missing !== undefined,
  fn: async () => {
    const server = await startMinistack({ services: ["s3", "sts", "iam"] });
    const env = {
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "testtest",
      AWS_REGION: "us-east-1",
    };
    try {
      await inModule(env, async (terraform) => {
        const names = variables(["team-a", "team-b"]);
        await terraform.run("apply", "-auto-approve", "-input=false", ...names);
        const client = clientOf(server.url);
        const bucket = new S3Bucket(client, "platform-state");
        await bucket.create();
        const policy: unknown = JSON.parse(await terraform.run("output", "-json", "bucket_policy"));
        await bucket.put("policy", String(policy));
        const made: string[] = [];
        for (const facts of FACTS) {
          await installTenantRole({
            iam: new Iam(client),
            bucket,
            clock: realClock,
            emit: ({ call, outcome }) =>
              void (outcome === "made" && made.push(`${call.operation} ${call.resource}`)),
          }, facts);
        }
        assert.deepEqual(made, []);
        assert.match(await terraform.run("plan", "-input=false", ...names), /No changes/);
      });
    } finally {
      await server.stop();
    }
  },
});
