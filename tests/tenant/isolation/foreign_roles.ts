import { BOUNDARY, policyArn } from "../../../src/tenant/iam/facts.ts";
import { PLATFORM_PATH, tenantRoleArn } from "../../../src/tenant/names.ts";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import type { Foreign } from "./foreign.ts";
import { ACCOUNT, arn, TAG, tagged, tagging } from "./world.ts";

const ROLE =
  "CreateRole DeleteRole PutRolePolicy DeleteRolePolicy AttachRolePolicy DetachRolePolicy UpdateAssumeRolePolicy UpdateRole TagRole UntagRole PassRole PutRolePermissionsBoundary DeleteRolePermissionsBoundary AddRoleToInstanceProfile GetRole"
    .split(" ");
const bounded = { "iam:PermissionsBoundary": policyArn(ACCOUNT, BOUNDARY) };

function context(random: Seeded, me: string, other: string): Context {
  return {
    ...random.below(2) && bounded,
    ...random.below(2) && tagged(random.pick([me, other])),
    ...random.below(2) && tagging({ [TAG]: random.pick([me, other]) }),
  };
}

/** Roles of others, of the platform and of nobody, one's own among them. */
const others: Foreign = (random, me, other) => {
  const role = random.pick([
    arn("iam", `role/panka/${other}/${other}-dev-shop-fn`),
    arn("iam", `role/panka/${other}/${me}-dev-shop-fn`),
    arn("iam", `role/panka/${me}x/fn`),
    arn("iam", `role/panka/${me}`),
    arn("iam", `role/panka/fn`),
    arn("iam", "role/admin"),
    arn("iam", `role${PLATFORM_PATH}panka-admin`),
    tenantRoleArn(ACCOUNT, other),
    tenantRoleArn(ACCOUNT, me),
  ]);
  return {
    action: `iam:${random.below(4) ? random.pick(ROLE) : "CreateRole"}`,
    resource: role,
    context: context(random, me, other),
  };
};

/** Roles of its own without the boundary, or with another, or taken out of it. */
const unbounded: Foreign = (random, me) => {
  const resource = arn("iam", `role/panka/${me}/fn`);
  if (random.below(4) === 0) {
    return { action: "iam:DeleteRolePermissionsBoundary", resource, context: bounded };
  }
  return {
    action: "iam:" +
      random.pick([
        "CreateRole",
        "PutRolePolicy",
        "AttachRolePolicy",
        "PutRolePermissionsBoundary",
      ]),
    resource,
    context: {
      ...tagging({ [TAG]: me }),
      ...random.below(2) && {
        "iam:PermissionsBoundary": random.pick([
          "arn:aws:iam::aws:policy/AdministratorAccess",
          policyArn(ACCOUNT, "panka-tenant-names"),
          policyArn("999999999999", BOUNDARY),
          arn("iam", `policy/${BOUNDARY}`),
        ]),
      },
    },
  };
};

/** The platform's policies, and identities of every other sort. */
const identities: Foreign = (random, me, other) => {
  const [actions, resource] = random.pick([
    [
      "CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion DeletePolicy TagPolicy CreatePolicy",
      policyArn(ACCOUNT, random.pick([BOUNDARY, "panka-tenant-guard", "panka-tenant-state"])),
    ],
    ["CreatePolicy", arn("iam", `policy/panka/${me}/x`)],
    [
      "CreateUser CreateAccessKey PutUserPolicy AttachUserPolicy DetachUserPolicy AddUserToGroup RemoveUserFromGroup TagUser UntagUser",
      arn("iam", `user/panka/${me}/x`),
    ],
    [
      "ChangePassword EnableMFADevice DeactivateMFADevice ResyncMFADevice ResetServiceSpecificCredential UploadSSHPublicKey UpdateLoginProfile",
      arn("iam", `user/panka/${me}/x`),
    ],
    // Whoever reads trust policies, or the trail, sees what others log in with.
    ["ListRoles GetAccountAuthorizationDetails SetSecurityTokenServicePreferences", "*"],
    ["CreateServiceLinkedRole", arn("iam", "role/admin")],
    ["CreateGroup PutGroupPolicy", arn("iam", `group/panka/${me}/x`)],
    ["GetRole", tenantRoleArn(ACCOUNT, random.pick([me, other]))],
    [
      "CreateOpenIDConnectProvider AddClientIDToOpenIDConnectProvider",
      arn("iam", "oidc-provider/token.actions.githubusercontent.com"),
    ],
    ["CreateSAMLProvider UpdateSAMLProvider", arn("iam", "saml-provider/x")],
    [
      "AddRoleToInstanceProfile DeleteInstanceProfile CreateInstanceProfile",
      arn("iam", `instance-profile/panka/${other}/x`),
    ],
    ["UpdateAccountPasswordPolicy CreateAccountAlias DeleteAccountAlias", "*"],
  ]) as [string, string];
  return {
    action: `iam:${random.pick(actions.split(" "))}`,
    resource,
    context: context(random, me, other),
  };
};

/** What others' roles say. */
const readers: Foreign = (random, me, other) => ({
  action: "iam:" + random.pick(["ListRoleTags", "GetRolePolicy", "ListRolePolicies"]),
  resource: random.pick([tenantRoleArn(ACCOUNT, other), arn("iam", `role/panka/${other}/fn`)]),
  context: context(random, me, other),
});

/** Whom all clusters' workloads trust: another's, nobody's, or a new one that is nobody's. */
const issuers: Foreign = (random, _me, other) => ({
  action: "iam:" + random.pick([
    "CreateOpenIDConnectProvider",
    "DeleteOpenIDConnectProvider",
    "UpdateOpenIDConnectProviderThumbprint",
  ]),
  resource: arn("iam", "oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/x"),
  context: random.pick<Context>([{}, tagged(other), tagging({ owner: "x" })]),
});

/** On to other roles, or by another's name into its own. */
const assumed: Foreign = (random, me, other) => {
  const theirs = random.pick([
    tenantRoleArn(ACCOUNT, other),
    arn("iam", `role/panka/${other}/fn`),
    arn("iam", "role/admin"),
  ]);
  if (random.below(2)) {
    return { action: "sts:AssumeRole", resource: theirs, context: context(random, me, other) };
  }
  return {
    action: random.pick(["sts:AssumeRole", "sts:TagSession"]),
    resource: arn("iam", `role/panka/${me}/fn`),
    context: { ...tagging({ [TAG]: other }), "sts:TransitiveTagKeys": [TAG] },
  };
};

/** What the platform guards whatever a role is allowed. */
export const GUARDED_ROLES: readonly Foreign[] = [others, unbounded, identities, assumed];
export const ROLES: readonly Foreign[] = [...GUARDED_ROLES, readers, issuers];
