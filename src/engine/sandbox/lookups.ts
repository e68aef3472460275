import type { Json } from "../../state/document.ts";
import { hash } from "./hash.ts";
import { attributeOf } from "./identity.ts";

/** Answers a read-only question as the account of a fresh AWS customer would: a default network, one account. */
export function answerLookup(
  function_: string,
  args: Json,
  place: { region: string; accountId: string },
  path: string,
): Json {
  const id = hash(`${function_} ${JSON.stringify(args)}`);
  const { region, accountId } = place;
  const known: Record<string, { [name: string]: Json }> = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
      accountId,
      arn: `arn:aws:iam::${accountId}:user/sandbox`,
    },
    "aws:index/getRegion:getRegion": { name: region, region },
    "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
      names: ["a", "b", "c"].map((zone) => region + zone),
    },
    "aws:ec2/getVpc:getVpc": { id: `vpc-${id}`, cidrBlock: "172.31.0.0/16" },
    "aws:ec2/getSubnets:getSubnets": {
      ids: ["1", "2", "3"].map((n) => `subnet-${id.slice(1)}${n}`),
    },
  };
  const answer = known[function_] ?? { id, arn: `arn:aws:sandbox:${region}:${accountId}:${id}` };
  return attributeOf(function_, id, answer, path);
}
