import { externalId, newToken } from "./credential.ts";
import {
  changeCredentials,
  type CredentialEntry,
  isLive,
  withGiven,
  withPending,
} from "./credential_record.ts";
import type { Platform, TrustedToken } from "./iam/facts.ts";
import { addToken, endSessions, readTenantRole, removeToken, settled } from "./iam/operations.ts";
import { type AdminPorts, factsOf, type GivenToken } from "./make_tenant.ts";
import { TenantRefused } from "./refused.ts";
import { readEntry } from "./registry.ts";
import type { TenantConfig } from "./tenant_config.ts";

/** What becomes of the tokens that were good so far. */
export type OldTokens =
  /** They stay good for so many milliseconds. */
  | { keepMs: number }
  /** They and all sessions end at once; the new one is given when AWS has let go of them everywhere. */
  | "revoke";

export interface Rotation {
  old: OldTokens;
  /** When the new token ends, milliseconds since 1970 UTC; never when absent. */
  expires?: number;
  /** Records it before its last write; what could not be recorded is not complete. */
  audit(given: GivenToken, ended: readonly string[]): Promise<void>;
}

/** How often a token that somebody else's change of the role swept away is given again. */
const TRIES = 5;

/**
 * Gives a tenant another token. After a crash the same again completes it, and what nobody was shown is dropped.
 *
 * @throws TenantRefused for a tenant that is gone, and where two tokens are good and none is revoked
 */
export async function rotateToken(
  ports: AdminPorts,
  platform: Platform,
  config: TenantConfig,
  { old, expires, audit }: Rotation,
  signal?: AbortSignal,
): Promise<GivenToken> {
  const { name } = config;
  const { status } = await readEntry(ports.store, name, signal);
  if (status !== "active" && status !== "suspended") {
    throw new TenantRefused(
      `tenant "${name}" has the status ${status}: it can't be given a token`,
      `panka admin tenant show ${name} says what to do first`,
    );
  }
  const now = ports.clock.wall();
  const iso = (at: number) => new Date(at).toISOString();
  const token = await newToken(ports.random);
  const { id } = token;
  const entry = { id, created: iso(now), ...expires !== undefined && { expires: iso(expires) } };
  const known = await changeCredentials(ports, name, (all) => {
    const pending = withPending(all, entry, now, old === "revoke");
    return old === "revoke" ? pending : endingBy(pending, id, now + old.keepMs);
  }, signal);

  const facts = factsOf(platform, config);
  const trusted = (await readTenantRole(ports, name, signal))?.tokens ?? [];
  const kept = old === "revoke" ? [] : known.filter((one) => one.id !== id);
  const ended = trusted.map((one) => one.id).filter((one) => !kept.some(({ id }) => id === one));
  for (const gone of ended) await removeToken(ports, name, gone, signal);
  if (old === "revoke") await endSessions(ports, name, signal);
  await settled(ports, name, signal);
  const give = (one: TrustedToken) => addToken(ports, facts, one, signal);
  for (const one of trusted) {
    const until = kept.find(({ id }) => id === one.id)?.expires;
    if (until) await give({ ...one, expiresAt: Date.parse(until) });
  }
  const fresh = { id, externalId: await externalId(token, name), expiresAt: expires };
  for (let tries = 0; tries < TRIES; tries++) {
    await give(fresh);
    const role = await readTenantRole(ports, name, signal);
    if (role?.tokens.some((one) => one.id === id)) break;
  }
  const given: GivenToken = {
    text: token.text,
    entry: withGiven(known, id).find((one) => one.id === id)!,
  };
  await audit(given, ended);
  await changeCredentials(
    ports,
    name,
    (all) => withGiven(all, id).filter((one) => old !== "revoke" || one.id === id),
    signal,
  );
  return given;
}

/** The record where all other tokens end by a time, or sooner where they did anyway. */
function endingBy(
  credentials: readonly CredentialEntry[],
  id: string,
  at: number,
): CredentialEntry[] {
  return credentials.map((one) =>
    one.id === id || !isLive(one, at) ? one : { ...one, expires: new Date(at).toISOString() }
  );
}
