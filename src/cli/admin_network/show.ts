import { tenantNetworkKey } from "../../state/paths.ts";
import { readText } from "../../tenant/change_object.ts";
import { decodeNetwork, type TenantNetwork } from "../../tenant/network.ts";
import { stacksIn } from "../../tenant/stacks_in_network.ts";
import type { Context } from "../command.ts";
import { Failure } from "../failure.ts";
import { timeText } from "../time.ts";
import { pad, wrap } from "../view/style.ts";
import { stackText } from "./in_use.ts";
import type { NetworkPlace } from "./place.ts";

/** Shows what the tenant's stacks are told, and which stand in it. */
export async function showNetwork(
  { out }: Context,
  { tenant, target, document, named }: NetworkPlace,
): Promise<void> {
  const { store } = target.backend;
  const text = await readText(store, tenantNetworkKey(tenant));
  const network = text === undefined ? undefined : networkIn(text, tenant);
  const deployments = document?.deployments ?? [];
  const stacks = network ? await stacksIn(store, tenant, network.existing.vpcId) : [];
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/admin-network@1",
      tenant,
      network: network ?? null,
      stacks,
      deployments: deployments.map(({ number, at, by, result }) => ({ number, at, by, result })),
    });
  }
  const next = `panka admin network plan ${named.arguments}`;
  if (!network) {
    out.text(`tenant ${tenant} has no network yet\n`);
    return out.say(`next: ${next}`);
  }
  const { region, serial, existing } = network;
  const { vpcId, vpcCidr, subnetIds, securityGroupIds } = existing;
  const made = serial === undefined ? "there before the tenant" : "made by panka";
  const indent = " ".repeat(19);
  const rows: [string, string[]][] = [
    ["VPC", [[vpcId, vpcCidr].filter(Boolean).join(" ")]],
    ["public subnets", listed(subnetIds.public)],
    ["private subnets", listed(subnetIds.private)],
    ["security groups", listed(securityGroupIds)],
    ["stacks in it", stacks.map(stackText)],
    [
      "deployments",
      deployments.slice(0, 5).map((one) => `${one.number} ${one.result} ${timeText(one.at)}`),
    ],
  ];
  out.text(
    [
      wrap(`network of ${tenant} · ${region} · ${made}`, out.columns, "  "),
      "",
      ...rows.map(([label, values]) => {
        const texts = values.map((value) => wrap(value, out.columns, indent));
        return `  ${out.colors.dim(pad(label, 15))}  ${texts.join(`\n${indent}`) || "-"}`;
      }),
      "",
    ].join("\n"),
  );
  out.say(`next: ${next}`);
}

const listed = (ids: string[] = []) => ids.length ? [ids.join(", ")] : [];

function networkIn(text: string, tenant: string): TenantNetwork | undefined {
  try {
    return decodeNetwork(text, tenant);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Failure({
      code: "tenant-document",
      summary: `"${tenantNetworkKey(tenant)}" is wrong`,
      why: error.message,
      fix: `write it again: panka admin network apply ${tenant}`,
    });
  }
}
