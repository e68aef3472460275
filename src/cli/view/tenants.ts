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
