import type { AwsClient } from "./client.ts";
import { askQuery } from "./calls.ts";
import { child, textAt, type XmlElement } from "./xml.ts";

/** Something in a VPC, or a VPC itself. */
export interface Ec2Resource {
  id: string;
  vpcId: string;
  /** Of a VPC: its first block; of a subnet: its own. */
  cidrBlock?: string;
  tags: Record<string, string>;
}

const KINDS = {
  vpc: { action: "DescribeVpcs", set: "vpcSet", filter: "vpc-id", id: "vpcId" },
  subnet: { action: "DescribeSubnets", set: "subnetSet", filter: "subnet-id", id: "subnetId" },
  "security group": {
    action: "DescribeSecurityGroups",
    set: "securityGroupInfo",
    filter: "group-id",
    id: "groupId",
  },
};
export type Ec2Kind = keyof typeof KINDS;

/** What there is of networks; read only. Throws AwsError and NoAnswer. */
export class Ec2 {
  constructor(private readonly client: AwsClient) {}

  /** Those of `ids` (at most 200, as EC2 limits a filter) that there are, in this region. */
  async find(kind: Ec2Kind, ids: readonly string[], signal?: AbortSignal): Promise<Ec2Resource[]> {
    if (ids.length === 0) return [];
    const { action, set, filter, id } = KINDS[kind];
    const call = { service: "ec2", operation: action, version: "2016-11-15" };
    const answer = await askQuery(this.client, call, {
      "Filter.1.Name": filter,
      ...Object.fromEntries(ids.map((one, i) => [`Filter.1.Value.${i + 1}`, one])),
    }, signal);
    const items = child(answer, set)?.children ?? [];
    return items.map((item) => resource(item, id));
  }
}

const resource = (item: XmlElement, id: string): Ec2Resource => ({
  id: textAt(item, id) ?? "",
  vpcId: textAt(item, "vpcId") ?? "",
  cidrBlock: textAt(item, "cidrBlock"),
  tags: Object.fromEntries(
    (child(item, "tagSet")?.children ?? [])
      .map((tag) => [textAt(tag, "key") ?? "", textAt(tag, "value") ?? ""]),
  ),
});
