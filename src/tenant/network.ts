import type { Networking } from "../stack/model.ts";

const SCHEMA = "panka/tenant-network@1";

/** The network that a tenant's stacks stand in, as `tenants/<t>/network.json` says. */
export interface TenantNetwork {
  region: string;
  /** Serial of the state that made it; absent for one that was there before. */
  serial?: number;
  existing: NonNullable<Networking["existing"]>;
}

/** A network that is gone: nothing is ever deleted from the store. */
type Gone = { removed: true };

export const encodeNetwork = (tenant: string, network: TenantNetwork | Gone): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({ schema: SCHEMA, tenant, ...network }, null, 2) + "\n",
  );

/** Undefined: it is gone. @throws SyntaxError for what is no such document */
export function decodeNetwork(text: string, tenant: string): TenantNetwork | undefined {
  const { schema, tenant: whose, ...network } = JSON.parse(text);
  if (schema !== SCHEMA || whose !== tenant) {
    throw new SyntaxError(`it is "${schema}" of "${whose}", not "${SCHEMA}" of "${tenant}"`);
  }
  return network.removed ? undefined : network;
}
