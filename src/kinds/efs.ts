import type { AccessPointArgs } from "@pulumi/aws/efs/accessPoint.d.ts";
import type { BackupPolicyArgs } from "@pulumi/aws/efs/backupPolicy.d.ts";
import type { FileSystemArgs } from "@pulumi/aws/efs/fileSystem.d.ts";
import type { FileSystemPolicyArgs } from "@pulumi/aws/efs/fileSystemPolicy.d.ts";
import type { MountTargetArgs } from "@pulumi/aws/efs/mountTarget.d.ts";
import type { Expression, Value } from "../engine/resource.ts";
import {
  boolean,
  choice,
  decimal,
  type InferFields,
  integer,
  list,
  object,
  text,
} from "../schema/field.ts";
import { type CommonSpec, defineKind } from "./kind.ts";
import type { Handle, RenderContext } from "./render.ts";
import { inboundField } from "./shapes/inbound.ts";
import { kept } from "./shapes/keep.ts";
import { kmsKeyArn, kmsKeyField } from "./shapes/kms_key.ts";
import { type StoreNetwork, storeNetwork } from "./shapes/private_store.ts";

const NFS = 2049;
const DAYS = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const;

const userId = (doc: string) => integer({ doc, min: 0, max: 4_294_967_295, default: 1000 });

const accessPoint = object({
  name: text({
    doc: "Name, unique in the component",
    required: true,
    pattern: /^[a-z][a-z0-9-]{0,63}$/,
    hint: "a lower-case letter, then up to 63 letters, digits and dashes",
  }),
  path: text({
    doc: "Folder that clients see as the root; made when it is not there",
    // 100 characters, four folders deep: CreateAccessPoint.
    pattern: /^(\/[^/\s]+){1,4}$/,
    maxLength: 100,
    hint: "a path such as /data, at most four folders deep",
    required: true,
    replaces: "AWS can't change an access point",
  }),
  uid: userId("User that clients act as, whoever they are"),
  gid: userId("Group that clients act as"),
  permissions: text({
    doc: "Permissions of a folder that is made",
    pattern: /^0?[0-7]{3}$/,
    hint: "three octal digits such as 750",
    default: "750",
  }),
}, { doc: "Access point" });

const fields = {
  performanceMode: choice(["generalPurpose", "maxIO"], {
    doc: "maxIO: more clients, slower answers; AWS advises generalPurpose",
    default: "generalPurpose",
    replaces: "AWS can't change the mode of a file system",
  }),
  throughputMode: choice(["elastic", "bursting", "provisioned"], {
    doc: "elastic: as much as is used; bursting: by size; provisioned: as much as is bought",
    default: "elastic",
  }),
  provisionedMiBps: decimal({
    doc: "Throughput that is bought",
    unit: "MiB/s",
    min: 1,
    max: 3414,
  }),
  encrypted: boolean({
    doc: "Encrypt at rest",
    default: true,
    replaces: "AWS encrypts a file system only when it makes it",
  }),
  kmsKeyId: kmsKeyField("AWS can't change the key of a file system"),
  tlsOnly: boolean({
    doc: "Refuse clients without TLS (mount option tls), and those from outside the mount targets",
    default: true,
  }),
  lifecycleDays: integer({
    doc: "Days without use after which a file moves to infrequent access",
    unit: "days",
    oneOf: DAYS,
  }),
  archiveDays: integer({
    doc: "Days without use after which a file moves to the archive",
    unit: "days",
    oneOf: DAYS,
  }),
  returnOnAccess: boolean({ doc: "Move a file back when it is used", default: true }),
  backup: boolean({ doc: "Daily backups by AWS Backup, kept 5 weeks; default: in production" }),
  zones: integer({
    doc:
      "Number of zones to mount it in where the network is the account's default VPC, whose subnets are not listed",
    min: 1,
    max: 6,
    default: 2,
  }),
  accessPoints: list(accessPoint, {
    doc: "Entrances with a folder and user of their own",
    unique: "name",
    default: [],
  }),
  network: inboundField,
};
type EFSSpec = InferFields<typeof fields> & CommonSpec;

