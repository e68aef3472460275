import { type Iam, isNoSuchEntity } from "../../aws/iam.ts";
import type { Clock } from "../../ports/clock.ts";
import { tenantRoleName } from "../names.ts";
import { type Document, TenantIamProblem } from "./document.ts";
import type { TenantIamFacts, TrustedToken } from "./facts.ts";
import { patiently } from "./install.ts";
import { confinedTo, confinement, type Place } from "./place.ts";
import {
  NETWORK,
  revocation,
  REVOKED,
  revokedBefore,
  SUSPENDED,
  suspension,
} from "./suspension.ts";
import { isLoginDisabled, trustedTokens, trustPolicy, withLogin, withoutToken } from "./trust.ts";

/**
 * IAM has no conditional writes: of two changes of one trust policy at once, the later stays. Callers change a tenant's
 * credential record first, with If-Match.
 */
export interface RolePorts {
  iam: Iam;
  clock: Clock;
}

/** What a tenant's role says. */
export interface TenantRoleState {
  tokens: TrustedToken[];
  loginDisabled: boolean;
  suspended: boolean;
  /** Sessions from before are over; milliseconds since 1970 UTC. */
  revokedBefore?: number;
  /** The VPC in which it places things, "none" while that is to be made; absent: in any. */
  confinedTo?: string;
}

/** What a tenant's role says; undefined where there is none. */
export async function readTenantRole(
  { iam }: Pick<RolePorts, "iam">,
  tenant: string,
  signal?: AbortSignal,
): Promise<TenantRoleState | undefined> {
  const name = tenantRoleName(tenant);
  const role = await iam.getRole(name, signal);
  if (!role) return undefined;
  const trust: Document = JSON.parse(role.trust);
  const [suspended, revoked, network] = await Promise.all(
    [SUSPENDED, REVOKED, NETWORK].map((policy) => iam.getInline(name, policy, signal)),
  );
  return {
    tokens: trustedTokens(trust),
    loginDisabled: isLoginDisabled(trust),
    suspended: suspended !== undefined,
    ...(revoked !== undefined && { revokedBefore: revokedBefore(JSON.parse(revoked)) }),
    ...(network !== undefined && { confinedTo: confinedTo(JSON.parse(network)) }),
  };
}

/**
 * Lets a token in, besides those that are. One of the same id is replaced.
 *
 * @param facts who may use it: `accounts` and `principals` are taken anew
 * @throws TenantIamProblem where the trust policy gets too long: then an old token must go first
 */
export async function addToken(
  ports: RolePorts,
  facts: TenantIamFacts,
  token: TrustedToken,
  signal?: AbortSignal,
): Promise<void> {
  const { tenant, partition, accountId, accounts = [accountId], principals = [] } = facts;
  await changeTrust(ports, tenant, (trust) =>
    trustPolicy({
      tenant,
      partition,
      accounts,
      principals,
      tokens: [...trustedTokens(trust).filter(({ id }) => id !== token.id), token],
      disabled: isLoginDisabled(trust),
    }), signal);
}

/** Ends new logins with a token at once; sessions that it began live on: see {@link endSessions}. */
export async function removeToken(
  ports: RolePorts,
  tenant: string,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await changeTrust(ports, tenant, (trust) => withoutToken(trust, id), signal);
}

/** Nobody can log in any more; sessions live on. */
export async function disableLogin(
  ports: RolePorts,
  tenant: string,
  signal?: AbortSignal,
): Promise<void> {
  await changeTrust(ports, tenant, (trust) => withLogin(trust, tenant, false), signal);
}

/** Those who could log in before {@link disableLogin} can again. */
export async function enableLogin(
  ports: RolePorts,
  tenant: string,
  signal?: AbortSignal,
): Promise<void> {
  await changeTrust(ports, tenant, (trust) => withLogin(trust, tenant, true), signal);
}

