import type { Stack } from "../stack/model.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { fetchDocuments, type TenantDocuments } from "../tenant/documents.ts";
import { limitProblems, stackLimitProblem } from "../tenant/limits.ts";
import { stacksOf } from "../tenant/describe_tenant.ts";
import { recordedStack, recordedStacks } from "../tenant/recorded_stacks.ts";
import type { Context } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { Invalid } from "./failure.ts";
import { parseTexts } from "./tenant_documents.ts";
import { diagnosticsText } from "./view/diagnostics.ts";

/**
 * Refuses what the stack's tenant may not have. Not asked of a rollback or a destroy: the way back is never closed.
 *
 * @param known the tenant's documents, where they have been read
 * @param store where the state is; absent: stacks are not counted
 * @throws Invalid with exit 5
 */
export async function checkLimits(
  { out }: Context,
  stack: Stack,
  known: TenantDocuments | undefined,
  store?: Store,
): Promise<void> {
  const { tenant } = stack;
  if (tenant === undefined) return;
  const texts = known ? undefined : store && await fetchDocuments(store, tenant);
  const config = (known ?? (texts && parseTexts(tenant, texts)))?.config;
  if (!config) return;
  const problems = limitProblems(stack, config);
  const most = config.spec.limits.maxStacks;
  const many = store &&
    stackLimitProblem(stack, config, await deployed(store, stack, tenant, most));
  if (many) problems.unshift(many);
  if (problems.length === 0) return;
  if (out.format === "table") out.note(diagnosticsText(problems, out.errorColors, out.columns));
  throw new Invalid(problems, 0, EXIT.policy);
}

/** The tenant's stacks of which something is there: all where they decide, else fewer, as each costs a request. */
async function deployed(
  store: Store,
  { name, environment }: Stack,
  tenant: string,
  most: number,
): Promise<StackAddress[]> {
  const all = await stacksOf(store, tenant);
  if (all.length < most) return all;
  const address = { tenant, stack: name, environment };
  const own = await recordedStack(store, address);
  if (own?.present) return [address];
  return (await recordedStacks(store, tenant)).filter(({ present }) => present)
    .map((one) => one.address);
}
