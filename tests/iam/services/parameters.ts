import { operationOf, parseJson } from "../http_ask.ts";
import { arnOf, type Asked, type Builder, tagKeys } from "../wanted.ts";
import { tagsOf } from "./tags.ts";

/** Systems Manager's parameters. */
export const ssm: Builder = (asked) => {
  const { action, input } = read(asked);
  const context: Record<string, string | string[]> = { ...tagKeys(tagsOf(input)) };
  if (input.Overwrite !== undefined) context["ssm:Overwrite"] = String(input.Overwrite);
  if (input.Recursive !== undefined) context["ssm:Recursive"] = String(input.Recursive);
  const ofTags = input.ResourceType === "Parameter" ? input.ResourceId : undefined;
  const names = [input.Names ?? input.Name ?? input.Path ?? ofTags ?? []].flat().map(String);
  const resources = names.map((name) =>
    name.startsWith("arn:") ? name : arnOf(asked, "ssm", `parameter/${name.replace(/^\//, "")}`)
  );
  return (resources.length ? resources : ["*"]).map((resource) => ({
    action: `ssm:${action}`,
    resource,
    context,
  }));
};

/** Secrets Manager; a secret that is given by name has some six characters at its ARN's end. */
export const secretsManager: Builder = (asked) => {
  const { action, input } = read(asked);
  const id = (input.SecretId ?? input.Name) as string | undefined;
  const context: Record<string, string | string[]> = { ...tagKeys(tagsOf(input)) };
  if (input.SecretId !== undefined) context["secretsmanager:SecretId"] = String(input.SecretId);
  if (input.Name !== undefined) context["secretsmanager:Name"] = String(input.Name);
  if (id === undefined) return [{ action: `secretsmanager:${action}`, resource: "*", context }];
  const resource = id.startsWith("arn:")
    ? id
    : arnOf(asked, "secretsmanager", `secret:${id}-a1B2c3`);
  return [{ action: `secretsmanager:${action}`, resource, context }];
};

function read({ ask }: Asked): { action: string; input: Record<string, unknown> } {
  return { action: operationOf(ask), input: parseJson(ask.body) };
}
