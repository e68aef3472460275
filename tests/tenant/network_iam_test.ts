import assert from "node:assert/strict";
import { tenantIam } from "../../src/tenant/iam/tenant_iam.ts";
import { evaluate } from "../iam/evaluate.ts";
import { parsePolicy } from "../iam/policy.ts";
import type { Context } from "../iam/request.ts";

const account = "123456789012";
const platform = { bucket: "state", table: "locks", region: "eu-west-1" };
const { role, policies } = tenantIam({ tenant: "acme", accountId: account, backend: platform });
const identity = Object.entries({ ...role.inline, ...policies }).map(([name, document]) =>
  parsePolicy(document, "identity", name)
);

/** What AWS would say to the tenant's role. @param tags of the thing asked about */
function allowed(
  action: string,
  kind: string,
  tags: Record<string, string>,
  context: Context = {},
): boolean {
  const request = {
    caller: {
      kind: "role" as const,
      arn: `arn:aws:sts::${account}:assumed-role/panka-tenant-acme/ada`,
      account,
      tags: { "panka:tenant": "acme" },
    },
    action,
    resource: action.startsWith("s3:")
      ? `arn:aws:s3:::state/${kind}`
      : `arn:aws:ec2:eu-west-1:${account}:${kind}/x`,
    account,
    context: {
      "aws:ResourceAccount": account,
      ...Object.fromEntries(
        Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
      ),
      ...context,
    },
  };
  return evaluate(request, { identity }).allowed;
}

const own = { "panka:tenant": "acme", "panka:stack": "tenant-network" };
const others = { ...own, "panka:tenant": "other" };
const making = { "aws:RequestTag/panka:tenant": "acme", "aws:TagKeys": ["panka:tenant"] };
const through = { "aws:ViaAWSService": "true" };

Deno.test("a tenant's role puts things into the tenant's VPC, and into no other tenant's", () => {
  for (const [tags, expected] of [[own, true], [others, false]] as const) {
    assert.equal(allowed("ec2:CreateSecurityGroup", "vpc", tags, making), expected);
    assert.equal(allowed("ec2:RunInstances", "subnet", tags, making), expected);
    assert.equal(allowed("ec2:RunInstances", "security-group", tags, making), expected);
    assert.equal(allowed("ec2:CreateNetworkInterface", "subnet", tags, through), expected);
    assert.equal(allowed("ec2:AuthorizeSecurityGroupIngress", "security-group", tags), expected);
  }
});

Deno.test("a tenant's role can't change the tenant's VPC", () => {
  const changes: [string, string][] = [
    ["DeleteVpc", "vpc"],
    ["ModifyVpcAttribute", "vpc"],
    ["DeleteSubnet", "subnet"],
    ["ModifySubnetAttribute", "subnet"],
    ["CreateRoute", "route-table"],
    ["ReplaceRoute", "route-table"],
    ["AttachInternetGateway", "internet-gateway"],
    ["DeleteNatGateway", "natgateway"],
    ["DeleteVpcEndpoints", "vpc-endpoint"],
    ["AcceptVpcPeeringConnection", "vpc-peering-connection"],
  ];
  for (const [action, kind] of changes) assert.equal(allowed(`ec2:${action}`, kind, own), false);
  const taken = { "aws:TagKeys": ["panka:tenant"] };
  assert.equal(allowed("ec2:DeleteTags", "subnet", own, taken), false);
});

Deno.test("a tenant's role reads its own two documents, and writes neither", () => {
  for (const name of ["tenant.yaml", "network.json"]) {
    assert.equal(allowed("s3:GetObject", `tenants/acme/${name}`, {}), true);
    assert.equal(allowed("s3:GetObject", `tenants/other/${name}`, {}), false);
    assert.equal(allowed("s3:PutObject", `tenants/acme/${name}`, {}), false);
  }
  assert.equal(allowed("s3:GetObject", "tenants/acme/credential.json", {}), false);
});
