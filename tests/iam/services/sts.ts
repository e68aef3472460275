import { BadAsk, parseForm } from "../http_ask.ts";
import type { Context } from "../request.ts";
import { type Builder, tagKeys } from "../wanted.ts";
import { formTags } from "./tags.ts";

/** Actions that need no permission (Service Authorization Reference, STS). */
const FREE = ["GetCallerIdentity", "GetSessionToken"];

/** STS, asked by a form. */
export const sts: Builder = ({ ask }) => {
  const form = parseForm(new TextDecoder().decode(ask.body));
  const action = form.get("Action") ?? "";
  if (FREE.includes(action)) return [];
  if (!/^AssumeRole/.test(action)) return [{ action: `sts:${action}`, resource: "*" }];
  const resource = form.get("RoleArn");
  if (!resource) throw new BadAsk("no RoleArn");
  const context = assumeKeys(form);
  const wanted = [{ action: `sts:${action}`, resource, context }];
  // "Passing session tags": the trust policy must allow that as well.
  if ("aws:TagKeys" in context) wanted.push({ action: "sts:TagSession", resource, context });
  return wanted;
};

function assumeKeys(form: ReadonlyMap<string, string>): Context {
  const keys: Record<string, string | string[]> = { ...tagKeys(formTags(form)) };
  for (const name of ["ExternalId", "RoleSessionName", "SourceIdentity"]) {
    const value = form.get(name);
    if (value !== undefined) keys[`sts:${name}`] = value;
  }
  const transitive = [...form].filter(([name]) => name.startsWith("TransitiveTagKeys.member."));
  if (transitive.length > 0) keys["sts:TransitiveTagKeys"] = transitive.map(([, value]) => value);
  return keys;
}
