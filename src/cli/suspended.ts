import type { Store } from "../state/store.ts";
import { fetchDocuments } from "../tenant/documents.ts";
import { whomToAsk } from "../tenant/limits.ts";
import { suspensionNote } from "../tenant/suspension_note.ts";
import { readTenantConfig } from "../tenant/tenant_config.ts";
import { EXIT } from "./exit_code.ts";
import { failureOf } from "./explain_error.ts";
import { Failure } from "./failure.ts";

/** Why AWS refused to write for a tenant: it is suspended, as its document says; else the error itself. */
export async function orSuspended(
  error: unknown,
  store: Store,
  tenant: string | undefined,
): Promise<unknown> {
  if (tenant === undefined || failureOf(error)?.exitCode !== EXIT.denied) return error;
  const texts = await fetchDocuments(store, tenant).catch(() => undefined);
  const { config } = readTenantConfig(texts?.config ?? "", "");
  const why = config && suspensionNote(config);
  if (why === undefined) return error;
  return new Failure({
    code: "suspended",
    summary: `tenant "${tenant}" is suspended: it may change nothing`,
    why,
    fix: `ask ${whomToAsk(config!)}; what is deployed stays as it is, and can be looked at`,
  }, EXIT.denied);
}
