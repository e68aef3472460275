import { tenantCredentialKey } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { changeObject, type ChangePorts, readText } from "./change_object.ts";
import { TenantRefused } from "./refused.ts";

const SCHEMA = "panka/tenant-credential@1";

/** A token of a tenant, without anything that it could be found from. */
export interface CredentialEntry {
  /** See `Token` of credential.ts. */
  id: string;
  /** 1, 2, 3 …: the highest is the newest. */
  generation: number;
  /** RFC 3339. */
  created: string;
  /** RFC 3339; for ever when absent. */
  expires?: string;
  /** AWS does not know it yet, or a crash left it so: nobody was shown it. */
  pending?: true;
}

/** A tenant's tokens, oldest first. @throws TenantRefused where the record is damaged */
export async function readCredentials(
  store: Store,
  tenant: string,
  signal?: AbortSignal,
): Promise<CredentialEntry[]> {
  return decode(await readText(store, tenantCredentialKey(tenant), signal), tenant);
}

/** Changes the record; returns what it is then. @param change as that of `changeRegistry` */
export async function changeCredentials(
  ports: ChangePorts,
  tenant: string,
  change: (credentials: readonly CredentialEntry[]) => readonly CredentialEntry[],
  signal?: AbortSignal,
): Promise<readonly CredentialEntry[]> {
  let changed: readonly CredentialEntry[] = [];
  await changeObject(ports, tenantCredentialKey(tenant), (text) => {
    changed = change(decode(text, tenant));
    return JSON.stringify({ schema: SCHEMA, tenant, credentials: changed }, null, 2) + "\n";
  }, signal);
  return changed;
}

/** Whether a token lets anybody in. @param now milliseconds since 1970 UTC */
export const isLive = ({ expires, pending }: CredentialEntry, now: number): boolean =>
  !pending && (expires === undefined || Date.parse(expires) > now);

/**
 * The record with a token that is about to be given to AWS; what expired, and what a crash left, is dropped.
 *
 * @param ending the others end as soon as it is given
 * @throws TenantRefused where two are live, and would stay so
 */
export function withPending(
  credentials: readonly CredentialEntry[],
  entry: Pick<CredentialEntry, "id" | "created" | "expires">,
  now: number,
  ending = false,
): CredentialEntry[] {
  if (credentials.some(({ id }) => id === entry.id)) return [...credentials];
  const live = credentials.filter((one) => isLive(one, now));
  if (live.length > 1 && !ending) {
    const until = live.find(({ expires }) => expires !== undefined)?.expires;
    throw new TenantRefused(
      "two tokens are good already, and a third would be one too many",
      `wait${until === undefined ? "" : ` until ${until}`}, or end both with --revoke-now`,
    );
  }
  const generation = Math.max(0, ...credentials.map(({ generation }) => generation)) + 1;
  const { id, created, expires } = entry;
  return [...live, { id, generation, created, ...(expires && { expires }), pending: true }];
}

/** The record after AWS took the token. @throws TenantRefused where somebody else gave the tenant one meanwhile */
export function withGiven(credentials: readonly CredentialEntry[], id: string): CredentialEntry[] {
  if (!credentials.some((one) => one.id === id)) {
    throw new TenantRefused(
      "somebody else gave the tenant a token at the same time",
      "use theirs, or run the command again",
    );
  }
  return credentials.map(({ pending, ...one }) =>
    one.id === id || !pending ? one : { ...one, pending }
  );
}

function decode(text: string | undefined, tenant: string): CredentialEntry[] {
  if (text === undefined) return [];
  let value: { schema?: string; tenant?: string; credentials?: CredentialEntry[] };
  try {
    value = JSON.parse(text);
  } catch {
    value = {};
  }
  if (value.schema === SCHEMA && value.tenant === tenant && Array.isArray(value.credentials)) {
    return value.credentials;
  }
  throw new TenantRefused(
    `the credential record of tenant "${tenant}" can't be trusted`,
    `restore an earlier version of "${tenantCredentialKey(tenant)}" in the bucket`,
    `its schema is not "${SCHEMA}", or it is of another tenant`,
  );
}
