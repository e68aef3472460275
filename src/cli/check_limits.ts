import type { Diagnostic, Stack } from "../stack/model.ts";
import type { StateDocument } from "../state/document.ts";
import type { Store } from "../state/store.ts";
import { stacksOf } from "../tenant/describe_tenant.ts";
import { fetchDocuments, type TenantDocuments } from "../tenant/documents.ts";
import { limitProblems, noStackLeft } from "../tenant/limits.ts";
import { recordedStacks, usageOf } from "../tenant/recorded_stacks.ts";
import { EXIT } from "./exit_code.ts";
import { Invalid } from "./failure.ts";
import { parseTexts } from "./tenant_documents.ts";

/** Refuses a stack more than its tenant may have. @param document what is recorded of it @throws Invalid with exit 5 */
export type CheckRoom = (document: StateDocument | undefined) => Promise<void>;

/**
 * Refuses what the stack's tenant may not have. Not asked of a rollback or a destroy: the way back is never closed.
 *
 * @param known the tenant's documents, where they have been read
 * @param store where the state is; absent: stacks are not counted
 * @returns what is left to check once it is known whether the stack is new
 * @throws Invalid with exit 5
 */
export async function checkLimits(
  stack: Stack,
  known: TenantDocuments | undefined,
  store?: Store,
): Promise<CheckRoom | undefined> {
  const { tenant } = stack;
  if (tenant === undefined) return;
  const texts = known ? undefined : store && await fetchDocuments(store, tenant);
  const config = (known ?? (texts && parseTexts(tenant, texts)))?.config;
  if (!config) return;
  const refuse = (problems: Diagnostic[]) => {
    if (problems.length > 0) throw new Invalid(problems, 0, EXIT.policy);
  };
  refuse(limitProblems(stack, config));
  return store && (async (document) => {
    if (usageOf(document).present) return;
    const most = config.spec.limits.maxStacks;
    // Each state costs a request; most often the names alone show that there is room.
    if ((await stacksOf(store, tenant)).length < most) return;
    const deployed = (await recordedStacks(store, tenant)).filter(({ present }) => present).length;
    if (deployed >= most) refuse([noStackLeft(stack, config, deployed)]);
  });
}
