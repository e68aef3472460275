import { HEARD } from "../../kinds/shapes/event_source.ts";
import { TENANT_TAG, workloadPath } from "../names.ts";
import {
  type Conditions,
  deny,
  type Document,
  documentOf,
  OWN,
  type Statement,
} from "./document.ts";
import { arn, BOUNDARY, type Platform, policyArn } from "./facts.ts";

/** What is tagged as another tenant's can't be touched, whatever is allowed elsewhere. */
export const otherTenants = (): Statement =>
  deny("OtherTenants", "*", "*", {
    StringNotEquals: { [`aws:ResourceTag/${TENANT_TAG}`]: OWN },
    Null: { [`aws:ResourceTag/${TENANT_TAG}`]: "false" },
  });

/** Nothing is tagged as another tenant's. */
export const tagForOthers = (): Statement =>
  deny("TagForOthers", "*", "*", {
    StringNotEquals: { [`aws:RequestTag/${TENANT_TAG}`]: OWN },
    Null: { [`aws:RequestTag/${TENANT_TAG}`]: "false" },
  });

/**
 * Events of the whole account come by its default bus: where a trail records, also logins and changed trust policies
 * with their external ids. So rules there say whose events they hear, and hear services that kinds deploy to.
 */
const listening = (platform: Platform): Statement[] => {
  const unless = (Sid: string, Condition: Conditions): Statement => ({
    Sid,
    Effect: "Deny",
    Action: "events:PutRule",
    NotResource: `${arn(platform, "events")}rule/${OWN}-*/*`,
    Condition,
  });
  return [
    unless("ListenToAll", { Null: { "events:source": "true" } }),
    unless("ListenToOthers", {
      "ForAnyValue:StringNotEquals": { "events:source": [...HEARD, SCHEDULE] },
    }),
  ];
};

/** What no tenant may do, whatever else its role allows: now, or by a policy that somebody attaches later. */
export function guard(platform: Platform): Document {
  const { accountId, partition = "aws", backend } = platform;
  const iam = arn(platform, "iam", "");
  const ownRoles = `${iam}role${workloadPath(OWN)}*`;
  const bucket = `arn:${partition}:s3:::${backend.bucket}`;
  const table = `${arn(platform, "dynamodb")}table/${backend.table}`;
  const boundary = { "iam:PermissionsBoundary": policyArn(accountId, BOUNDARY, partition) };
  return documentOf(
    [
      otherTenants(),
      tagForOthers(),
      // A request that names the tag and gives it no value takes it away.
      deny("Untag", "*", "*", {
        "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": TENANT_TAG },
        Null: { [`aws:RequestTag/${TENANT_TAG}`]: "true" },
      }),
      // EC2 also takes away a tag by its value, and all where none is named.
      deny("UntagMachine", "ec2:DeleteTags", "*", {
        "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": TENANT_TAG },
      }),
      deny("UntagAll", "ec2:DeleteTags", "*", { Null: { "aws:TagKeys": "true" } }),
      {
        Sid: "ForeignIdentities",
        Effect: "Deny",
        Action: [...IDENTITY_WRITES, ...TELL_LOGINS, "sts:AssumeRole"],
        NotResource: [
          ownRoles,
          `${iam}instance-profile${workloadPath(OWN)}*`,
          `${iam}oidc-provider/oidc.eks.*`,
          `${iam}role/aws-service-role/*`,
        ],
      },
      deny(
        "Unbounded",
        [
          "iam:AttachRolePolicy",
          "iam:CreateRole",
          "iam:PutRolePermissionsBoundary",
          "iam:PutRolePolicy",
        ],
        "*",
        { StringNotEquals: boundary },
      ),
      deny("KeepBoundary", "iam:DeleteRolePermissionsBoundary", "*"),
      {
        Sid: "StateOnlyByKey",
        Effect: "Deny",
        NotAction: [
          "s3:GetObject",
          "s3:GetObjectVersion",
          "s3:ListBucket",
          "s3:ListBucketVersions",
          "s3:PutObject",
        ],
        Resource: [bucket, `${bucket}/*`],
      },
      {
        Sid: "LocksOnlyByKey",
        Effect: "Deny",
        NotAction: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        Resource: [table, `${table}/*`],
      },
      deny("ForeignLocks", "dynamodb:*", table, {
        "ForAnyValue:StringNotLike": { "dynamodb:LeadingKeys": `tenant:${OWN}:*` },
      }),
      ...listening(platform),
      deny("Network", NETWORK_WRITES, "*"),
    ],
    "managed",
    "policy that guards the platform",
  );
}

/** Of schedules, whose rules must name one: `scheduledPattern` of kinds. */
const SCHEDULE = `panka.schedule.${OWN}`;

const IDENTITY_WRITES = [
  ...["Add", "Attach", "Change", "Create", "Deactivate", "Delete", "Detach", "Enable", "PassRole"],
  ...["Put", "Remove", "Reset", "Resync", "Set", "Tag", "Untag", "Update", "Upload"],
].map((verb) => `iam:${verb}*`);

/** What shows trust policies, or logins: who knows an external id needs no token. */
const TELL_LOGINS = [
  "cloudtrail:*",
  "iam:GetAccountAuthorizationDetails",
  "iam:GetRole",
  "iam:ListRoles",
];

/** A network is the platform's, also a tenant's own; security groups are not part of it. */
const NETWORK_WRITES = [
  ...["AcceptVpc*", "AssociateRouteTable", "AssociateSubnet*", "AssociateVpc*", "*InternetGateway"],
  ...["*NatGateway*Address", "CreateNatGateway", "DeleteNatGateway", "*NetworkAclEntry"],
  ...["CreateDhcp*", "CreateNetworkAcl", "CreateRoute*", "CreateSubnet*", "CreateTransit*"],
  ...["CreateVpc*", "CreateVpn*", "DeleteDhcp*", "DeleteNetworkAcl", "DeleteRoute*"],
  ...["DeleteSubnet*", "DeleteTransit*", "DeleteVpc*", "DeleteVpn*", "DisassociateRouteTable"],
  ...["DisassociateSubnet*", "DisassociateVpc*", "ModifySubnet*", "ModifyTransit*"],
  ...["ModifyVpc*", "ModifyVpn*", "ReplaceNetworkAcl*", "ReplaceRoute*"],
].map((action) => `ec2:${action}`);
