import { parseForm } from "../http_ask.ts";
import { type Asked, type Builder, tagKeys } from "../wanted.ts";
import { formTags } from "./tags.ts";

const NAMED = [
  ["RoleName", "role"],
  ["UserName", "user"],
  ["GroupName", "group"],
  ["InstanceProfileName", "instance-profile"],
] as const;

/** IAM, asked by a form. A role's path is what its creation says, and afterwards what IAM knows. */
export const iam: Builder = async (asked) => {
  const form = parseForm(new TextDecoder().decode(asked.ask.body));
  const action = form.get("Action") ?? "";
  const context: Record<string, string | string[]> = { ...tagKeys(formTags(form)) };
  const boundary = form.get("PermissionsBoundary");
  if (boundary) context["iam:PermissionsBoundary"] = boundary;
  if (/^(At|De)tach.*Policy$/.test(action)) {
    context["iam:PolicyARN"] = form.get("PolicyArn") ?? "";
  }

  const role = form.get("RoleName");
  const known = role && action !== "CreateRole" ? await asked.world.role(role) : undefined;
  if (known) {
    if (known.boundary) context["iam:PermissionsBoundary"] ??= known.boundary;
    for (const [name, value] of Object.entries(known.tags)) {
      context[`aws:ResourceTag/${name}`] = value;
      context[`iam:ResourceTag/${name}`] = value;
    }
  }
  const profile = action.endsWith("InstanceProfile");
  const resource = known && !profile ? known.arn : resourceOf(asked, form, profile);
  const wanted = [{ action: `iam:${action}`, resource, context }];
  if (action === "AddRoleToInstanceProfile" && role) {
    wanted.push({
      action: "iam:PassRole",
      resource: known?.arn ?? arn(asked, "role", "/", role),
      context: { "iam:PassedToService": "ec2.amazonaws.com" },
    });
  }
  return wanted;
};

function resourceOf(asked: Asked, form: ReadonlyMap<string, string>, profile: boolean): string {
  const path = form.get("Path") ?? "/";
  for (const [parameter, kind] of profile ? [...NAMED].reverse() : NAMED) {
    const name = form.get(parameter);
    if (name !== undefined) return arn(asked, kind, path, name);
  }
  const policy = form.get("PolicyArn");
  if (policy) return policy;
  const name = form.get("PolicyName");
  return name === undefined ? "*" : arn(asked, "policy", path, name);
}

function arn({ account }: Asked, kind: string, path: string, name: string): string {
  return `arn:aws:iam::${account}:${kind}${path}${name}`;
}