/** Limits: AWS, "Amazon EFS quotas" and CreateFileSystem. */
export const efs = defineKind({
  name: "EFS",
  group: "Storage",
  summary: "File system shared over the network (Amazon EFS)",
  fields,
  outputs: {
    fileSystemId: { doc: "Id of the file system", aliases: ["id"] },
    dnsName: { doc: "Host name to mount it from" },
    accessPointIds: { doc: "Ids of the access points in the spec's order, separated by commas" },
    arn: { doc: "ARN of the file system" },
  },
  holdsData: true,
  proof: { level: "emulator", note: "mounting it" },
  example: `lifecycleDays: 30
accessPoints:
  - name: uploads
    path: /uploads
    uid: 1000
    gid: 1000`,
  check(spec, report) {
    const provisioned = spec.throughputMode === "provisioned";
    if (provisioned !== (spec.provisionedMiBps !== undefined)) {
      report({
        code: provisioned ? "missing-field" : "wrong-value",
        path: provisioned ? ["throughputMode"] : ["provisionedMiBps"],
        at: "key",
        summary: provisioned
          ? `"throughputMode: provisioned" needs "provisionedMiBps"`
          : `"provisionedMiBps" needs throughputMode: provisioned`,
        fix: provisioned
          ? "add provisionedMiBps: 10, or set throughputMode: elastic"
          : `remove "provisionedMiBps", or set throughputMode: provisioned`,
      });
    }
    if (spec.performanceMode === "maxIO" && spec.throughputMode === "elastic") {
      report({
        code: "wrong-value",
        path: ["performanceMode"],
        summary: `"performanceMode: maxIO" needs throughputMode: bursting or provisioned`,
        why: "AWS refuses it with elastic throughput",
        fix: "set performanceMode: generalPurpose",
        replacement: "generalPurpose",
      });
    }
    const { lifecycleDays = 0, archiveDays } = spec;
    if (archiveDays !== undefined && archiveDays <= lifecycleDays) {
      const next = DAYS.find((days) => days > lifecycleDays) ?? 365;
      report({
        code: "wrong-value",
        path: ["archiveDays"],
        summary: `"archiveDays" must be over lifecycleDays (${lifecycleDays}), not ${archiveDays}`,
        fix: `set archiveDays: ${next}`,
        replacement: String(next),
      });
    }
    if (archiveDays !== undefined && spec.throughputMode !== "elastic") {
      report({
        code: "wrong-value",
        path: ["archiveDays"],
        at: "key",
        summary: `"archiveDays" needs throughputMode: elastic`,
        why: `throughputMode is ${spec.throughputMode}`,
        fix: `remove "archiveDays", or set throughputMode: elastic`,
      });
    }
  },
  render(c) {
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
        accessPointIds: points.length
          ? { $join: points.flatMap((point, i) => i ? [",", point.id] : [point.id]) }
          : "",
        arn: fileSystem.attr("arn"),
      },
      listener: network.listener,
    };
  },
  access(outputs) {
    // EFS itself uses the key; clients need no leave for it.
    return [{
      actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      resources: [outputs.arn],
    }];
  },
});

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
  { privateSubnets, securityGroups }: StoreNetwork,
): Handle[] {
  const listed = Array.isArray(privateSubnets);
  const subnets = listed
    ? privateSubnets as (string | Expression)[]
    : Array.from({ length: c.spec.zones }, (_, i) => elementOf(privateSubnets, i));
  return subnets.map((subnetId, i) =>
    c.resource<MountTargetArgs>("aws:efs/mountTarget:MountTarget", `mount-target-${i + 1}`, {
      fileSystemId: fileSystem.id,
      subnetId,
      securityGroups,
      // AWS tells of subnets in any order: a mount target stays where it was made.
    }, listed ? {} : { ignoreChanges: ["subnetId"] })
  );
}

function elementOf(list: Expression, i: number): Expression {
  if ("$lookup" in list) return { $lookup: [list.$lookup[0], `${list.$lookup[1]}[${i}]`] };
  if ("$attr" in list) return { $attr: [list.$attr[0], `${list.$attr[1]}[${i}]`] };
  throw new Error("the network's subnets are neither a list nor an attribute");
}

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
