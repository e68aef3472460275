import type { AccessPointArgs } from "@pulumi/aws/efs/accessPoint.d.ts";
import type { BackupPolicyArgs } from "@pulumi/aws/efs/backupPolicy.d.ts";
import type { FileSystemArgs } from "@pulumi/aws/efs/fileSystem.d.ts";
import type { RenderContext } from "../render.ts";
import { kept } from "../shapes/keep.ts";
import { kmsKeyArn } from "../shapes/kms_key.ts";
import { joined } from "../shapes/lists.ts";
import { storeNetwork } from "../shapes/private_store.ts";
import type { EFSSpec } from "./fields.ts";
import { mountTargets } from "./mount_targets.ts";
import { renderPolicy } from "./policy.ts";

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
