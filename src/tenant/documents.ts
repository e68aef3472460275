import type { TenantDefaults } from "../stack/tenant_defaults.ts";
import { tenantDocumentKey, tenantNetworkKey } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { readText } from "./change_object.ts";
import { BOUNDARY } from "./iam/facts.ts";
import { PLATFORM_PATH, workloadPath } from "./names.ts";
import { decodeNetwork, type TenantNetwork } from "./network.ts";
import { readTenantConfig, type TenantConfig } from "./tenant_config.ts";

/** What the platform wrote down of a tenant, as it is written. */
export interface DocumentTexts {
  /** `tenant.yaml`. */
  config: string;
  /** `network.json`; absent: no network was made. */
  network?: string;
}

/** What the platform says of a tenant. */
export interface TenantDocuments {
  config: TenantConfig;
  network?: TenantNetwork;
}

/** A tenant's document says nothing that can be used. */
export class DocumentWrong extends Error {
  override name = "DocumentWrong";

  constructor(readonly tenant: string, readonly key: string, readonly why: string) {
    super(`"${key}" is wrong`);
  }
}

/** Reads both; undefined where the tenant has none. */
export async function fetchDocuments(
  store: Store,
  tenant: string,
): Promise<DocumentTexts | undefined> {
  const [config, network] = await Promise.all(
    [tenantDocumentKey(tenant), tenantNetworkKey(tenant)].map((key) => readText(store, key)),
  );
  return config === undefined ? undefined : { config, ...network !== undefined && { network } };
}

/** @throws DocumentWrong */
export function parseDocuments(tenant: string, texts: DocumentTexts): TenantDocuments {
  const key = tenantDocumentKey(tenant);
  const { config, diagnostics } = readTenantConfig(texts.config, key);
  if (config?.name !== tenant) {
    throw new DocumentWrong(tenant, key, diagnostics[0]?.summary ?? `it is of "${config?.name}"`);
  }
  if (texts.network === undefined) return { config };
  try {
    return { config, network: decodeNetwork(texts.network, tenant) };
  } catch (error) {
    throw new DocumentWrong(tenant, tenantNetworkKey(tenant), (error as Error).message);
  }
}

/** What a stack of the tenant takes from its documents. */
export function stackDefaults({ config, network }: TenantDocuments): TenantDefaults {
  const { aws, defaultTags, environments, networking, policies } = config.spec;
  const { region, accountId } = aws;
  const own = networking?.vpc ?? networking?.existing;
  return {
    region: region ?? network?.region,
    accountId,
    defaultTags,
    ...!policies.requireApprovalForProduction && { approvalWaived: true },
    production: environments.filter(({ production }) => production).map(({ name }) => name),
    network: network ?? (own && "awaited"),
    roles: { path: workloadPath(config.name), boundary: `${PLATFORM_PATH}${BOUNDARY}` },
  };
}
