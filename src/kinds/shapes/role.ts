import type { RoleArgs } from "@pulumi/aws/iam/role.d.ts";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy.d.ts";
import type { RolePolicyAttachmentArgs } from "@pulumi/aws/iam/rolePolicyAttachment.d.ts";
import { partition } from "../../ports/partition.ts";
import type { Expression, Value } from "../../engine/resource.ts";
import type { Handle, RenderContext } from "../render.ts";
import { policyDocument, type Statement, trustPolicy } from "./statement.ts";

export interface RoleRules {
  /** The AWS service that takes the role on: "lambda.amazonaws.com". */
  service: string;
  /** What the role may do; without any it has no inline policy. */
  statements?: readonly Statement[];
  /** AWS managed policies by name, with their path: "service-role/…". */
  managedPolicies?: readonly string[];
  /** Told apart from the component's other roles: "execution". */
  part?: string;
  /** When the role may be taken on: `{StringEquals: {"aws:SourceAccount": …}}`. */
  conditions?: Record<string, Record<string, Value>>;
}

/** A role, and what gives it its permissions: whatever uses the role at once depends on these. */
export interface RoleHandle extends Handle {
  readonly policies: Handle[];
}

/** A role for an AWS service, within its tenant's permissions boundary, or the stack's. */
export function role(c: RenderContext<unknown>, rules: RoleRules): RoleHandle {
  const { service, statements = [], managedPolicies = [], part, conditions } = rules;
  const prefix = part === undefined ? "" : `${part}-`;
  // 64 characters: IAM, CreateRole.
  const name = c.physicalName({ max: 64, part });
  const created = c.resource<RoleArgs>("aws:iam/role:Role", `${prefix}role`, {
    name,
    assumeRolePolicy: trustPolicy(service, conditions),
    path: c.stack.roles?.path,
    permissionsBoundary: boundaryOf(c),
    tags: c.tags,
  }, { physicalName: name });
  const policies = managedPolicies.map((managed) =>
    c.resource<RolePolicyAttachmentArgs>(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      `${prefix}role-${managed.split("/").at(-1)}`,
      {
        role: created.attr("name"),
        policyArn: `arn:${partition(c.stack.region)}:iam::aws:policy/${managed}`,
      },
    )
  );
  if (statements.length) {
    policies.push(
      c.resource<RolePolicyArgs>("aws:iam/rolePolicy:RolePolicy", `${prefix}role-policy`, {
        name,
        role: created.attr("name"),
        policy: policyDocument(statements),
      }),
    );
  }
  return { ...created, policies };
}

function boundaryOf(c: RenderContext<unknown>): string | Expression | undefined {
  const { roles, permissionsBoundary, region } = c.stack;
  return roles
    ? { $join: [`arn:${partition(region)}:iam::`, c.accountId(), `:policy${roles.boundary}`] }
    : permissionsBoundary;
}

/** What this component may do with those that it refers to, as their kinds say. */
export function targetStatements(c: RenderContext<unknown>): Statement[] {
  return c.targets.flatMap(({ kind, outputs, access, spec }) =>
    kind.access?.(outputs, access, spec) ?? []
  );
}
