import type { AwsClient } from "./client.ts";
import { queryString } from "./encode.ts";
import { child, parseXml, textAt } from "./xml.ts";

/** The tags of a role, by `iam:GetRole`. @param role its name without path @throws AwsError, NoAnswer */
export async function roleTags(client: AwsClient, role: string): Promise<Record<string, string>> {
  const form = queryString({ Action: "GetRole", Version: "2010-05-08", RoleName: role }).slice(1);
  // IAM is one service for all regions, and its requests are signed for this one.
  const { body } = await client.with({ region: "us-east-1" }).send({
    service: "iam",
    operation: "GetRole",
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new TextEncoder().encode(form),
    repeat: "always",
  });
  const result = child(parseXml(new TextDecoder().decode(body)), "GetRoleResult");
  const tags = child(child(result, "Role"), "Tags")?.children ?? [];
  return Object.fromEntries(
    tags.map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]),
  );
}
