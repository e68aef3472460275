import type { Stack } from "../../stack/model.ts";
import type { StateDocument } from "../../state/document.ts";
import { readState } from "../../state/history.ts";
import { tenantDocumentKey } from "../../state/paths.ts";
import type { Store } from "../../state/store.ts";
import { checkAddresses } from "../../tenant/addresses.ts";
import type { ChangePorts } from "../../tenant/change_object.ts";
import { fetchDocuments } from "../../tenant/documents.ts";
import { TENANT_NAME, TENANT_NAME_HINT } from "../../tenant/names.ts";
import { networkAddress, networkStack, recordedRegion } from "../../tenant/network_stack.ts";
import { TenantRefused } from "../../tenant/refused.ts";
import { changeEntry, readRegistry } from "../../tenant/registry.ts";
import type { TenantConfig } from "../../tenant/tenant_config.ts";
import { openBackend } from "../backend.ts";
import type { Context } from "../command.ts";
import { Failure, usage } from "../failure.ts";
import { shellWord } from "../next_step.ts";
import type { CommonOptions } from "../options.ts";
import { platformConfig } from "../platform_config.ts";
import type { Addressed } from "../recorded.ts";
import type { Named } from "../run_deployment.ts";
import { parseTexts } from "../tenant_documents.ts";

export interface NetworkOptions extends CommonOptions {
  sandbox?: boolean;
}

/** A tenant's network: what is said of it, where its state is, and as a stack. */
export interface NetworkPlace {
  tenant: string;
  config: TenantConfig;
  stack: Stack;
  target: Addressed;
  document?: StateDocument;
  /** For writing beside the state. */
  ports: ChangePorts;
  /** The same, for where the tenants are. */
  registry: ChangePorts;
  named: Named;
}

/** @throws Failure where there is no such tenant, or its document is wrong */
export async function openNetwork(
  context: Context,
  tenant: string,
  options: NetworkOptions,
): Promise<NetworkPlace> {
  if (!TENANT_NAME.test(tenant)) {
    throw usage(`"${tenant}" is no tenant's name`, `write ${TENANT_NAME_HINT}`);
  }
  const address = networkAddress(tenant);
  const folder = `${context.world.cwd}/${address.stack}.yaml`;
  const settings = platformConfig(context, folder, options);
  const region = settings.values.region!;
  const at = { folder, name: address.stack, environment: tenant, region };
  const backend = await openBackend(context, at, settings, options.sandbox);
  const { clock, random } = context.world;
  const ports = { store: backend.store, clock, random };
  let registry = ports;
  let found = await fetchDocuments(ports.store, tenant);
  if (!found && options.sandbox) {
    // What is simulated may be the network of a real tenant.
    registry = { ...ports, store: (await openBackend(context, at, settings)).store };
    found = await fetchDocuments(registry.store, tenant);
  }
  if (!found) throw noTenant(registry.store, tenant);
  // A damaged network.json is written again.
  const { config } = parseTexts(tenant, { config: found.config });
  const document = (await readState(ports.store, address))?.document;
  // What is there stays where it is, whoever calls and whatever the tenant's document says by now.
  const place = recordedRegion(document) ?? config.spec.aws.region ?? region;
  const { stack, diagnostics } = networkStack(folder, config, place);
  if (!stack) throw new Failure(diagnostics[0]!);
  const again = [shellWord(tenant), options.sandbox && "--sandbox"].filter(Boolean).join(" ");
  return {
    tenant,
    config,
    stack,
    document,
    target: { address, backend, folder: stack.folder, again },
    ports,
    registry,
    named: { config: settings, group: "admin network", arguments: again },
  };
}

/**
 * Takes the tenant's addresses in the registry, so that of two tenants only one gets them.
 *
 * @param takes false: only looks whether they are free
 * @throws TenantRefused where another tenant has them, and for a tenant that was deleted
 */
export async function claimAddresses(
  { tenant, config, registry }: NetworkPlace,
  takes = true,
): Promise<void> {
  const cidrBlock = config.spec.networking!.vpc!.cidrBlock;
  const all = await readRegistry(registry.store);
  const own = all.find(({ name }) => name === tenant);
  if (own?.status === "deleted" || own?.status === "purged") {
    throw new TenantRefused(
      `tenant "${tenant}" was deleted`,
      `panka admin tenant restore ${tenant}, or panka admin network destroy ${tenant}`,
    );
  }
  checkAddresses(cidrBlock, all.filter((one) => one !== own));
  if (!own || own.cidrBlock === cidrBlock || !takes) return;
  await changeEntry(registry, tenant, (entry, others) => {
    checkAddresses(cidrBlock, others);
    return { ...entry, cidrBlock };
  });
}

/** @throws Failure where the tenant is to have no VPC of its own, or has one in another region */
export function wantedVpc({ tenant, stack, config, named }: NetworkPlace): void {
  const { region = stack.region } = config.spec.aws;
  if (stack.components.length > 0 && region === stack.region) return;
  if (region !== stack.region) {
    throw new Failure({
      code: "other-region",
      summary: `the network of ${tenant} is in ${stack.region}, and its tenant.yaml says ${region}`,
      fix:
        `panka admin network destroy ${named.arguments}, then make it anew; or set spec.aws.region back`,
    });
  }
  throw new Failure({
    code: "no-network",
    summary: `tenant "${tenant}" has no network of its own: its stacks use the default VPC`,
    why: "its tenant.yaml says neither spec.networking.vpc nor spec.networking.existing",
    fix:
      `panka admin tenant update ${tenant} --set networking.vpc.cidrBlock=10.20.0.0/16; what was made before goes with panka admin network destroy ${named.arguments}`,
  });
}

/** @throws Failure where panka has made no network */
export function requireState({ tenant, document, target, named }: NetworkPlace): void {
  if (document) return;
  throw new Failure({
    code: "no-state",
    summary: `panka has made no network for tenant "${tenant}"`,
    why: `looked in ${target.backend.store.location}`,
    fix: `panka admin network plan ${named.arguments} shows what it would make`,
  });
}

const noTenant = (store: Store, tenant: string) =>
  new Failure({
    code: "no-tenant",
    summary: `there is no tenant "${tenant}" in ${store.location}`,
    why: `looked for ${tenantDocumentKey(tenant)}`,
    fix: "panka admin tenant list shows those there are, panka admin tenant init makes one",
  });
