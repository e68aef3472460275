import type { Config } from "../config/resolve.ts";
import type { Loaded } from "../stack/load.ts";
import type { Stack } from "../stack/model.ts";
import type { TenantDefaults } from "../stack/tenant_defaults.ts";
import { tenantDocumentKey, tenantNetworkKey } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import {
  type DocumentTexts,
  DocumentWrong,
  fetchDocuments,
  parseDocuments,
  stackDefaults,
  type TenantDocuments,
} from "../tenant/documents.ts";
import { backendFolder, openBackend } from "./backend.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { Sessions } from "./session_keeping/sessions.ts";

const DAY_MS = 24 * 60 * 60_000;

/** A tenant's documents as they were read, and when, in milliseconds since 1970 UTC. */
export interface KeptDocuments extends DocumentTexts {
  readAt: number;
}

/** A stack, and what the platform says of its tenant where that is known. */
export interface LoadedFor extends Loaded {
  tenant?: TenantDocuments & { readAt: number };
}

/**
 * Loads a tenant's stack over what its documents give. They are read where its state is, if that is a folder or if
 * `asks`; else they are as they were when last read on this machine. AWS is asked once the stack is known to be right,
 * and what it says seldom differs.
 *
 * @throws Failure where AWS is asked, and there are none or they are wrong
 */
export async function loadOver(
  context: Context,
  config: Config,
  { sandbox, asks }: { sandbox?: boolean; asks: boolean },
  load: (defaults?: TenantDefaults) => Loaded,
): Promise<LoadedFor> {
  const tenant = config.values.tenant!;
  const kept = new Sessions(context.world).documents(tenant);
  const before = loadedOver(kept, usable(tenant, kept), load, false);
  const known = before.partial;
  if (!known || config.diagnostics.some(({ severity }) => severity === "error")) return before;
  const folder = backendFolder(known, config, sandbox);
  if (folder === undefined && (!asks || kept && !before.stack)) return before;
  const found = folder === undefined
    ? await asked(context, config, known, kept)
    : await inFolder(context, folder, tenant);
  if (!found) return before;
  const { tenant: over } = before;
  // Nothing new: it need not be loaded again.
  if (over && same(kept, found) && stackDefaults(over).network !== "awaited") {
    return { ...before, tenant: { ...over, readAt: found.readAt } };
  }
  return loadedOver(found, parseTexts(tenant, found), load, true);
}

const same = (a: DocumentTexts | undefined, b: DocumentTexts): boolean =>
  a?.config === b.config && a.network === b.network;

/** The settings with the region that a tenant gives its stacks, as last read: only a stack's own ranks before it. */
export function withTenantRegion({ world }: Context, config: Config): Config {
  const { values: { tenant, region: value }, sources: { region: source }, hidden } = config;
  if (tenant === undefined || source?.from === "stack") return config;
  const known = usable(tenant, new Sessions(world).documents(tenant));
  const region = known?.config.spec.aws.region;
  if (region === undefined) return config;
  const over = value === undefined || source?.from === "default"
    ? []
    : [{ value, source: source! }];
  return {
    ...config,
    values: { ...config.values, region },
    sources: { ...config.sources, region: { from: "tenant", name: "tenant" } },
    hidden: { ...hidden, region: [...over, ...hidden.region ?? []] },
  };
}

function loadedOver(
  texts: KeptDocuments | undefined,
  documents: TenantDocuments | undefined,
  load: (defaults?: TenantDefaults) => Loaded,
  current: boolean,
): LoadedFor {
  if (!texts || !documents) return load();
  const defaults = stackDefaults(documents);
  // By now it may be made.
  if (!current && defaults.network === "awaited") delete defaults.network;
  return { ...load(defaults), tenant: { ...documents, readAt: texts.readAt } };
}

async function inFolder(
  { world }: Context,
  folder: string,
  tenant: string,
): Promise<KeptDocuments | undefined> {
  const { DirectoryStore } = await import("../state/directory_store.ts");
  const found = await fetchDocuments(new DirectoryStore(`${folder}/state`), tenant);
  return found && { ...found, readAt: world.clock.wall() };
}

async function asked(
  context: Context,
  config: Config,
  stack: Stack,
  kept: KeptDocuments | undefined,
): Promise<KeptDocuments> {
  const { store } = await openBackend(context, stack, config);
  const tenant = config.values.tenant!;
  const readAt = context.world.clock.wall();
  const found = { ...await requireDocuments(store, tenant), readAt };
  if (!same(kept, found) || readAt - kept!.readAt > DAY_MS) {
    new Sessions(context.world).keepDocuments(tenant, found);
  }
  return found;
}

/** @throws Failure where there are none, or they are wrong */
export async function requireDocuments(store: Store, tenant: string): Promise<DocumentTexts> {
  const texts = await fetchDocuments(store, tenant);
  if (!texts) {
    throw wrong(
      tenant,
      `tenant "${tenant}" has no document in ${store.location}`,
      `looked for ${tenantDocumentKey(tenant)}`,
    );
  }
  parseTexts(tenant, texts);
  return texts;
}

/** @throws Failure where they are wrong */
export function parseTexts(tenant: string, texts: DocumentTexts): TenantDocuments {
  try {
    return parseDocuments(tenant, texts);
  } catch (error) {
    if (!(error instanceof DocumentWrong)) throw error;
    throw wrong(tenant, error.message, error.why, error.key === tenantNetworkKey(tenant));
  }
}

/** What was kept; another version of panka may have written it. */
function usable(tenant: string, kept: DocumentTexts | undefined): TenantDocuments | undefined {
  try {
    return kept && parseDocuments(tenant, kept);
  } catch (error) {
    if (error instanceof DocumentWrong) return undefined;
    throw error;
  }
}

function wrong(tenant: string, summary: string, why: string, network = false): Failure {
  const command = network ? `network apply ${tenant}` : `tenant show ${tenant}`;
  return new Failure({
    code: "tenant-document",
    summary,
    why,
    fix: `the platform team mends it: panka admin ${command}`,
  });
}
