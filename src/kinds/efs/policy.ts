import type { FileSystemPolicyArgs } from "@pulumi/aws/efs/fileSystemPolicy.d.ts";
import type { Value } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { EFSSpec } from "./fields.ts";

/** Lets clients in through mount targets and over TLS only. */
export function renderPolicy(c: RenderContext<EFSSpec>, fileSystem: Handle): void {
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
