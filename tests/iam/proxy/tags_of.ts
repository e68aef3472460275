import type { XmlElement } from "../../../src/aws/xml.ts";
import { all, type Upstream } from "./upstream.ts";

type Tags = Record<string, string>;

/** Services whose tags the emulator tells by ARNs in one way. */
const TOLD = ["cloudfront", "ecr", "ecs", "elasticache", "elasticfilesystem"];

/**
 * The tags of a thing, of services by whose tags policies tell tenants apart; of others, none are looked up.
 *
 * @param account and region of the caller, for ARNs that have none
 */
export async function tagsOfThing(
  upstream: Upstream,
  arn: string,
  [account, region]: [account: string, region: string],
): Promise<Tags> {
  const [, , service = "", where, owner, ...rest] = arn.split(":");
  const place = { service, account: owner || account, region: where || region };
  if (arn.includes("*")) return {};
  if (service === "ec2") {
    const answer = await upstream.form({ ...place, version: "2016-11-15" }, {
      Action: "DescribeTags",
      "Filter.1.Name": "resource-id",
      "Filter.1.Value.1": rest.join(":").split("/").at(-1)!,
    });
    return pairs(answer, "item", ["key", "value"]);
  }
  if (service === "elasticloadbalancing") {
    const answer = await upstream.form({ ...place, version: "2015-12-01" }, {
      Action: "DescribeTags",
      "ResourceArns.member.1": arn,
    });
    return pairs(answer, "member", ["Key", "Value"]);
  }
  if (service === "servicediscovery") {
    const target = "Route53AutoNaming_v20170314.ListTagsForResource";
    return list(await json(target, service, { ResourceARN: arn }), "Tags");
  }
  if (service === "lambda") {
    const target = `/2017-03-31/tags/${encodeURIComponent(arn)}`;
    const text = await upstream.ask({ ...place, method: "GET", target });
    return text === undefined ? {} : JSON.parse(text).Tags ?? {};
  }
  if (service === "kms") {
    const answer = await json("TrentService.ListResourceTags", service, { KeyId: arn });
    const tags = (answer?.Tags ?? []) as { TagKey: string; TagValue: string }[];
    return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
  }
  if (!TOLD.includes(service)) return {};
  const target = "ResourceGroupsTaggingAPI_20170126.GetResources";
  const answer = await json(target, "tagging", { ResourceARNList: [arn] });
  const [found] = (answer?.ResourceTagMappingList ?? []) as Record<string, unknown>[];
  return list(found, "Tags");

  function json(target: string, as: string, input: object) {
    return upstream.json(as, place.account, place.region, target, input);
  }
}

function list(answer: Record<string, unknown> | undefined, name: string): Tags {
  const tags = (answer?.[name] ?? []) as { Key: string; Value: string }[];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function pairs(answer: XmlElement | undefined, item: string, [key, value]: string[]): Tags {
  const found: Tags = {};
  for (const one of answer ? all(answer, item) : []) {
    const [name] = one.children.filter((child) => child.name === key);
    const [of] = one.children.filter((child) => child.name === value);
    if (name && of) found[name.text] = of.text;
  }
  return found;
}
