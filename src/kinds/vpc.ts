import { defineKind } from "./kind.ts";
import { checkVpc } from "./vpc/check.ts";
import { vpcFields } from "./vpc/fields.ts";
import { renderVpc } from "./vpc/render.ts";

/** Limits: AWS, "VPC CIDR blocks" and "Subnet CIDR blocks". */
export const vpc = defineKind({
  name: "VPC",
  group: "Networking",
  summary: "Network of its own: subnets, ways to the internet, endpoints (Amazon VPC)",
  fields: vpcFields,
  outputs: {
    vpcId: { doc: "Id of the VPC" },
    vpcCidr: { doc: "CIDR block of the VPC" },
    publicSubnetIds: { doc: "Ids of the public subnets, separated by commas" },
    privateSubnetIds: { doc: "Ids of the private subnets, separated by commas" },
    defaultSecurityGroupId: { doc: "Id of the VPC's default security group" },
  },
  holdsData: false,
  proof: { level: "emulator", note: "traffic" },
  example: `cidrBlock: 10.20.0.0/16
subnets:
  public: [eu-west-1a, eu-west-1b]
  private: [eu-west-1a, eu-west-1b]
natGateway:
  type: per-az`,
  check: checkVpc,
  render: renderVpc,
});
