import type { Credentials } from "./credentials.ts";
import { CredentialsProblem } from "./ports.ts";

/**
 * Reads credentials from the JSON that IMDS, containers and credential processes answer.
 *
 * @throws CredentialsProblem without a word of the text, which may hold a secret
 */
export function readJsonCredentials(text: string, source: string): Credentials {
  const json = parseObject(text);
  const { AccessKeyId, SecretAccessKey, Expiration } = json ?? {};
  const token = json?.Token ?? json?.SessionToken;
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string") {
    throw new CredentialsProblem(`The answer of ${source} has no AccessKeyId and SecretAccessKey`);
  }
  const expiresAt = typeof Expiration === "string" ? Date.parse(Expiration) : undefined;
  if (Number.isNaN(expiresAt)) {
    throw new CredentialsProblem(`The answer of ${source} has an Expiration that is no time`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: typeof token === "string" ? token : undefined,
    expiresAt,
    source,
  };
}

/** Parses JSON that should be an object; undefined when it is none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