/** Takes every write from the tenant, also from sessions that are live, or gives them back. */
export async function setSuspended(
  { iam, clock }: RolePorts,
  tenant: string,
  suspended: boolean,
  signal?: AbortSignal,
): Promise<void> {
  const name = tenantRoleName(tenant);
  if (!suspended) return await iam.deleteInline(name, SUSPENDED, signal);
  const document = JSON.stringify(suspension());
  await existing(tenant, clock, () => iam.putInline(name, SUSPENDED, document, signal), signal);
}

/** IAM gives no number for how long it lets in by a trust policy that was changed: seconds, by its words. */
export const SETTLED_MS = 20_000;

/**
 * Ends all sessions, also those that an ended token still begins while not all of AWS knows of its end: sessions count
 * again that begin {@link SETTLED_MS} from now. Whoever lets somebody in again waits for that: {@link settled}.
 */
export async function endSessions(
  { iam, clock }: RolePorts,
  tenant: string,
  signal?: AbortSignal,
): Promise<void> {
  const name = tenantRoleName(tenant);
  // AWS knows in whole seconds when a session began.
  const at = Math.floor((clock.wall() + SETTLED_MS) / 1000) * 1000;
  const known = await iam.getInline(name, REVOKED, signal);
  if (known !== undefined && revokedBefore(JSON.parse(known)) >= at) return;
  const document = JSON.stringify(revocation(at));
  await existing(tenant, clock, () => iam.putInline(name, REVOKED, document, signal), signal);
}

/** Waits where sessions that begin now would be over already. */
export async function settled(
  { iam, clock }: RolePorts,
  tenant: string,
  signal?: AbortSignal,
): Promise<void> {
  const { revokedBefore = 0 } = await readTenantRole({ iam }, tenant, signal) ?? {};
  if (revokedBefore > clock.wall()) await clock.sleep(SETTLED_MS, signal);
}

/** Says where a tenant places things, undefined: anywhere. One without a role in this account places nothing. */
export async function setPlace(
  { iam }: Pick<RolePorts, "iam">,
  tenant: string,
  place: Place | undefined,
  signal?: AbortSignal,
): Promise<void> {
  const name = tenantRoleName(tenant);
  if (!place) return await iam.deleteInline(name, NETWORK, signal);
  try {
    await iam.putInline(name, NETWORK, JSON.stringify(confinement(place)), signal);
  } catch (error) {
    if (!isNoSuchEntity(error)) throw error;
  }
}

/** Removes the role, also after a crash half way. What its deployments made stays, and so do the platform's policies. */
export async function removeTenantRole(
  { iam, clock }: RolePorts,
  tenant: string,
  signal?: AbortSignal,
): Promise<void> {
  const name = tenantRoleName(tenant);
  await patiently(
    async () => {
      if (await iam.getRole(name, signal) === undefined) return;
      // What allows goes before what denies.
      for (const arn of await iam.attachedPolicies(name, signal)) {
        await iam.detach(name, arn, signal);
      }
      for (const policy of await iam.inlinePolicies(name, signal)) {
        await iam.deleteInline(name, policy, signal);
      }
      await iam.deleteRole(name, signal);
    },
    clock,
    signal,
  );
}

async function changeTrust(
  { iam, clock }: RolePorts,
  tenant: string,
  change: (trust: Document) => Document,
  signal?: AbortSignal,
): Promise<void> {
  const name = tenantRoleName(tenant);
  const role = await iam.getRole(name, signal);
  if (!role) throw noRole(tenant);
  const document = JSON.stringify(change(JSON.parse(role.trust)));
  await existing(tenant, clock, () => iam.setTrust(name, document, signal), signal);
}

async function existing(
  tenant: string,
  clock: Clock,
  task: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await patiently(task, clock, signal);
  } catch (error) {
    throw isNoSuchEntity(error) ? noRole(tenant) : error;
  }
}

const noRole = (tenant: string) =>
  new TenantIamProblem(
    `Tenant "${tenant}" has no role "${tenantRoleName(tenant)}" in this account; make it first`,
  );
