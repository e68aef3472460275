import type { TenantEntry, TenantStatus } from "../../tenant/registry.ts";
import { timeText } from "../time.ts";
import { recordsText } from "./records.ts";
import type { Colors } from "./style.ts";

/** Tenants for people, one a line. */
export function tenantsText(tenants: readonly TenantEntry[], c: Colors, columns: number): string {
  return recordsText(
    ["tenant", "status", "since (UTC)", "addresses", "contact"],
    tenants.map(({ name, status, since, cidrBlock = "-", contact = "-" }) => [
      name,
      status,
      timeText(since),
      cidrBlock,
      contact,
    ]),
    c,
    columns,
    (row) => statusColor(tenants[row]!.status, c),
  );
}

/** What became of each tenant of a batch. */
export function outcomesText(
  outcomes: readonly { name: string; outcome: string; more: string }[],
  c: Colors,
  columns: number,
): string {
  return recordsText(
    ["tenant", "outcome", ""],
    outcomes.map(({ name, outcome, more }) => [name, outcome, more]),
    c,
    columns,
    (row) => outcomes[row]!.outcome === "failed" ? c.red : undefined,
  );
}

export function statusColor(status: TenantStatus, c: Colors): (text: string) => string {
  switch (status) {
    case "active":
      return (text) => text;
    case "suspended":
    case "creating":
      return c.yellow;
    case "deleted":
    case "purged":
      return c.dim;
  }
}

/** What a tenant has deployed. */
export interface TenantStats {
  name: string;
  status: TenantStatus;
  /** Those of which something is there. */
  stacks: number;
  services: number;
  components: number;
  locksHeld: number;
  lastDeployment: { at: string; by: string; result: string } | null;
}

export function tenantStatsText(
  tenants: readonly TenantStats[],
  c: Colors,
  columns: number,
): string {
  return recordsText(
    ["tenant", "stacks", "services", "components", "locks", "last deployment (UTC)"],
    tenants.map(({ name, stacks, services, components, locksHeld, lastDeployment: last }) => [
      name,
      ...[stacks, services, components, locksHeld].map(String),
      last ? `${timeText(last.at)} by ${last.by}, ${last.result}` : "-",
    ]),
    c,
    columns,
    (row) => statusColor(tenants[row]!.status, c),
  );
}
