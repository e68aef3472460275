import {
  boolean,
  choice,
  decimal,
  type InferFields,
  integer,
  list,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { inboundField } from "../shapes/inbound.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";

export const DAYS = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const;

const replaces = "AWS can't change an access point";
const userId = (doc: string) =>
  integer({ doc, min: 0, max: 4_294_967_295, default: 1000, replaces });

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
    replaces,
  }),
  uid: userId("User that clients act as, whoever they are"),
  gid: userId("Group that clients act as"),
  permissions: text({
    doc: "Permissions of a folder that is made",
    pattern: /^0?[0-7]{3}$/,
    hint: "three octal digits such as 750",
    default: "750",
    replaces,
  }),
}, { doc: "Access point" });

export const efsFields = {
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

export type EFSSpec = InferFields<typeof efsFields> & CommonSpec;
