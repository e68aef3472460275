import { sha1Hex } from "../digest.ts";
import { queryString } from "../encode.ts";
import { endpointFor } from "../endpoint.ts";
import type { Credentials } from "./credentials.ts";
import { ask } from "./http.ts";
import type { Section } from "./ini.ts";
import { parseObject } from "./json_credentials.ts";
import { type CredentialPorts, CredentialsProblem } from "./ports.ts";
import type { Profiles } from "./profiles.ts";

const TIMEOUT_MS = 10_000;

/** Which role of which account, by whose sign-in. */
interface SsoRole {
  region: string;
  accountId: string;
  roleName: string;
  /** Name of the sso-session, or the start URL in the older form. */
  cacheName: string;
  /** The command that signs in again. */
  login: string;
}

/** A profile's role in IAM Identity Center, by the sign-in that "aws sso login" left behind. */
export async function ssoCredentials(
  profile: string,
  settings: Section,
  profiles: Profiles,
  ports: CredentialPorts,
  signal?: AbortSignal,
): Promise<Credentials> {
  const role = readRole(profile, settings, profiles);
  const token = await accessToken(role, ports, signal);
  const { base } = endpointFor("sso", role.region, ports.env, "portal.sso");
  const query = queryString({ role_name: role.roleName, account_id: role.accountId });
  const { status, text } = await reach(
    `${base}/federation/credentials${query}`,
    { headers: { "x-amz-sso_bearer_token": token } },
    ports,
    signal,
  );
  if (status === 401) throw signInAgain(role, "was ended");
  const found = parseObject(text)?.roleCredentials as Record<string, unknown> | undefined;
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = found ?? {};
  if (
    status !== 200 || typeof accessKeyId !== "string" || typeof secretAccessKey !== "string" ||
    typeof sessionToken !== "string" || typeof expiration !== "number"
  ) {
    throw new CredentialsProblem(
      `IAM Identity Center gave no credentials for role "${role.roleName}" in account "${role.accountId}" (HTTP ${status}); check the profile "${profile}" and that the role is assigned to you`,
    );
  }
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiresAt: expiration,
    source: `SSO profile "${profile}"`,
  };
}

function readRole(profile: string, settings: Section, profiles: Profiles): SsoRole {
  const name = settings.get("sso_session");
  const session = name === undefined ? settings : profiles.ssoSession(name);
  if (!session) {
    throw new CredentialsProblem(
      `Profile "${profile}" names the sso-session "${name}", which "${
        profiles.files[0]
      }" does not have`,
    );
  }
  const need = (from: Section, setting: string) => {
    const value = from.get(setting);
    if (!value) throw new CredentialsProblem(`Set "${setting}" for the profile "${profile}"`);
    return value;
  };
  const startUrl = need(session, "sso_start_url");
  return {
    region: need(session, "sso_region"),
    accountId: need(settings, "sso_account_id"),
    roleName: need(settings, "sso_role_name"),
    cacheName: name ?? startUrl,
    login: `aws sso login --profile ${profile}`,
  };
}

async function accessToken(
  role: SsoRole,
  ports: CredentialPorts,
  signal?: AbortSignal,
): Promise<string> {
  const file = `${ports.home ?? "~"}/.aws/sso/cache/${await sha1Hex(role.cacheName)}.json`;
  const cached = parseObject(await ports.readText(file) ?? "");
  if (typeof cached?.accessToken !== "string") throw signInAgain(role, "is missing");
  // The older CLI wrote "2020-01-02T03:04:05UTC".
  const expiresAt = Date.parse(String(cached.expiresAt).replace("UTC", "Z"));
  if (expiresAt - ports.clock.wall() > 60_000) return cached.accessToken;
  return await refreshedToken(role, cached, ports, signal);
}

/** A new access token by the refresh token; the CLI's own file stays as it is. */
async function refreshedToken(
  role: SsoRole,
  cached: Record<string, unknown>,
  ports: CredentialPorts,
  signal?: AbortSignal,
): Promise<string> {
  const { clientId, clientSecret, refreshToken } = cached;
  if (!clientId || !clientSecret || !refreshToken) throw signInAgain(role, "has expired");
  const { base } = endpointFor("sso-oidc", role.region, ports.env, "oidc");
  const body = JSON.stringify({
    clientId,
    clientSecret,
    refreshToken,
    grantType: "refresh_token",
  });
  const headers = { "content-type": "application/json" };
  const answer = await reach(`${base}/token`, { method: "POST", headers, body }, ports, signal);
  const token = parseObject(answer.text)?.accessToken;
  if (answer.status !== 200 || typeof token !== "string") throw signInAgain(role, "has expired");
  return token;
}

async function reach(
  url: string,
  options: { method?: "GET" | "POST"; headers: Record<string, string>; body?: string },
  ports: CredentialPorts,
  signal?: AbortSignal,
): Promise<{ status: number; text: string }> {
  try {
    return await ask(url, { ...options, timeoutMs: TIMEOUT_MS }, ports, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const { host } = new URL(url);
    throw new CredentialsProblem(`IAM Identity Center at "${host}" can't be reached`, { cause });
  }
}

function signInAgain(role: SsoRole, what: string): CredentialsProblem {
  return new CredentialsProblem(`The SSO sign-in ${what}; run "${role.login}"`);
}
