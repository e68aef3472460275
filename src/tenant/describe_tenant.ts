import { addressOf, type StackAddress, stacksPrefix } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { type CredentialEntry, readCredentials } from "./credential_record.ts";
import {
  DocumentWrong,
  fetchDocuments,
  parseDocuments,
  type TenantDocuments,
} from "./documents.ts";
import { readTenantRole, type RolePorts, type TenantRoleState } from "./iam/operations.ts";
import { readEntry, type TenantEntry } from "./registry.ts";

/** All that the platform knows of a tenant. */
export interface DescribedTenant {
  entry: TenantEntry;
  /** Absent where a crash kept them from being written, and where they are wrong. */
  documents?: TenantDocuments;
  /** What is wrong with them. */
  damage?: string;
  credentials: CredentialEntry[];
  /** Absent: it has no role in this account. */
  role?: TenantRoleState;
  stacks: StackAddress[];
}

/** @throws TenantRefused where there is no such tenant */
export async function describeTenant(
  { store, iam }: { store: Store } & Pick<RolePorts, "iam">,
  name: string,
  signal?: AbortSignal,
): Promise<DescribedTenant> {
  return await describeEntry({ store, iam }, await readEntry(store, name, signal), signal);
}

/** The same of an entry that was read. */
export async function describeEntry(
  { store, iam }: { store: Store } & Pick<RolePorts, "iam">,
  entry: TenantEntry,
  signal?: AbortSignal,
): Promise<DescribedTenant> {
  const { name } = entry;
  const [texts, credentials, role, stacks] = await Promise.all([
    fetchDocuments(store, name),
    readCredentials(store, name, signal),
    readTenantRole({ iam }, name, signal),
    stacksOf(store, name, signal),
  ]);
  const found = { entry, credentials, stacks, ...role && { role } };
  try {
    return texts ? { ...found, documents: parseDocuments(name, texts) } : found;
  } catch (error) {
    if (!(error instanceof DocumentWrong)) throw error;
    return { ...found, damage: `${error.message}: ${error.why}` };
  }
}

/** Stacks of a tenant that have a state, also those that were destroyed. */
export async function stacksOf(
  store: Store,
  tenant: string,
  signal?: AbortSignal,
): Promise<StackAddress[]> {
  const keys = await store.list(stacksPrefix(tenant), signal);
  return keys.map(addressOf).filter((address) => address !== undefined);
}
