import type { AccessEntryArgs } from "@pulumi/aws/eks/accessEntry.d.ts";
import type { AccessPolicyAssociationArgs } from "@pulumi/aws/eks/accessPolicyAssociation.d.ts";
import { partition } from "../../ports/partition.ts";
import type { Handle, RenderContext } from "../render.ts";
import type { EksSpec } from "./fields.ts";

/** Lets roles and users administer the cluster. */
export function admins(c: RenderContext<EksSpec>, cluster: Handle): void {
  c.spec.admins.forEach((principalArn) => {
    const who = principalArn.split(":").slice(4).join("-").replace(/\W+/g, "-");
    const clusterName = cluster.attr("name");
    const entry = c.resource<AccessEntryArgs>(
      "aws:eks/accessEntry:AccessEntry",
      `admin-${who}`,
      { clusterName, principalArn, tags: c.tags },
    );
    c.resource<AccessPolicyAssociationArgs>(
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      `admin-${who}-policy`,
      {
        clusterName,
        principalArn: entry.attr("principalArn"),
        policyArn: `arn:${
          partition(c.stack.region)
        }:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
    );
  });
}
