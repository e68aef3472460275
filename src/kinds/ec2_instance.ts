import type { Expression } from "../engine/resource.ts";
import { checkDisks } from "./ec2_instance/check.ts";
import { ec2Fields, type Ec2Spec } from "./ec2_instance/fields.ts";
import { instance, instanceProfile } from "./ec2_instance/machine.ts";
import { attachVolumes } from "./ec2_instance/volumes.ts";
import { defineKind } from "./kind.ts";
import type { RenderContext } from "./render.ts";
import { letIn } from "./shapes/inbound.ts";
import { joined } from "./shapes/lists.ts";
import { placement } from "./shapes/placement.ts";
import { role, targetStatements } from "./shapes/role.ts";
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
      managedPolicies: spec.sessionManager ? ["AmazonSSMManagedInstanceCore"] : [],
    });
    const profile = instanceProfile(c, runsAs);
    const at = placement(c, group);
    const image = imageOf(c);
    const instances = Array.from({ length: spec.count }, (_, i) => {
      const created = instance(c, i, { at, image, profile, runsAs });
      attachVolumes(c, created, i);
      return created;
    });
    const list = (attribute: string) => joined(instances.map((one) => one.attr(attribute)));
    return {
      outputs: {
        instanceIds: list("id"),
        privateIps: list("privateIp"),
        publicIps: spec.publicAddress ? list("publicIp") : "",
        securityGroupId: group.id,
        roleArn: runsAs.attr("arn"),
      },
      listener,
    };
  },
});

function imageOf(c: RenderContext<Ec2Spec>): string | Expression {
  const { ami } = c.spec;
  if (!ami.includes("ssm:")) return ami;
  const name = ami.slice(ami.indexOf("/"));
  return c.lookup(`parameter${name}`, "aws:ssm/getParameter:getParameter", { name }).attr("value");
}
