import { blockIn, type Cidr, overlaps, parseCidr, printCidr } from "../schema/cidr.ts";
import { TenantRefused } from "./refused.ts";
import type { TenantEntry } from "./registry.ts";

/** What a tenant that is gone had is free again. */
const taken = (others: readonly TenantEntry[]) =>
  others.flatMap(({ name, status, cidrBlock }) => {
    const block = status !== "purged" && cidrBlock && parseCidr(cidrBlock);
    return block ? [{ name, block }] : [];
  });

/** @param cidrBlock of a VPC, as `checkVpc` lets pass @throws TenantRefused for what another tenant has */
export function checkAddresses(cidrBlock: string, others: readonly TenantEntry[]): void {
  const block = parseCidr(cidrBlock)!;
  const other = taken(others).find((one) => overlaps(one.block, block));
  if (!other) return;
  const free = freeAddresses(others);
  throw new TenantRefused(
    `${cidrBlock} overlaps ${printCidr(other.block)} of tenant "${other.name}"`,
    free ? `${free} is free` : "choose other addresses",
  );
}

/** The first free /16 of 10.0.0.0/8 after its first, which is in use in many places; undefined when there is none. */
export function freeAddresses(tenants: readonly TenantEntry[]): string | undefined {
  const used = taken(tenants);
  const all: Cidr = { first: 10 * 2 ** 24, prefix: 8 };
  for (let n = 1; n < 256; n++) {
    const block = blockIn(all, 16, n);
    if (!used.some((one) => overlaps(one.block, block))) return printCidr(block);
  }
  return undefined;
}
