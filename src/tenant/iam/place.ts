import { deny, type Document, documentOf } from "./document.ts";

/** Where a tenant's things may stand. */
export interface Place {
  vpcId: string;
  subnetIds: readonly string[];
}

/** Of a tenant whose network is still to be made: what stands in no VPC may be deployed. */
export const NOWHERE: Place = { vpcId: "none", subnetIds: ["none"] };

/** By which key who is asked for subnets: Service Authorization Reference. What names none is placed in none. */
const SUBNETS: Record<string, string | string[]> = {
  "ecs:subnet": "ecs:*",
  "lambda:SubnetIds": "lambda:*",
  "autoscaling:VPCZoneIdentifiers": "autoscaling:*",
  "elasticloadbalancing:Subnet": "elasticloadbalancing:*",
  // Of mount targets as well: EFS makes their interfaces in the caller's name.
  "ec2:SubnetID": ["ec2:CreateNetworkInterface", "ec2:RunInstances"],
};

/** Denies the tenant's role to place anything elsewhere, as far as AWS has keys for it. */
export function confinement({ vpcId, subnetIds }: Place): Document {
  return documentOf(
    [
      ...Object.entries(SUBNETS).map(([key, actions]) =>
        deny(key.replace(":", ""), actions, "*", {
          "ForAnyValue:StringNotEquals": { [key]: [...subnetIds] },
        })
      ),
      // By SubnetMappings, which the key may not tell of.
      deny("Mappings", "elasticloadbalancing:CreateLoadBalancer", "*", {
        Null: { "elasticloadbalancing:Subnet": "true" },
      }),
      // They have no key, and deployments run services.
      deny("Tasks", ["ecs:CreateTaskSet", "ecs:RunTask", "ecs:StartTask"], "*"),
      deny("SecurityGroups", "ec2:CreateSecurityGroup", "*", {
        "ForAnyValue:StringNotEquals": { "ec2:VpcID": vpcId },
      }),
      // Cloud Map asks for a namespace's zone in the caller's name.
      deny("Zones", ["route53:AssociateVPCWithHostedZone", "route53:CreateHostedZone"], "*", {
        "ForAnyValue:StringNotLike": { "route53:VPCs": `VPCId=${vpcId},*` },
      }),
    ],
    "inline",
    "policy for the network",
    "name fewer subnets in spec.networking.existing",
  );
}

/** The VPC that {@link confinement} was made with. */
export function confinedTo(document: Document): string | undefined {
  const found = document.Statement.find(({ Sid }) => Sid === "SecurityGroups");
  return found?.Condition?.["ForAnyValue:StringNotEquals"]?.["ec2:VpcID"] as string | undefined;
}
