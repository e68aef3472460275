import { TENANT_TAG, workloadPath } from "../names.ts";
import { allow, type Document, documentOf, MADE, OWN, OWNED } from "./document.ts";
import { arn, BOUNDARY, type Platform, policyArn } from "./facts.ts";

/** Which roles a deployment may make, change and hand to AWS services. */
export function deployRoles(platform: Platform): Document {
  const { accountId, partition } = platform;
  const iam = arn(platform, "iam", "");
  const roles = `${iam}role${workloadPath(OWN)}*`;
  const profiles = `${iam}instance-profile${workloadPath(OWN)}*`;
  // Of clusters: the issuer of a CI service is one in the account, and whoever has it says whom all trust.
  const issuers = `${iam}oidc-provider/oidc.eks.*`;
  const bounded = { "iam:PermissionsBoundary": policyArn(accountId, BOUNDARY, partition) };
  return documentOf(
    [
      allow("MakeRole", "iam:CreateRole", roles, {
        StringEquals: { ...bounded, [`aws:RequestTag/${TENANT_TAG}`]: OWN },
      }),
      allow(
        "ChangeRole",
        [
          "iam:AttachRolePolicy",
          "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
        ],
        roles,
        { StringEquals: bounded },
      ),
      allow("UseRole", [
        "iam:DeleteRole",
        "iam:Get*",
        "iam:List*",
        "iam:PassRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole*",
      ], roles),
      allow("Profiles", "iam:*InstanceProfile*", profiles),
      allow("MakeIssuer", "iam:CreateOpenIDConnectProvider", issuers, MADE),
      allow("Issuers", "iam:*OpenIDConnectProvider*", issuers, OWNED),
      // Of one that is gone, AWS knows no tag.
      allow("ReadIssuers", "iam:GetOpenIDConnectProvider", issuers),
      // Roles of AWS's own services: one of each in the account, which can do only what AWS says.
      allow("ServiceRoles", "iam:CreateServiceLinkedRole", `${iam}role/aws-service-role/*`),
    ],
    "managed",
    "policy for roles",
  );
}
