import type { AwsClient } from "./client.ts";
import type { Credentials } from "./credentials/credentials.ts";
import { askQuery } from "./calls.ts";
import { child, textAt, type XmlElement } from "./xml.ts";

/** How a role is taken on. */
export interface AssumeRole {
  roleArn: string;
  /** Shown in CloudTrail; cut to what AWS allows. */
  sessionName: string;
  externalId?: string;
  /** Session tags, for policies that tell tenants apart by them. */
  tags?: Record<string, string>;
  /** Names of tags that the next role in a chain inherits. */
  transitiveTags?: string[];
  /** 900 to 43,200; the role's own limit holds as well. AWS's default is 3600. */
  durationSeconds?: number;
  /** A policy document that narrows what the session may do. */
  policy?: string;
  mfa?: { serial: string; code: string };
}

export interface CallerIdentity {
  account: string;
  arn: string;
  userId: string;
}

/** AWS's service for temporary credentials. Throws AwsError and NoAnswer. */
export class Sts {
  constructor(private readonly client: AwsClient) {}

  async getCallerIdentity(signal?: AbortSignal): Promise<CallerIdentity> {
    const result = await this.#call("GetCallerIdentity", {}, true, signal);
    return {
      account: text(result, "Account"),
      arn: text(result, "Arn"),
      userId: text(result, "UserId"),
    };
  }

  async assumeRole(options: AssumeRole, signal?: AbortSignal): Promise<Credentials> {
    const parameters: Record<string, string | undefined> = {
      RoleArn: options.roleArn,
      RoleSessionName: sessionName(options.sessionName),
      ExternalId: options.externalId,
      DurationSeconds: options.durationSeconds?.toString(),
      Policy: options.policy,
      SerialNumber: options.mfa?.serial,
      TokenCode: options.mfa?.code,
    };
    Object.entries(options.tags ?? {}).forEach(([key, value], index) => {
      parameters[`Tags.member.${index + 1}.Key`] = key;
      parameters[`Tags.member.${index + 1}.Value`] = value;
    });
    options.transitiveTags?.forEach((key, index) => {
      parameters[`TransitiveTagKeys.member.${index + 1}`] = key;
    });
    const result = await this.#call("AssumeRole", parameters, true, signal);
    return credentialsOf(result, `role "${options.roleArn}"`);
  }

  /** Needs no credentials: the token of an OIDC provider, such as a CI service, is enough. */
  async assumeRoleWithWebIdentity(
    options: { roleArn: string; sessionName: string; token: string; durationSeconds?: number },
    signal?: AbortSignal,
  ): Promise<Credentials> {
    const result = await this.#call(
      "AssumeRoleWithWebIdentity",
      {
        RoleArn: options.roleArn,
        RoleSessionName: sessionName(options.sessionName),
        WebIdentityToken: options.token,
        DurationSeconds: options.durationSeconds?.toString(),
      },
      false,
      signal,
    );
    return credentialsOf(result, `role "${options.roleArn}" by web identity`);
  }

  async #call(
    action: string,
    parameters: Record<string, string | undefined>,
    signed: boolean,
    signal: AbortSignal | undefined,
  ): Promise<XmlElement | undefined> {
    const call = { service: "sts", operation: action, version: "2011-06-15", signed };
    return child(await askQuery(this.client, call, parameters, signal), `${action}Result`);
  }
}

/** A session's name out of any text: 2 to 64 of the characters that AWS allows. */
export function sessionName(text: string): string {
  return text.replace(/[^\w+=,.@-]/g, "-").slice(0, 64).padEnd(2, "-");
}

function credentialsOf(result: XmlElement | undefined, source: string): Credentials {
  const found = child(result, "Credentials");
  return {
    accessKeyId: text(found, "AccessKeyId"),
    secretAccessKey: text(found, "SecretAccessKey"),
    sessionToken: text(found, "SessionToken"),
    expiresAt: Date.parse(text(found, "Expiration")),
    source,
  };
}

function text(element: XmlElement | undefined, name: string): string {
  const value = textAt(element, name);
  if (value === undefined) throw new SyntaxError(`The answer of STS has no <${name}>`);
  return value;
}
