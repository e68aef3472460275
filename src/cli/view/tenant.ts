import { type CredentialEntry, isLive } from "../../tenant/credential_record.ts";
import type { DescribedTenant } from "../../tenant/describe_tenant.ts";
import { NOWHERE } from "../../tenant/iam/place.ts";
import type { TenantEntry } from "../../tenant/registry.ts";
import { timeText } from "../time.ts";
import { columnsText } from "./columns.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, wrap } from "./style.ts";
import { statusColor } from "./tenants.ts";

/** All of a tenant, for people. @param now milliseconds since 1970 UTC */
export function tenantShown(
  { entry, documents, damage, credentials, role, stacks }: DescribedTenant,
  now: number,
  c: Colors,
  columns: number,
): string {
  const { name, status, since, created, contact, cidrBlock, reason } = entry;
  const spec = documents?.config.spec;
  const facts: [string, string | undefined][] = [
    ["created", timeText(created)],
    ["contact", contact],
    ["reason", reason],
    ["damaged", damage],
    ["deploys to", spec && [spec.aws.accountId, spec.aws.region].filter(Boolean).join(", ")],
    ["addresses", cidrBlock],
    ["network", documents?.network?.existing.vpcId],
    ["limits", spec && Object.entries(spec.limits).map(([key, n]) => `${key} ${n}`).join(", ")],
    ["logs in", spec && loginWords(spec.access)],
    ["role", role ? roleWords(role) : "none in this account"],
    ["stacks", stacks.map(({ stack, environment }) => `${stack}/${environment}`).join(", ")],
  ];
  const shown = facts.flatMap(([label, value]) =>
    value ? [`${label.padEnd(12)}${wrap(visible(value), columns, " ".repeat(12))}`] : []
  );
  const tokens = credentials.map((one) => ["  " + one.id, `#${one.generation}`, words(one, now)]);
  return [
    [c.bold(name), statusColor(status, c)(status), `since ${timeText(since)}`].join(" · "),
    "",
    ...shown,
    ...tokens.length > 0 ? ["", "tokens", columnsText(tokens, columns).trimEnd()] : [],
    "",
  ].join("\n");
}

/** All of a tenant, for machines. Holds nothing that a token or its external id could be found from. */
export function tenantJson(
  { entry, documents, damage, credentials, role, stacks }: DescribedTenant,
): Record<string, unknown> {
  return {
    ...entry,
    config: documents?.config.spec ?? null,
    network: documents?.network ?? null,
    damage: damage ?? null,
    credentials,
    role: role ? { ...role, tokens: role.tokens.map(({ id }) => id) } : null,
    stacks: stacks.map(({ stack, environment }) => ({ stack, environment })),
  };
}

/** What to do next with a tenant. */
export function nextForTenant({ name, status }: TenantEntry, damage?: string): string {
  if (damage !== undefined) {
    return `next: panka admin tenant update ${name} --config FILE puts another document there`;
  }
  switch (status) {
    case "creating":
      return `it was not made to its end; next: panka admin tenant init ${name}`;
    case "active":
      return `next, for the team: panka login --tenant ${name}`;
    case "suspended":
      return `next: panka admin tenant activate ${name}`;
    case "deleted":
      return `next: panka admin tenant restore ${name}, or in time delete ${name} --purge`;
    case "purged":
      return "it is gone for good; only its name stays taken";
  }
}

function loginWords({ accounts, principals }: { accounts: string[]; principals: string[] }) {
  const by = accounts.length > 0 ? accounts.join(", ") : "the platform's account";
  return [`with the token from ${by}`, ...principals].join("; ");
}

const roleWords = ({ loginDisabled, suspended, revokedBefore, confinedTo }: NonNullable<
  DescribedTenant["role"]
>) =>
  [
    loginDisabled ? "login is closed" : "login is open",
    suspended ? "all writes are denied" : "writes are allowed",
    confinedTo === undefined
      ? "places things in any VPC"
      : confinedTo === NOWHERE.vpcId
      ? "places nothing in a VPC until its network is made"
      : `places things in ${confinedTo} only`,
    ...revokedBefore === undefined
      ? []
      : [`sessions from before ${timeText(revokedBefore)} are over`],
  ].join("; ");

function words(one: CredentialEntry, now: number): string {
  const { created, expires, pending } = one;
  if (pending) return "was never given out";
  const end = expires === undefined
    ? ""
    : `, ${isLive(one, now) ? "until" : "expired"} ${timeText(expires)}`;
  return `from ${timeText(created)}${end}`;
}
