import { findKind } from "../kinds/registry.ts";
import { listed } from "../schema/nearest.ts";
import type { Diagnostic, Stack } from "../stack/model.ts";
import type { TenantConfig } from "./tenant_config.ts";

/** Of a diagnostic that says what a limit is, and whom to ask for more. */
export const OVER_LIMIT = "over-limit";
/** Of a diagnostic that says what the tenant may not have at all. */
export const NOT_ALLOWED = "not-allowed";

/** Whether it is what a platform team has to say about, and not a mistake. */
export const isOfLimits = ({ code }: Pick<Diagnostic, "code">): boolean =>
  code === OVER_LIMIT || code === NOT_ALLOWED;

/** Whom a tenant asks. */
export const whomToAsk = ({ spec: { contact } }: TenantConfig): string =>
  contact ?? "the platform team";

/**
 * What of a stack its tenant may not have. What isolates tenants is IAM; these keep honest people within what was
 * agreed.
 */
export function limitProblems(stack: Stack, config: TenantConfig): Diagnostic[] {
  const { name: tenant, spec: { limits, policies, environments, allowedResources } } = config;
  const { components, environment, region } = stack;
  const ask = whomToAsk(config);
  const found: Omit<Diagnostic, "severity">[] = [];

  const names = environments.map(({ name }) => name);
  if (names.length > 0 && !names.includes(environment)) {
    found.push({
      code: NOT_ALLOWED,
      summary: `tenant "${tenant}" may not deploy to environment "${environment}"`,
      why: `it may deploy to ${listed(names)}`,
      fix: `use -e ${names[0]}, or ask ${ask} to add "${environment}" to spec.environments`,
    });
  }
  const { allowedRegions } = policies;
  if (allowedRegions.length > 0 && !allowedRegions.includes(region)) {
    found.push({
      code: NOT_ALLOWED,
      summary: `tenant "${tenant}" may not deploy to region ${region}`,
      why: `it may deploy to ${listed(allowedRegions)}`,
      fix: `set region: ${
        allowedRegions[0]
      }, or ask ${ask} to add ${region} to policies.allowedRegions`,
    });
  }
  const kinds = new Set(allowedResources.map((kind) => findKind(kind)?.name));
  for (const { kind, place } of kinds.size > 0 ? components : []) {
    if (kinds.has(kind.name)) continue;
    found.push({
      code: NOT_ALLOWED,
      summary: `tenant "${tenant}" may not deploy kind ${kind.name}`,
      why: `it may deploy ${listed(allowedResources)}`,
      fix: `use one of these, or ask ${ask} to add ${kind.name} to spec.allowedResources`,
      place,
    });
  }
  const byService = [...Map.groupBy(components, ({ service }) => service)];
  const { maxServicesPerStack, maxResourcesPerService } = limits;
  if (byService.length > maxServicesPerStack) {
    found.push({
      code: OVER_LIMIT,
      summary:
        `the stack has too many services: ${byService.length}, where tenant "${tenant}" may have ${maxServicesPerStack}`,
      fix: `make a second stack of some, or ask ${ask} to raise limits.maxServicesPerStack`,
      place: byService[maxServicesPerStack]![1][0]!.place,
    });
  }
  for (const [service, own] of byService) {
    if (own.length <= maxResourcesPerService) continue;
    found.push({
      code: OVER_LIMIT,
      summary:
        `service "${service}" has too many components: ${own.length}, where tenant "${tenant}" may have ${maxResourcesPerService}`,
      fix: `make a second service of some, or ask ${ask} to raise limits.maxResourcesPerService`,
      place: own[maxResourcesPerService]!.place,
    });
  }
  return found.map((problem) => ({ severity: "error", ...problem }));
}

/**
 * That the tenant may not have one stack more. Of two that are first deployed at the same time both are let through:
 * they are counted by their states, and neither has one yet.
 *
 * @param deployed how many stacks it has of which something is there
 */
export function noStackLeft(
  { name: stack, environment }: Pick<Stack, "name" | "environment">,
  config: TenantConfig,
  deployed: number,
): Diagnostic {
  const { name: tenant, spec: { limits: { maxStacks } } } = config;
  return {
    severity: "error",
    code: OVER_LIMIT,
    summary:
      `tenant "${tenant}" has no stack left: ${deployed} deployed, where it may have ${maxStacks}`,
    why: `${stack} in ${environment} would be one more; each environment counts`,
    fix: `destroy one (panka tenant stacks lists them), or ask ${
      whomToAsk(config)
    } to raise limits.maxStacks`,
  };
}
