import { tenantNetworkKey } from "../../state/paths.ts";
import { decodeNetwork } from "../../tenant/network.ts";
import { stacksIn } from "../../tenant/stacks_in_network.ts";
import type { Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { say } from "../next_step.ts";
import { pad, wrap } from "../view/style.ts";
import { stackText } from "./in_use.ts";
import type { NetworkPlace } from "./place.ts";

/** Shows what the tenant's stacks are told, and which stand in it. */
export async function showNetwork(
  { out }: Context,
  { tenant, target, document, named }: NetworkPlace,
): Promise<ExitCode> {
  const { store } = target.backend;
  const found = await store.get(tenantNetworkKey(tenant));
  const network = found && decodeNetwork(new TextDecoder().decode(found.body), tenant);
  const stacks = network ? await stacksIn(store, tenant, network.existing.vpcId) : [];
  if (out.format !== "table") {
    await out.document({
      schema: "panka/admin-network@1",
      tenant,
      network: network ?? null,
      stacks,
    });
    return EXIT.done;
  }
  const next = `panka admin network plan ${named.arguments}`;
  if (!network) {
    out.text(`tenant ${tenant} has no network yet\n`);
    say(out, `next: ${next}`);
    return EXIT.done;
  }
  const { region, serial, existing } = network;
  const { vpcId, vpcCidr, subnetIds, securityGroupIds } = existing;
  const last = document?.deployments[0];
  const made = serial === undefined
    ? "there before the tenant"
    : `made by panka, deployment ${last?.number ?? "-"}`;
  const rows: [string, string[]][] = [
    ["VPC", [vpcId, vpcCidr ?? ""]],
    ["public subnets", subnetIds.public ?? []],
    ["private subnets", subnetIds.private ?? []],
    ["security groups", securityGroupIds ?? []],
    ["stacks in it", stacks.map(stackText)],
  ];
  const indent = " ".repeat(19);
  out.text(
    [
      wrap(`network of ${tenant} · ${region} · ${made}`, out.columns, "  "),
      "",
      ...rows.map(([label, values]) => {
        const text = values.filter(Boolean).join(label === "VPC" ? "  " : ", ") || "-";
        return `  ${out.colors.dim(pad(label, 15))}  ${wrap(text, out.columns - 19, indent)}`;
      }),
      "",
    ].join("\n"),
  );
  say(out, `next: ${next}`);
  return EXIT.done;
}
