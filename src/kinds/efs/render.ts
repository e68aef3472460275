import type { AccessPointArgs } from "@pulumi/aws/efs/accessPoint.d.ts";
import type { BackupPolicyArgs } from "@pulumi/aws/efs/backupPolicy.d.ts";
import type { FileSystemArgs } from "@pulumi/aws/efs/fileSystem.d.ts";
import type { FileSystemPolicyArgs } from "@pulumi/aws/efs/fileSystemPolicy.d.ts";
import type { MountTargetArgs } from "@pulumi/aws/efs/mountTarget.d.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { kept } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { joined } from "../shapes/lists.ts";
import { subnetOf } from "../shapes/placement.ts";
import { type StoreNetwork, storeNetwork } from "../shapes/private_store.ts";
import type { EFSSpec } from "./fields.ts";

const NFS = 2049;

/** The file system, its entrances and who may use them. */
export function renderEfs(c: RenderContext<EFSSpec>) {
  const { spec } = c;
  const network = storeNetwork(c, { port: NFS, description: "File system (managed by panka)" });
  const key = spec.encrypted ? kmsKeyArn(c, spec.kmsKeyId) : undefined;
  // 64 characters: CreateFileSystem.
  const name = c.physicalName({ max: 64 });
  const protect = kept(c);
  const fileSystem = c.resource<FileSystemArgs>("aws:efs/fileSystem:FileSystem", "file-system", {
    creationToken: name,
    performanceMode: spec.performanceMode,
    throughputMode: spec.throughputMode,
    provisionedThroughputInMibps: spec.provisionedMiBps,
    encrypted: spec.encrypted,
    kmsKeyId: key,
    lifecyclePolicies: lifecycle(spec),
    tags: { Name: name, ...c.tags },
  }, { physicalName: name, protect, deleteBeforeReplace: true });
  const targets = mountTargets(c, fileSystem, network);
  c.resource<BackupPolicyArgs>("aws:efs/backupPolicy:BackupPolicy", "backup", {
    fileSystemId: fileSystem.id,
    backupPolicy: { status: spec.backup ?? c.stack.production ? "ENABLED" : "DISABLED" },
  });
  if (spec.tlsOnly) renderPolicy(c, fileSystem);
  const points = spec.accessPoints.map((point) =>
    c.resource<AccessPointArgs>(
      "aws:efs/accessPoint:AccessPoint",
      `access-point-${point.name}`,
      {
        fileSystemId: fileSystem.id,
        posixUser: { uid: point.uid, gid: point.gid },
        rootDirectory: {
          path: point.path,
          creationInfo: {
            ownerUid: point.uid,
            ownerGid: point.gid,
            permissions: point.permissions,
          },
        },
        tags: { Name: `${name}-${point.name}`, ...c.tags },
      },
      // A client that has the id can mount it at once.
      { dependsOn: targets },
    )
  );
  return {
    outputs: {
      fileSystemId: fileSystem.id,
      dnsName: fileSystem.attr("dnsName"),
      accessPointIds: joined(points.map(({ id }) => id)),
      arn: fileSystem.attr("arn"),
    },
    listener: network.listener,
  };
}

/** Each transition is a policy of its own. */
function lifecycle({ lifecycleDays, archiveDays, returnOnAccess }: EFSSpec) {
  const after = (days: number) => days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`;
  const policies = [
    ...(lifecycleDays === undefined ? [] : [{ transitionToIa: after(lifecycleDays) }]),
    ...(archiveDays === undefined ? [] : [{ transitionToArchive: after(archiveDays) }]),
  ];
  if (policies.length === 0) return undefined;
  return returnOnAccess
    ? [...policies, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }]
    : policies;
}

/** One in every private subnet; of a default VPC, whose subnets are asked of AWS, in the first ones. */
function mountTargets(
  c: RenderContext<EFSSpec>,
  fileSystem: Handle,
  { privateSubnetIds, securityGroups }: StoreNetwork,
): Handle[] {
  const listed = Array.isArray(privateSubnetIds);
  const { length } = listed ? privateSubnetIds : { length: c.spec.zones };
  const subnets = Array.from({ length }, (_, i) => subnetOf(privateSubnetIds, i, length));
  // AWS takes one a zone: called by their subnets, none moves to where another still is when one is added.
  return subnets.map((subnetId, i) =>
    c.resource<MountTargetArgs>("aws:efs/mountTarget:MountTarget", nameOf(subnetId, i), {
      fileSystemId: fileSystem.id,
      subnetId,
      securityGroups,
      // AWS tells of subnets in any order: a mount target stays where it was made.
    }, listed ? {} : { ignoreChanges: ["subnetId"] })
  );
}

const nameOf = (subnet: string | Expression, i: number) =>
  `mount-target-${typeof subnet === "string" ? subnet : i + 1}`;

/** Lets clients in through mount targets and over TLS only. */
function renderPolicy(c: RenderContext<EFSSpec>, fileSystem: Handle): void {
  const arn: Value = fileSystem.attr("arn");
  c.resource<FileSystemPolicyArgs>("aws:efs/fileSystemPolicy:FileSystemPolicy", "policy", {
    fileSystemId: fileSystem.id,
    policy: {
      $json: {
        Version: "2012-10-17",
        // AWS makes one up where there is none, and that would be a difference.
        Id: "panka",
        Statement: [{
          Sid: "ThroughMountTargets",
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: [
            "elasticfilesystem:ClientMount",
            "elasticfilesystem:ClientRootAccess",
            "elasticfilesystem:ClientWrite",
          ],
          Resource: arn,
          Condition: { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
        }, {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "*",
          Resource: arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }],
      },
    },
  });
}
