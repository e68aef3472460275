import type { InstanceArgs } from "@pulumi/aws/ec2/instance.d.ts";
import type { InstanceProfileArgs } from "@pulumi/aws/iam/instanceProfile.d.ts";
import type { Expression, Value } from "../engine/resource.ts";
import { checkDisks } from "./ec2_instance/check.ts";
import { ec2Fields, type Ec2Spec } from "./ec2_instance/fields.ts";
import { attachVolumes } from "./ec2_instance/volumes.ts";
import { type CommonSpec, defineKind } from "./kind.ts";
import type { Handle, RenderContext } from "./render.ts";
import { partition } from "./shapes/arn.ts";
import { letIn } from "./shapes/inbound.ts";
import { kmsKeyArn } from "./shapes/kms_key.ts";
import { type Placement, placement } from "./shapes/placement.ts";
import { role, type RoleHandle, targetStatements } from "./shapes/role.ts";
import { connect, securityGroup } from "./shapes/security_group.ts";

export const ec2Instance = defineKind({
  name: "EC2Instance",
  aliases: ["EC2"],
  group: "Containers",
  summary: "Virtual machines (Amazon EC2)",
  fields: ec2Fields,
  outputs: {
    instanceIds: { doc: "Ids of the instances, with commas between them" },
    privateIps: { doc: "Private addresses, with commas between them" },
    publicIps: { doc: "Public addresses, with commas between them; empty without" },
    securityGroupId: { doc: "Security group of the instances" },
    roleArn: { doc: "Role that the instances run as" },
  },
  holdsData: (spec) => spec.volumes.length > 0,
  proof: {
    level: "create",
    note: "the emulator forgets root disk and metadata options, so a preview shows a replacement",
  },
  example: `instanceType: t3.micro
ami: ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
rootVolume:
  sizeGB: 20
volumes:
  - name: data
    sizeGB: 50
userData: |
  #!/bin/sh
  dnf install -y nginx`,
  check: checkDisks,
  render(c) {
    const { spec } = c;
    const { group, listener } = securityGroup(c, {
      ports: spec.ports,
      description: "Instances of a panka component",
    });
    connect(c, group);
    letIn(c, group, spec.ports, spec.inbound);
    const runsAs = role(c, {
      service: "ec2.amazonaws.com",
      statements: targetStatements(c),
      managedPolicies: spec.sessionManager
        ? [`arn:${partition(c.stack.region)}:iam::aws:policy/AmazonSSMManagedInstanceCore`]
        : [],
    });
    const profile = instanceProfile(c, runsAs);
    const at = placement(c, group);
    const image = imageOf(c);
    const instances = Array.from({ length: spec.count }, (_, i) => {
      const created = instance(c, i, { at, image, profile, runsAs });
      attachVolumes(c, created, i);
      return created;
    });
    return {
      outputs: {
        instanceIds: joined(instances, "id"),
        privateIps: joined(instances, "privateIp"),
        publicIps: spec.publicAddress ? joined(instances, "publicIp") : "",
        securityGroupId: group.id,
        roleArn: runsAs.attr("arn"),
      },
      listener,
    };
  },
});

function instance(
  c: RenderContext<Ec2Spec & CommonSpec>,
  i: number,
  { at, image, profile, runsAs }: {
    at: Placement;
    image: string | Expression;
    profile: Handle;
    runsAs: RoleHandle;
  },
): Handle {
  const { spec } = c;
  const { rootVolume, userData } = spec;
  const name = c.physicalName({ max: 255, part: spec.count > 1 ? String(i + 1) : undefined });
  return c.resource<InstanceArgs>("aws:ec2/instance:Instance", `instance-${i + 1}`, {
    ami: image,
    instanceType: spec.instanceType,
    keyName: spec.keyName,
    subnetId: nth(spec.publicAddress ? at.publicSubnets : at.privateSubnets, i),
    vpcSecurityGroupIds: at.securityGroups,
    associatePublicIpAddress: spec.publicAddress || at.publicAddress,
    iamInstanceProfile: profile.attr("name"),
    userData: userData === undefined ? undefined : c.value(userData),
    userDataReplaceOnChange: spec.replaceOnUserDataChange,
    // Version 2 of the metadata service only: no credentials for whoever can make it fetch a URL.
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
    rootBlockDevice: {
      encrypted: true,
      kmsKeyId: kmsKeyArn(c),
      volumeSize: rootVolume.sizeGB,
      volumeType: rootVolume.type,
      iops: rootVolume.iops,
      throughput: rootVolume.throughputMBps,
      tags: { ...c.tags, Name: name },
    },
    monitoring: spec.detailedMonitoring,
    disableApiTermination: spec.deletionProtection ?? false,
    tags: { ...c.tags, Name: name },
  }, {
    protect: spec.deletionProtection,
    ignoreChanges: [
      // A parameter names the newest image; what runs keeps the one that it was made from.
      ...(spec.ami.includes("ssm:") ? ["ami"] : []),
      // AWS lists subnets in any order; what runs stays where it is.
      "subnetId",
    ],
    dependsOn: runsAs.policies,
  });
}

function instanceProfile(c: RenderContext<unknown>, runsAs: RoleHandle): Handle {
  // 128 characters: IAM, CreateInstanceProfile.
  const name = c.physicalName({ max: 128 });
  return c.resource<InstanceProfileArgs>(
    "aws:iam/instanceProfile:InstanceProfile",
    "instance-profile",
    { name, role: runsAs.attr("name"), tags: c.tags },
    { physicalName: name },
  );
}

function imageOf(c: RenderContext<Ec2Spec>): string | Expression {
  const { ami } = c.spec;
  if (!ami.includes("ssm:")) return ami;
  const name = ami.slice(ami.indexOf("/"));
  return c.lookup(`parameter${name}`, "aws:ssm/getParameter:getParameter", { name }).attr("value");
}

/** One of several subnets, in turn; a network whose subnets are not listed yet has two at least. */
function nth(list: Expression | Value[], i: number): string | Expression {
  if (Array.isArray(list)) return list[i % list.length] as string | Expression;
  if ("$lookup" in list) {
    const [key, attribute] = list.$lookup;
    return { $lookup: [key, `${attribute}[${i % 2}]`] };
  }
  if ("$attr" in list) {
    const [key, attribute] = list.$attr;
    return { $attr: [key, `${attribute}[${i % 2}]`] };
  }
  return list;
}

const joined = (instances: readonly Handle[], attribute: string): Value =>
  instances.length === 0
    ? ""
    : { $join: instances.flatMap((one, i) => [...(i ? [","] : []), one.attr(attribute)]) };
