import { regionProblem } from "../new_parts.ts";
import { type TenantAnswers, tenantNameProblem } from "../tenant_answers.ts";
import type { World } from "../world.ts";
import { askText } from "./ask.ts";

/** What is not given yet, and what to offer for it. */
export interface Offered {
  region: string;
  /** Addresses that are free. */
  cidrBlock?: string;
}

/** Asks what flags don't say. */
export async function askForTenant(
  world: World,
  given: Partial<TenantAnswers>,
  offered: Offered,
): Promise<Pick<TenantAnswers, "name" | "contact" | "region" | "cidrBlock">> {
  const name = given.name ?? await askText(world, "Name of the tenant", "", tenantNameProblem);
  const contact = given.contact ??
    await askText(world, "Whom its team asks: a person, a channel, an address");
  const region = given.region ?? await askText(world, "AWS region", offered.region, regionProblem);
  const cidrBlock = given.cidrBlock ??
    await askText(world, "Addresses of its own VPC (empty: none)", offered.cidrBlock);
  return { name, contact, region, cidrBlock };
}
