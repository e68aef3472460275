import { PLATFORM_PATH } from "../names.ts";
import type { TenantBackend } from "../session.ts";
import type { Place } from "./place.ts";

/** The account that the platform's bucket, table and roles are in. */
export interface Platform {
  accountId: string;
  /** Default: "aws". */
  partition?: string;
  backend: TenantBackend;
  /** ARN of the key that bucket and table are encrypted with, where they have one. */
  kmsKeyArn?: string;
}

/** A token as AWS knows it. */
export interface TrustedToken {
  /** Of the credential: ten characters of a-z and 0-9. */
  id: string;
  /** See `externalId` of credential.ts. */
  externalId: string;
  /** Milliseconds since 1970 UTC; for ever when absent. */
  expiresAt?: number;
}

/** Who may log in as a tenant. */
export interface Trust {
  tenant: string;
  /** Default: "aws". */
  partition?: string;
  /** Accounts whose identities may log in with a token. */
  accounts: readonly string[];
  /** ARNs of identities that need none; `*` and `?` are wildcards. */
  principals: readonly string[];
  tokens: readonly TrustedToken[];
  /** Nobody may, whatever else stands here. */
  disabled?: boolean;
}

/** All that the IAM documents of one tenant are made of. */
export interface TenantIamFacts extends Platform {
  tenant: string;
  /** Default: the platform's own account. */
  accounts?: readonly string[];
  principals?: readonly string[];
  /** Default: those that the role trusts already. */
  tokens?: readonly TrustedToken[];
  /** Hosted zones in which the tenant may write records. */
  zones?: readonly string[];
  /** Default: anywhere. */
  place?: Place;
}

/** Name of the boundary of every role that a tenant makes. */
export const BOUNDARY = "panka-tenant-boundary";

/** ARN of a managed policy of the platform's. @param partition "aws" when absent */
export const policyArn = (accountId: string, name: string, partition = "aws"): string =>
  `arn:${partition}:iam::${accountId}:policy${PLATFORM_PATH}${name}`;

/** Starts ARNs: `arn(platform, "sqs")` is `arn:aws:sqs:*:111122223333:`. */
export const arn = (
  { accountId, partition = "aws" }: Pick<Platform, "accountId" | "partition">,
  service: string,
  region = "*",
): string => `arn:${partition}:${service}:${region}:${accountId}:`;
