import {
  boolean,
  choice,
  type InferFields,
  integer,
  list,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { inboundField } from "../shapes/inbound.ts";

const newDisk = "AWS can't change it on a disk that exists";

/** Bounds: Amazon EBS, "Volume types". */
const disk = {
  sizeGB: integer({ doc: "Size", unit: "GiB", min: 1, max: 16_384, required: true, example: 50 }),
  type: choice(["gp3", "gp2", "io1", "io2", "st1", "sc1"], {
    doc: "Volume type",
    default: "gp3",
  }),
  iops: integer({
    doc: "gp3, io1, io2: input and output operations per second",
    min: 100,
    max: 256_000,
  }),
  throughputMBps: integer({ doc: "gp3: throughput", unit: "MiB per second", min: 125, max: 1000 }),
};

export const ec2Fields = {
  instanceType: text({
    doc: "Instance type",
    required: true,
    pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/,
    hint: "a type such as t3.micro",
    example: "t3.micro",
  }),
  ami: text({
    doc:
      "Image: an AMI id, or ssm: and a parameter that holds one; the latter is read at creation only",
    required: true,
    pattern: /^(ami-[0-9a-f]{8,17}|(resolve:)?ssm:\/[\w./-]+)$/,
    hint: 'an id such as "ami-0123456789abcdef0", or "ssm:/path/of/a/parameter"',
    example: "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    replaces: "AWS can't change the image of an instance",
  }),
  count: integer({
    doc: "Instances, spread over the subnets",
    min: 0,
    max: 20,
    default: 1,
    aliases: ["replicas"],
  }),
  keyName: text({
    doc: "SSH key pair; panka exec needs none, it goes through Session Manager",
    maxLength: 255,
    replaces: "AWS can't change the key pair of an instance",
  }),
  userData: text({
    doc: "Script that cloud-init runs when the instance is first started",
    // EC2 takes 16 KiB before base64: RunInstances.
    maxLength: 16_384,
    hint: "a script of at most 16384 characters",
    reference: true,
  }),
  replaceOnUserDataChange: boolean({
    doc: "Replace the instance when userData changes, so that the new script runs",
    default: false,
  }),
  rootVolume: object({
    sizeGB: integer({ doc: "Size; default: that of the image", unit: "GiB", min: 1, max: 16_384 }),
    type: disk.type,
    iops: disk.iops,
    throughputMBps: disk.throughputMBps,
  }, { doc: "Disk that it starts from, encrypted and gone with it", default: {} }),
  volumes: list(
    object({
      name: text({
        doc: "Name, unique in the instance",
        required: true,
        pattern: /^[a-z][a-z0-9-]{0,30}$/,
        hint: "lower-case letters, digits and dashes",
        example: "data",
      }),
      ...disk,
      device: text({
        doc: "Device; default: /dev/sdf and on",
        pattern: /^\/dev\/(sd[f-p]|xvd[f-p])$/,
        hint: "/dev/sdf to /dev/sdp",
      }),
      snapshotId: text({
        doc: "Snapshot that it begins as",
        pattern: /^snap-[0-9a-f]{8,17}$/,
        hint: "an id such as snap-0123abcd",
        replaces: newDisk,
      }),
    }, { doc: "One disk" }),
    {
      doc: "Disks that outlive the instance, encrypted; one of each per instance",
      unique: "name",
      max: 11,
      default: [],
    },
  ),
  publicAddress: boolean({
    doc: "Give it a public address, in a public subnet",
    default: false,
    replaces: "AWS can't move an instance between subnets",
  }),
  ports: list(integer({ doc: "Port", min: 1, max: 65_535 }), {
    doc: "Ports that components which refer to it may connect to",
    unique: "",
    default: [],
  }),
  inbound: inboundField,
  sessionManager: boolean({
    doc: "Let AWS Systems Manager open a shell, without SSH or an open port",
    default: true,
  }),
  detailedMonitoring: boolean({ doc: "Metrics every minute, which costs", default: false }),
};

export type Ec2Spec = InferFields<typeof ec2Fields> & CommonSpec;
