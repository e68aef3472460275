import type { RolePlace } from "../kinds/render.ts";
import type { Networking, Place, Stack } from "./model.ts";
import type { Report } from "./report.ts";

/** What a tenant gives its stacks: the lowest layer, over which all that a stack says is laid. */
export interface TenantDefaults {
  region?: string;
  accountId?: string;
  defaultTags: Record<string, string>;
  /** Environments that are production whatever a stack says. */
  production: readonly string[];
  roles?: RolePlace;
  /** Nobody has to approve what is production by the tenant's word alone. */
  approvalWaived?: boolean;
  /** `awaited`: there is to be one, and it is not made yet. */
  network?: { region: string; existing: NonNullable<Networking["existing"]> } | "awaited";
}

/** Gives a stack what its tenant has and the stack, its infra documents included, doesn't say; its region was chosen before. */
export function inherit(
  stack: Stack,
  { accountId, defaultTags, production, approvalWaived, roles, network }: TenantDefaults,
  place: Place | undefined,
  report: Report,
): void {
  stack.defaultTags = { ...defaultTags, ...stack.defaultTags };
  if (!stack.production && production.includes(stack.environment)) {
    stack.production = true;
    if (approvalWaived) stack.approvalWaived = true;
  }
  stack.roles = roles;
  if (roles && stack.permissionsBoundary !== undefined) {
    report.at(place, {
      severity: "warning",
      code: "other-boundary",
      summary: "permissionsBoundary is not used: roles of a tenant have the tenant's",
      fix: "remove it from the stack's Security document",
    });
  }
  if (stack.networking?.existing || network === undefined) return;
  if (network === "awaited") stack.networking = { ...stack.networking, awaited: true };
  else if (network.region === stack.region && (accountId ?? stack.accountId) === stack.accountId) {
    stack.networking = { ...stack.networking, existing: network.existing };
  } else {
    const [there, here] = network.region === stack.region
      ? [accountId, stack.accountId]
      : [network.region, stack.region];
    report.at(place, {
      severity: "warning",
      code: "other-network",
      summary: `the tenant's network is in ${there}, and the stack in ${here}`,
      why: `in the default VPC of ${here} AWS lets the tenant place nothing`,
      fix: `deploy to ${there}`,
    });
  }
}
