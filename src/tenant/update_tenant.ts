import { tenantDocumentKey } from "../state/paths.ts";
import { checkAddresses } from "./addresses.ts";
import { changeObject, readText } from "./change_object.ts";
import type { Platform } from "./iam/facts.ts";
import { installTenantRole } from "./iam/install.ts";
import { tenantIam } from "./iam/tenant_iam.ts";
import { type AdminPorts, factsOf, type TenantDocument } from "./make_tenant.ts";
import { readNetwork } from "./network.ts";
import { TenantRefused } from "./refused.ts";
import { changeEntry, readEntry } from "./registry.ts";
import { suspensionNote, withSuspensionNote } from "./suspension_note.ts";
import { readTenantConfig, vpcOf } from "./tenant_config.ts";

/**
 * Changes what the platform says of a tenant, and who may log in as it. After a crash the same again completes it.
 *
 * @param change the document that follows from the one that is there; called anew with what others wrote meanwhile
 * @throws TenantRefused; what `change` throws
 */
export async function updateTenant(
  ports: AdminPorts,
  platform: Platform,
  name: string,
  change: (text: string) => TenantDocument,
  audit: () => Promise<void>,
  signal?: AbortSignal,
): Promise<{ changed: boolean }> {
  const { store } = ports;
  const key = tenantDocumentKey(name);
  const { status, reason } = await readEntry(store, name, signal);
  if (status !== "active" && status !== "suspended") {
    throw new TenantRefused(
      `tenant "${name}" has the status ${status}: it can't be changed`,
      `panka admin tenant show ${name} says what to do first`,
    );
  }
  const changed = (text: string | undefined): TenantDocument => {
    const wanted = change(text ?? "");
    const { config } = readTenantConfig(text ?? "", key);
    const known = status === "suspended" ? reason : undefined;
    const note = config ? suspensionNote(config) : known;
    return { ...wanted, text: withSuspensionNote(wanted.text, note) };
  };
  const before = await readText(store, key, signal);
  const { config, text } = changed(before);
  const facts = factsOf(platform, config, await readNetwork(store, name, signal));
  // Refuses what IAM would, before anything is written.
  tenantIam(facts);
  const cidrBlock = vpcOf(config.spec)?.cidrBlock;
  await changeEntry(ports, name, (entry, others) => {
    if (cidrBlock !== undefined) checkAddresses(cidrBlock, others);
    const { contact: _, cidrBlock: __, ...rest } = entry;
    const { contact } = config.spec;
    return { ...rest, ...contact && { contact }, ...cidrBlock && { cidrBlock } };
  }, signal);
  await installTenantRole(ports, facts, {}, signal);
  await audit();
  await changeObject(ports, key, (text) => changed(text).text, signal);
  return { changed: text !== before };
}
