import { conditionOf, type TenantStack, usedOf } from "../../operations/tenant_stacks.ts";
import type { TenantDocuments } from "../../tenant/documents.ts";
import { whomToAsk } from "../../tenant/limits.ts";
import { usageOf } from "../../tenant/recorded_stacks.ts";
import type { TenantConfig } from "../../tenant/tenant_config.ts";
import { visible } from "./diagnostics.ts";
import { ago, holderName } from "./lock.ts";
import { recordsText } from "./records.ts";
import { type Colors, counted, pad, wrap } from "./style.ts";

/** What a tenant's members are told of it. */
export function detailsText(
  { config, network }: TenantDocuments,
  c: Colors,
  columns: number,
): string {
  const { name, description, spec } = config;
  const { aws, policies, environments, allowedResources, limits, defaultTags } = spec;
  const any = (names: readonly string[]) => names.length > 0 ? names.join(", ") : "any";
  const asks = policies.requireApprovalForProduction ? ", asks for approval" : "";
  const tags = Object.entries(defaultTags).map(([key, value]) => `${key}=${value}`);
  const rows: [string, string | undefined][] = [
    ["about", description],
    ["deploys to", [aws.accountId, aws.region].filter(Boolean).join(", ") || "as its stacks say"],
    ["regions", any(policies.allowedRegions)],
    [
      "environments",
      any(environments.map((one) => one.production ? `${one.name} (production${asks})` : one.name)),
    ],
    ["kinds", any(allowedResources)],
    ["network", networkWords(config, network)],
    ["tags", tags.join(", ") || undefined],
    [
      "limits",
      `${counted(limits.maxStacks, "stack")}, each of ${
        counted(limits.maxServicesPerStack, "service")
      }, each of ${counted(limits.maxResourcesPerService, "component")}`,
    ],
    ["cost", `${limits.monthlyCostLimitUsd} USD a month; costs are not estimated yet`],
    ["ask", whomToAsk(config)],
  ];
  return [
    c.bold(name),
    "",
    ...rows.flatMap(([label, text]) =>
      text === undefined
        ? []
        : [`  ${c.dim(pad(label, 12))}  ${wrap(visible(text), columns, " ".repeat(16))}`]
    ),
  ].join("\n");
}

function networkWords(
  { spec: { networking } }: TenantConfig,
  network: TenantDocuments["network"],
): string {
  if (network) {
    const { existing: { vpcId, subnetIds }, region } = network;
    const { private: inside = [], public: outside = [] } = subnetIds;
    return `${vpcId} in ${region}, ${inside.length} private and ${
      counted(outside.length, "public subnet")
    }`;
  }
  return networking?.vpc ?? networking?.existing
    ? "not made yet"
    : "the account's default VPC, or as its stacks say";
}

const BAR = 20;

/** How much of its limits a tenant uses, and by what. */
export function usageText(
  { spec: { limits } }: TenantConfig,
  stacks: readonly TenantStack[],
  c: Colors,
  columns: number,
): string {
  const usages = stacks.map((stack) => ({ stack, ...usageOf(stack.state?.document) }))
    .filter(({ present, stack }) => present || stack.unreadable !== undefined);
  const sorted = usages.toSorted((a, b) => b.components - a.components);
  const used = usedOf(stacks);
  const line = (label: string, used: number, most: number) => {
    const part = most === 0 ? 1 : Math.min(1, used / most);
    const full = used > 0 ? Math.max(1, Math.round(part * BAR)) : 0;
    const color = part >= 1 ? c.red : part >= 0.8 ? c.yellow : c.green;
    const bar = color("█".repeat(full)) + c.dim("░".repeat(BAR - full));
    return `  ${pad(label, 23)}  ${bar}  ${used} of ${most}`;
  };
  const lines = [
    line("stacks", used.maxStacks, limits.maxStacks),
    line("services of one stack", used.maxServicesPerStack, limits.maxServicesPerStack),
    line("components of a service", used.maxResourcesPerService, limits.maxResourcesPerService),
    `  ${
      pad("cost of a month", 23)
    }  not estimated yet; the limit is ${limits.monthlyCostLimitUsd} USD`,
  ];
  if (sorted.length === 0) return lines.join("\n");
  const table = recordsText(
    ["stack", "environment", "services", "components", "most in a service"],
    sorted.map(({ stack: { address, unreadable }, services, components }) =>
      unreadable === undefined
        ? [
          address.stack,
          address.environment,
          `${services.size}`,
          `${components}`,
          `${Math.max(0, ...services.values())}`,
        ]
        : [address.stack, address.environment, "?", "?", "?"]
    ),
    c,
    columns,
  );
  return [...lines, "", table].join("\n").trimEnd();
}

/** A tenant's stacks, one a line. @param now milliseconds since 1970 UTC */
export function tenantStacksText(
  stacks: readonly TenantStack[],
  now: number,
  c: Colors,
  columns: number,
): string {
  return recordsText(
    ["stack", "environment", "state", "components", "deployment", "by", "when"],
    stacks.map((stack) => {
      const { address, state, locks } = stack;
      const last = state?.document.deployments[0];
      const [lock] = locks;
      return [
        address.stack,
        address.environment,
        lock ? `deploying, by ${holderName(lock)}` : conditionOf(stack),
        `${usageOf(state?.document).components}`,
        last ? `${last.number}, ${last.result}` : "-",
        last?.by ?? "-",
        ago(last?.at, now),
      ];
    }),
    c,
    columns,
    (row) => {
      switch (conditionOf(stacks[row]!)) {
        case "ready":
          return undefined;
        case "empty":
          return c.dim;
        default:
          return c.yellow;
      }
    },
  );
}
