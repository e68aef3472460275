import { xml, type XmlElement } from "../../../src/aws/xml.ts";
import { formTags } from "../services/tags.ts";
import type { ServiceError } from "./answers.ts";
import { type Credential, randomKey } from "./credentials.ts";
import type { Installed } from "./installed.ts";
import type { StoredRole } from "./upstream.ts";

/** A session of a role, and the answer that hands it out. */
export interface Assumed {
  accessKeyId: string;
  credential: Credential;
  answer: XmlElement[];
}

/**
 * What STS checks before it asks IAM; undefined when all is well (API Reference, AssumeRole).
 *
 * @param role undefined when there is none, which only IAM's answer may tell
 */
export function wrongWith(
  form: ReadonlyMap<string, string>,
  asker: Credential,
  role: StoredRole | undefined,
): ServiceError | undefined {
  const invalid = (message: string): ServiceError => ({
    code: "ValidationError",
    message,
    status: 400,
  });
  const fits = (name: string, pattern: RegExp) => pattern.test(form.get(name) ?? "");
  if (!fits("RoleSessionName", /^[\w+=,.@-]{2,64}$/)) return invalid("RoleSessionName");
  if (form.has("ExternalId") && !fits("ExternalId", /^[\w+=,.@:\/-]{2,1224}$/)) {
    return invalid("ExternalId");
  }
  const tags = Object.entries(formTags(form));
  const text = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  const fine = tags.every(([key, value]) =>
    text.test(key + value) && key.length >= 1 && key.length <= 128 && value.length <= 256
  );
  if (!fine || tags.length > 50) return invalid("Tags");
  const inherited = (asker.transitive ?? []).map((key) => key.toLowerCase());
  if (tags.some(([key]) => inherited.includes(key.toLowerCase()))) {
    return { code: "InvalidParameterValue", message: "a transitive tag is set anew", status: 400 };
  }
  const seconds = Number(form.get("DurationSeconds") ?? 3600);
  // A session that takes on a role gets an hour at most ("Role chaining").
  const longest = asker.token ? 3600 : role?.longest ?? 43_200;
  if (!(seconds >= 900 && seconds <= longest)) return invalid("DurationSeconds");
}

/** The session that an allowed AssumeRole gives. @param now milliseconds since 1970 */
export async function assume(
  form: ReadonlyMap<string, string>,
  asker: Credential,
  role: StoredRole,
  installed: Installed,
  now: number,
): Promise<Assumed> {
  const account = role.arn.split(":")[4]!;
  const name = form.get("RoleSessionName")!;
  const given = formTags(form);
  const transitive = [...form].filter(([key]) => key.startsWith("TransitiveTagKeys.member."));
  const kept = [...(asker.transitive ?? []), ...transitive.map(([, key]) => key)];
  const inherited = Object.entries(asker.caller.tags ?? {})
    .filter(([key]) => asker.transitive?.includes(key));

  const session = form.get("Policy");
  const arns = [...form].filter(([key]) => /^PolicyArns\.member\.\d+\.arn$/.test(key));
  const managed = await Promise.all(arns.map(([, arn]) => installed.managed(account, arn, true)));
  const policies = managed.filter((policy) => policy !== undefined);
  if (session) policies.push(installed.read(session, "identity", "session policy"));

  const seconds = Number(form.get("DurationSeconds") ?? 3600);
  const arn = `arn:aws:sts::${account}:assumed-role/${role.name}/${name}`;
  const accessKeyId = randomKey("ASIA", 16);
  const token = randomKey("session-", 100);
  const expiresAt = now + seconds * 1000;
  const credential: Credential = {
    caller: {
      kind: "role",
      arn,
      roleArn: role.arn,
      account,
      userId: `${role.id}:${name}`,
      tags: over(role.tags, { ...Object.fromEntries(inherited), ...given }),
      issuedAt: now,
    },
    token,
    expiresAt,
    session: policies,
    transitive: kept,
  };
  return {
    accessKeyId,
    credential,
    answer: [
      xml("Credentials", [
        xml("AccessKeyId", accessKeyId),
        xml("SecretAccessKey", randomKey("", 40)),
        xml("SessionToken", token),
        xml("Expiration", new Date(expiresAt).toISOString()),
      ]),
      xml("AssumedRoleUser", [xml("AssumedRoleId", `${role.id}:${name}`), xml("Arn", arn)]),
    ],
  };
}

/** A session's tags win over the role's, whatever the case of their names. */
function over(role: Readonly<Record<string, string>>, session: Record<string, string>) {
  const taken = Object.keys(session).map((key) => key.toLowerCase());
  const left = Object.entries(role).filter(([key]) => !taken.includes(key.toLowerCase()));
  return { ...Object.fromEntries(left), ...session };
}
