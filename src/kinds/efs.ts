import { checkEfs } from "./efs/check.ts";
import { efsFields } from "./efs/fields.ts";
import { renderEfs } from "./efs/render.ts";
import { defineKind } from "./kind.ts";

/** Limits: AWS, "Amazon EFS quotas" and CreateFileSystem. */
export const efs = defineKind({
  name: "EFS",
  group: "Storage",
  summary: "File system shared over the network (Amazon EFS)",
  fields: efsFields,
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
  check: checkEfs,
  render: renderEfs,
  access(outputs) {
    // EFS itself uses the key; clients need no leave for it.
    return [{
      actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      resources: [outputs.arn],
    }];
  },
});
