import type { AwsClient } from "../aws/client.ts";
import type { CredentialProvider } from "../aws/credentials/credentials.ts";
import { AwsError } from "../aws/errors.ts";
import { type CallerIdentity, Sts } from "../aws/sts.ts";
import { externalId, parseToken } from "../tenant/credential.ts";
import { BACKEND_TAGS, TENANT_TAG, tenantRoleArn, tenantRoleName } from "../tenant/names.ts";
import type { SessionCredentials, TenantBackend } from "../tenant/session.ts";
import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";

/** The role that a login takes on, and what AWS compares there. */
export interface TenantRole {
  tenant: string;
  roleArn: string;
  externalId?: string;
  /** Shown in CloudTrail. */
  caller: string;
  /** Default: 3600. */
  durationSeconds?: number;
}

/** What AWS compares instead of a token. @throws Failure for a token with a typing error: nobody is asked then */
export async function tokenExternalId(text: string, tenant: string): Promise<string> {
  const token = await parseToken(text);
  if (token) return await externalId(token, tenant);
  throw new Failure({
    code: "wrong-token",
    summary: "this is no whole token",
    why: "a token is pnk_, an id, 64 digits and a checksum, and the checksum does not fit",
    fix: "copy it again, from pnk_ to its end",
  }, EXIT.denied);
}

/** The tenant's role in the caller's account, or in another. */
export function roleFor(tenant: string, { arn, account }: CallerIdentity, other?: string): string {
  return tenantRoleArn(other ?? account, tenant, arn.split(":")[1]);
}

/** Who somebody is, in words that a session's name may have: the last part of the ARN. */
export const callerName = ({ arn }: CallerIdentity): string => arn.split(/[/:]/).pop()!;

/**
 * Takes the role on. A role, or a chain of roles, that allows no session so long gets an hour.
 *
 * @throws Failure, the same where there is no such tenant and where the token is wrong; AWS's other errors
 */
export async function takeRole(
  client: AwsClient,
  { tenant, roleArn, externalId, caller, durationSeconds }: TenantRole,
): Promise<SessionCredentials> {
  const ask = (seconds?: number) =>
    new Sts(client).assumeRole({
      roleArn,
      sessionName: caller,
      externalId,
      tags: { [TENANT_TAG]: tenant },
      transitiveTags: [TENANT_TAG],
      durationSeconds: seconds,
    });
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = await ask(durationSeconds)
      .catch((error) => {
        const tooLong = error instanceof AwsError && error.code === "ValidationError" &&
          (durationSeconds ?? 0) > 3600;
        if (tooLong) return ask(3600);
        throw error;
      });
    return { accessKeyId, secretAccessKey, sessionToken: sessionToken!, expiresAt: expiresAt! };
  } catch (error) {
    if (!(error instanceof AwsError) || !/^AccessDenied/.test(error.code)) throw error;
    const denied = /explicit deny/i.test(error.message);
    throw new Failure({
      code: "login-refused",
      summary: `AWS does not let ${caller} log in as tenant "${tenant}"`,
      why: denied
        ? "it is denied explicitly: the tenant was deleted, or nobody may log in as it now"
        : externalId === undefined
        ? "there is no such tenant, or your identity alone does not let you in"
        : "there is no such tenant, the token is wrong or no longer good, or your account may not use it",
      fix: denied
        ? "ask the platform team"
        : `check the name, and which identity you have (aws sts get-caller-identity); then ask the platform team ${
          externalId === undefined
            ? `for a token, or to name your role: panka admin tenant update ${tenant} --set 'access.principals=[ARN]'`
            : `for a new token: panka admin tenant rotate ${tenant}`
        }`,
    }, EXIT.denied);
  }
}

/** Where the tenant's state is, as the tags of its role say. @param client with the role's credentials @throws Failure when they don't */
export async function discoverBackend(client: AwsClient, tenant: string): Promise<TenantBackend> {
  const { Iam, isNoSuchEntity } = await import("../aws/iam.ts");
  const tags: Record<string, string> = await new Iam(client).roleTags(tenantRoleName(tenant))
    .catch((error) => {
      if (isNoSuchEntity(error)) return {};
      throw error;
    });
  const { bucket, table, region } = BACKEND_TAGS;
  const found = { bucket: tags[bucket], table: tags[table], region: tags[region] };
  if (found.bucket && found.table && found.region) return found as TenantBackend;
  throw new Failure({
    code: "no-backend",
    summary: `the role of tenant "${tenant}" does not say where state is kept`,
    why: `it needs the tags ${Object.values(BACKEND_TAGS).join(", ")}`,
    fix: "ask the platform team to set them, or set PANKA_BACKEND_BUCKET and PANKA_BACKEND_TABLE",
  });
}

/** Signs with what a login gave. */
export const ofSession = (credentials: SessionCredentials): CredentialProvider => ({
  get: () => Promise.resolve({ ...credentials, source: "the tenant's session" }),
  forget: () => {},
});
