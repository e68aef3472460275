import type { Iam } from "../aws/iam.ts";
import type { S3Bucket } from "../aws/s3_bucket.ts";
import { tenantDocumentKey } from "../state/paths.ts";
import { checkAddresses } from "./addresses.ts";
import { changeObject, type ChangePorts } from "./change_object.ts";
import { externalId, newToken } from "./credential.ts";
import {
  changeCredentials,
  type CredentialEntry,
  withGiven,
  withPending,
} from "./credential_record.ts";
import type { Platform, TenantIamFacts } from "./iam/facts.ts";
import { type IamEvent, installTenantRole } from "./iam/install.ts";
import { tenantIam } from "./iam/tenant_iam.ts";
import { ACCOUNTS_OWN, mistakable } from "./names.ts";
import { placeOf, type TenantNetwork } from "./network.ts";
import { TenantRefused } from "./refused.ts";
import { changeEntry, changeRegistry, readRegistry, type TenantEntry } from "./registry.ts";
import { type TenantConfig, vpcOf } from "./tenant_config.ts";

/** What the platform's operations on tenants need. */
export interface AdminPorts extends ChangePorts {
  iam: Iam;
  /** The bucket of the state. */
  bucket: S3Bucket;
  /** Told of every call to IAM. */
  emit(event: IamEvent): void;
}

/** A tenant's configuration, read and as it is written. */
export interface TenantDocument {
  config: TenantConfig;
  text: string;
}

/** A token, to be shown once. */
export interface GivenToken {
  text: string;
  entry: CredentialEntry;
}

const asPending = (entry: CredentialEntry): CredentialEntry => ({ ...entry, pending: true });

/** What the IAM documents of a tenant are made of. */
export function factsOf(
  platform: Platform,
  { name, spec }: TenantConfig,
  network?: TenantNetwork,
): TenantIamFacts {
  const { accounts, principals } = spec.access;
  const place = placeOf(spec, network);
  return { ...platform, tenant: name, principals, place, ...(accounts.length > 0 && { accounts }) };
}

/**
 * The registry with a tenant that is being made.
 *
 * @param at RFC 3339
 * @throws TenantRefused where the name is taken or can be taken for another, and where addresses overlap
 */
export function withNewTenant(
  tenants: readonly TenantEntry[],
  { name, spec }: TenantConfig,
  at: string,
): TenantEntry[] {
  const known = tenants.find((one) => one.name === name);
  if (known && known.status !== "creating") throw exists(known);
  const others = tenants.filter((one) => one !== known);
  const other = mistakable(name, others.map((one) => one.name));
  if (other !== undefined) {
    throw new TenantRefused(
      `"${name}" could be taken for tenant "${other}"`,
      "choose a name that does not begin with another tenant's and a dash, nor another's with it",
      "what a tenant owns in AWS begins with its name and a dash",
    );
  }
  const taken = ACCOUNTS_OWN.find((one) => one === name) ?? mistakable(name, ACCOUNTS_OWN);
  if (taken !== undefined && !known) {
    throw new TenantRefused(
      `"${name}" can't be the name of a tenant: what begins with "${taken}-" is the account's own`,
      "choose another name",
      "what a tenant owns in AWS begins with its name and a dash",
    );
  }
  const { contact } = spec;
  const cidrBlock = vpcOf(spec)?.cidrBlock;
  if (cidrBlock !== undefined) checkAddresses(cidrBlock, others);
  return [...others, {
    name,
    created: known?.created ?? at,
    status: "creating",
    since: known?.since ?? at,
    ...(contact && { contact }),
    ...(cidrBlock && { cidrBlock }),
  }];
}

function exists({ name, status }: TenantEntry): TenantRefused {
  const gone = status === "deleted" || status === "purged";
  return new TenantRefused(
    gone
      ? `the name "${name}" is taken by a tenant that was deleted`
      : `there is a tenant "${name}" already`,
    status === "deleted"
      ? `bring it back with panka admin tenant restore ${name}, or choose another name`
      : gone
      ? "choose another name: what the old one made may still be there, under its name"
      : `choose another name; if its token was lost: panka admin tenant rotate ${name} --revoke-now`,
  );
}

/** Says what {@link makeTenant} would do, and refuses what it would; writes nothing. */
export async function planTenant(
  ports: AdminPorts,
  platform: Platform,
  { config }: TenantDocument,
  signal?: AbortSignal,
): Promise<void> {
  const facts = factsOf(platform, config);
  withNewTenant(await readRegistry(ports.store, signal), config, "");
  await installTenantRole(ports, facts, { dryRun: true }, signal);
}

/**
 * Makes a tenant: name and addresses are claimed first, what lets somebody in comes last. After a crash, the same
 * again completes it, with another token.
 *
 * @param options.expires when the token ends, milliseconds since 1970 UTC
 * @param options.audit records it; what could not be recorded is not complete
 * @throws TenantRefused, TenantIamProblem; the store's and AWS's errors
 */
export async function makeTenant(
  ports: AdminPorts,
  platform: Platform,
  { config, text }: TenantDocument,
  { expires, audit }: { expires?: number; audit(given: GivenToken): Promise<void> },
  signal?: AbortSignal,
): Promise<GivenToken> {
  const { name } = config;
  const facts = factsOf(platform, config);
  // Refuses what IAM would, before anything is written.
  tenantIam(facts);
  const now = ports.clock.wall();
  const at = new Date(now).toISOString();
  await changeRegistry(ports, (tenants) => withNewTenant(tenants, config, at), signal);
  await changeObject(ports, tenantDocumentKey(name), () => text, signal);
  const token = await newToken(ports.random);
  const iso = expires === undefined ? undefined : new Date(expires).toISOString();
  const entry = { id: token.id, created: at, expires: iso };
  await changeCredentials(ports, name, (all) => {
    // Of what a crash left, nobody was shown anything.
    const left = all.filter(({ id }) => id !== token.id);
    return all.length > left.length ? all : withPending(left.map(asPending), entry, now);
  }, signal);
  const trusted = { id: token.id, externalId: await externalId(token, name), expiresAt: expires };
  await installTenantRole(ports, { ...facts, tokens: [trusted] }, {}, signal);
  const credentials = await changeCredentials(
    ports,
    name,
    (all) => withGiven(all, token.id),
    signal,
  );
  const given = { text: token.text, entry: credentials.find(({ id }) => id === token.id)! };
  await audit(given);
  await changeEntry(
    ports,
    name,
    (entry) => entry.status === "creating" ? { ...entry, status: "active" } : entry,
    signal,
  );
  return given;
}
