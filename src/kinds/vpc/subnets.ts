import { blockIn, type Cidr, parseCidr, printCidr } from "../../schema/cidr.ts";
import type { VpcSpec } from "./fields.ts";

export interface Subnet {
  /** "public-eu-west-1a": stable while the zone is there. */
  key: string;
  zone: string;
  cidrBlock: string;
  public: boolean;
}

/** A block is cut into sixteen: eight for private subnets, eight for public ones. */
const CUT_BITS = 4;

/** All subnets, private ones first. Every block of the spec is known to be one. */
export function subnetsOf(spec: VpcSpec, region: string): Subnet[] {
  const vpc = parseCidr(spec.cidrBlock)!;
  // Tokyo opens its second zone to nobody new.
  const letters = region === "ap-northeast-1" ? ["a", "c"] : ["a", "b"];
  const usual = letters.map((letter) => ({ zone: `${region}${letter}`, cidrBlock: undefined }));
  const some = spec.subnets.public ?? spec.subnets.private;
  const cut = (n: number): string =>
    printCidr(blockIn(vpc, vpc.prefix + CUT_BITS, n) satisfies Cidr);
  return (["private", "public"] as const).flatMap((kind, half) =>
    (spec.subnets[kind] ?? (some ? [] : usual)).map(({ zone, cidrBlock }, i) => ({
      key: `${kind}-${zone}`,
      zone,
      cidrBlock: cidrBlock ?? cut(half * 8 + i),
      public: kind === "public",
    }))
  );
}
