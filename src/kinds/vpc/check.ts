import { contains, overlaps, parseCidr, printCidr } from "../../schema/cidr.ts";
import type { Report } from "../report.ts";
import type { VpcSpec } from "./fields.ts";
import { subnetsOf } from "./subnets.ts";

/** AWS, "VPC CIDR blocks": a VPC is /16 to /28, and so is a subnet; a sixteenth of a /24 is a /28. */
export function checkVpc(spec: VpcSpec, report: Report): void {
  const wrong = (path: (string | number)[], summary: string, fix: string) =>
    report({ code: "wrong-value", path, summary, fix });
  const given = [
    { path: ["cidrBlock"], block: spec.cidrBlock, from: 16, to: 24 },
    ...(["private", "public"] as const).flatMap((kind) =>
      (spec.subnets[kind] ?? []).flatMap(({ cidrBlock: block }, i) =>
        block ? [{ path: ["subnets", kind, i, "cidrBlock"], block, from: 16, to: 28 }] : []
      )
    ),
  ];
  let failed = false;
  for (const { path, block, from, to } of given) {
    const parsed = parseCidr(block);
    if (parsed && parsed.prefix >= from && parsed.prefix <= to) continue;
    failed = true;
    wrong(
      path,
      parsed
        ? `"${block}" is /${parsed.prefix}, and must be /${from} to /${to}`
        : `"${block}" is not the first address of a block`,
      parsed ? `write a block from /${from} to /${to}` : "write such as 10.20.0.0/16",
    );
  }
  if (failed) return;
  const vpc = parseCidr(spec.cidrBlock)!;
  // The region only names zones here.
  const subnets = subnetsOf(spec, "").map((one) => ({ ...one, block: parseCidr(one.cidrBlock)! }));
  subnets.forEach(({ key, cidrBlock, block }, i) => {
    if (!contains(vpc, block)) {
      wrong(["subnets"], `${cidrBlock} of ${key} is not in ${printCidr(vpc)}`, "choose one in it");
    }
    const other = subnets.slice(0, i).find((one) => overlaps(one.block, block));
    if (other) {
      wrong(
        ["subnets"],
        `${cidrBlock} of ${key} overlaps ${other.cidrBlock} of ${other.key}`,
        "give each subnet a block of its own, or leave cidrBlock out everywhere",
      );
    }
  });
  const { natGateway, internetGateway } = spec;
  if (!natGateway.enabled || !subnets.some((one) => !one.public)) return;
  if (!internetGateway.enabled || !subnets.some((one) => one.public)) {
    wrong(
      ["natGateway"],
      "a NAT gateway needs a public subnet and the internet gateway",
      "set natGateway.enabled: false, or give it both",
    );
    return;
  }
  const zones = new Set(subnets.filter((one) => one.public).map(({ zone }) => zone));
  const lonely = subnets.find((one) => !one.public && !zones.has(one.zone));
  if (natGateway.type === "per-az" && lonely) {
    wrong(
      ["natGateway", "type"],
      `there is no public subnet in ${lonely.zone} for its NAT gateway`,
      `add ${lonely.zone} to subnets.public, or set type: single`,
    );
  }
}
