import { operationOf, parseJson } from "../http_ask.ts";
import { arnOf, type Builder, tagKeys } from "../wanted.ts";
import { tagsOf } from "./tags.ts";

/** Actions on no key. */
const NO_KEY = ["CreateKey", "ListKeys", "ListAliases", "GenerateRandom"];

/** KMS. A Decrypt that names no key is taken to be about every key: the blob is not looked into. */
export const kms: Builder = async (asked) => {
  const action = operationOf(asked.ask);
  const input = parseJson(asked.ask.body);
  const context: Record<string, string | string[]> = { ...tagKeys(tagsOf(input)) };
  const encryption = (input.EncryptionContext ?? {}) as Record<string, string>;
  for (const [name, value] of Object.entries(encryption)) {
    context[`kms:EncryptionContext:${name}`] = value;
  }
  if (Object.keys(encryption).length) {
    context["kms:EncryptionContextKeys"] = Object.keys(encryption);
  }
  if (NO_KEY.includes(action)) return [{ action: `kms:${action}`, resource: "*", context }];

  const id = String(input.KeyId ?? input.TargetKeyId ?? "*");
  if (/(^|:)alias\//.test(id)) context["kms:RequestAlias"] = id.replace(/^.*:(?=alias\/)/, "");
  const given = id.startsWith("arn:") ? id : arnOf(asked, "kms", `key/${id}`);
  const key = (id === "*" ? undefined : await asked.world.keyArn(id)) ?? given;
  const resources = [key];
  if (input.AliasName) resources.push(arnOf(asked, "kms", String(input.AliasName)));
  return resources.map((resource) => ({ action: `kms:${action}`, resource, context }));
};
