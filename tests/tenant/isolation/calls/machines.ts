import { account, type Also, key, linked, passRole, type Rule } from "./rule.ts";

const tagging: Also = ["ec2:CreateTags ec2:DeleteTags", "ec2:{kind}/{id}", "own"];
const tagsOn = (kind: string): Also => [tagging[0], tagging[1].replace("{kind}", kind), "own"];

/** Machines, their disks and network interfaces, and what runs tasks on them. */
export const machines: Record<string, Rule> = {
  "ec2/securityGroup": {
    on: "ec2:security-group/{id}",
    byTag: true,
    make: "CreateSecurityGroup",
    use:
      "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress DeleteSecurityGroup",
    also: [
      ["ec2:CreateSecurityGroup", "ec2:vpc/{id}", "made"],
      ["ec2:CreateTags", "ec2:security-group/{id}", "created by CreateSecurityGroup"],
      tagsOn("security-group"),
      account(
        "ec2:DescribeSecurityGroups ec2:DescribeSecurityGroupRules ec2:DescribeNetworkInterfaces",
      ),
    ],
  },
  "vpc/securityGroupIngressRule": {
    on: "ec2:security-group-rule/{id}",
    byTag: true,
    make: "AuthorizeSecurityGroupIngress",
    use: "ModifySecurityGroupRules",
    also: [
      ["ec2:AuthorizeSecurityGroupIngress", "ec2:security-group/{id}", "made and own"],
      [
        "ec2:CreateTags",
        "ec2:security-group-rule/{id}",
        "created by AuthorizeSecurityGroupIngress",
      ],
      [
        "ec2:RevokeSecurityGroupIngress ec2:ModifySecurityGroupRules",
        "ec2:security-group/{id}",
        "own",
      ],
      tagsOn("security-group-rule"),
      account("ec2:DescribeSecurityGroupRules"),
    ],
  },
  "vpc/securityGroupEgressRule": {
    on: "ec2:security-group-rule/{id}",
    byTag: true,
    make: "AuthorizeSecurityGroupEgress",
    use: "ModifySecurityGroupRules",
    also: [
      ["ec2:AuthorizeSecurityGroupEgress", "ec2:security-group/{id}", "made and own"],
      ["ec2:CreateTags", "ec2:security-group-rule/{id}", "created by AuthorizeSecurityGroupEgress"],
      ["ec2:RevokeSecurityGroupEgress", "ec2:security-group/{id}", "own"],
    ],
  },
  "ec2/launchTemplate": {
    on: "ec2:launch-template/{id}",
    byTag: true,
    make: "CreateLaunchTemplate",
    use: "CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate",
    also: [
      ["ec2:CreateTags", "ec2:launch-template/{id}", "created by CreateLaunchTemplate"],
      tagsOn("launch-template"),
      account("ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions"),
      ["ssm:GetParameters", "arn:aws:ssm:eu-west-1::parameter/aws/service/{id}", "plain"],
      passRole,
    ],
  },
  "autoscaling/group": {
    on: "autoscaling:autoScalingGroup:{id}:autoScalingGroupName/{name}",
    make: "CreateAutoScalingGroup CreateOrUpdateTags",
    use:
      "UpdateAutoScalingGroup DeleteAutoScalingGroup DeleteTags StartInstanceRefresh SetInstanceProtection SuspendProcesses",
    also: [
      linked,
      account(
        "autoscaling:DescribeAutoScalingGroups autoscaling:DescribeScalingActivities autoscaling:DescribeInstanceRefreshes autoscaling:DescribeTags autoscaling:DescribeLoadBalancerTargetGroups",
      ),
      ["ec2:RunInstances", "ec2:instance/{id}", "made"],
      ["ec2:RunInstances", "ec2:launch-template/{id}", "own"],
      ["ec2:CreateTags", "ec2:instance/{id}", "created by RunInstances"],
    ],
  },
  "ec2/instance": {
    on: "ec2:instance/{id}",
    byTag: true,
    make: "RunInstances",
    use:
      "ModifyInstanceAttribute ModifyInstanceMetadataOptions StopInstances StartInstances TerminateInstances MonitorInstances UnmonitorInstances AssociateIamInstanceProfile",
    also: [
      ["ec2:RunInstances", "ec2:volume/{id}", "plain"],
      ["ec2:RunInstances", "ec2:network-interface/{id}", "plain"],
      ["ec2:RunInstances", "ec2:subnet/{id}", "plain"],
      ["ec2:RunInstances", "ec2:subnet/{id}", "own"],
      ["ec2:RunInstances", "ec2:security-group/{id}", "own"],
      // The default group of a network.
      ["ec2:RunInstances", "ec2:security-group/{id}", "plain"],
      ["ec2:RunInstances", "ec2:key-pair/{id}", "plain"],
      ["ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/{id}", "plain"],
      ["ec2:RunInstances", "arn:aws:ec2:eu-west-1::snapshot/{id}", "plain"],
      ["ec2:CreateTags", "ec2:instance/{id}", "created by RunInstances"],
      ["ec2:CreateTags", "ec2:volume/{id}", "created by RunInstances"],
      ["ec2:ModifyVolume", "ec2:volume/{id}", "own"],
      tagsOn("instance"),
      passRole,
      account(
        "ec2:DescribeInstances ec2:DescribeInstanceAttribute ec2:DescribeInstanceTypes ec2:DescribeVolumes ec2:DescribeTags ec2:DescribeVpcs ec2:DescribeInstanceCreditSpecifications ec2:DescribeIamInstanceProfileAssociations ec2:DescribeImages",
      ),
      ["ssm:GetParameter", "arn:aws:ssm:eu-west-1::parameter/aws/service/{id}", "plain"],
    ],
  },
  "ebs/volume": {
    on: "ec2:volume/{id}",
    byTag: true,
    make: "CreateVolume",
    use: "ModifyVolume DeleteVolume CreateSnapshot",
    also: [
      ["ec2:CreateTags", "ec2:volume/{id}", "created by CreateVolume"],
      ["ec2:CreateVolume", "arn:aws:ec2:eu-west-1::snapshot/{id}", "plain"],
      // The last picture of a disk that goes.
      ["ec2:CreateSnapshot", "arn:aws:ec2:eu-west-1::snapshot/{id}", "made"],
      ["ec2:CreateTags", "arn:aws:ec2:eu-west-1::snapshot/{id}", "created by CreateSnapshot"],
      tagsOn("volume"),
      account("ec2:DescribeVolumes ec2:DescribeVolumesModifications ec2:DescribeSnapshots"),
      key,
    ],
  },
  "ec2/volumeAttachment": {
    on: "ec2:volume/{id}",
    byTag: true,
    use: "AttachVolume DetachVolume",
    also: [["ec2:AttachVolume ec2:DetachVolume", "ec2:instance/{id}", "own"]],
  },
  "iam/instanceProfile": {
    on: "iam:instance-profile/panka/{tenant}/{name}",
    make: "CreateInstanceProfile TagInstanceProfile",
    use:
      "GetInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile DeleteInstanceProfile UntagInstanceProfile",
    also: [passRole],
  },
  "efs/fileSystem": {
    on: "elasticfilesystem:file-system/{id}",
    byTag: true,
    use:
      "UpdateFileSystem DeleteFileSystem PutLifecycleConfiguration DescribeLifecycleConfiguration DescribeReplicationConfigurations TagResource UntagResource",
    also: [
      ["elasticfilesystem:CreateFileSystem", "*", "made"],
      [
        "elasticfilesystem:TagResource",
        "elasticfilesystem:file-system/{id}",
        "created by CreateFileSystem",
      ],
      account("elasticfilesystem:DescribeFileSystems"),
      linked,
      key,
    ],
  },
  "efs/mountTarget": {
    on: "elasticfilesystem:file-system/{id}",
    byTag: true,
    use:
      "CreateMountTarget DeleteMountTarget DescribeMountTargets DescribeMountTargetSecurityGroups ModifyMountTargetSecurityGroups",
    also: [
      [
        "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:ModifyNetworkInterfaceAttribute",
        "ec2:network-interface/{id}",
        "through AWS",
      ],
      ["ec2:CreateNetworkInterface", "ec2:subnet/{id}", "through AWS"],
      account("ec2:DescribeSubnets ec2:DescribeNetworkInterfaces"),
      // Until it is gone.
      ["elasticfilesystem:DescribeMountTargets", "elasticfilesystem:file-system/{id}", "plain"],
    ],
  },
  "efs/accessPoint": {
    on: "elasticfilesystem:access-point/{id}",
    byTag: true,
    use: "DescribeAccessPoints DeleteAccessPoint TagResource UntagResource",
    also: [
      ["elasticfilesystem:CreateAccessPoint", "elasticfilesystem:file-system/{id}", "made and own"],
      ["elasticfilesystem:DescribeAccessPoints", "elasticfilesystem:access-point/{id}", "plain"],
      [
        "elasticfilesystem:TagResource",
        "elasticfilesystem:access-point/{id}",
        "created by CreateAccessPoint",
      ],
    ],
  },
  "efs/fileSystemPolicy": {
    on: "elasticfilesystem:file-system/{id}",
    byTag: true,
    use: "PutFileSystemPolicy DescribeFileSystemPolicy DeleteFileSystemPolicy",
  },
  "efs/backupPolicy": {
    on: "elasticfilesystem:file-system/{id}",
    byTag: true,
    use: "PutBackupPolicy DescribeBackupPolicy",
  },
};
