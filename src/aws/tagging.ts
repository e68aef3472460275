import { askJson } from "./calls.ts";
import type { AwsClient } from "./client.ts";

/** Values that one filter takes (AWS, GetResources: "Each TagFilters list can have … up to 20 values"). */
const VALUES = 20;

/**
 * What bears a tag in the client's region, by the value it bears: ARNs, in the order that AWS tells them. AWS learns of
 * new tags after some seconds. Throws AwsError and NoAnswer.
 */
export async function findTagged(
  client: AwsClient,
  tag: string,
  values: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let i = 0; i < values.length; i += VALUES) {
    let PaginationToken: string | undefined;
    do {
      const answer: Page = await askJson(
        client,
        {
          service: "tagging",
          target: "ResourceGroupsTaggingAPI_20170126",
          operation: "GetResources",
        },
        { TagFilters: [{ Key: tag, Values: values.slice(i, i + VALUES) }], PaginationToken },
        signal,
      );
      for (const { ResourceARN: arn, Tags = [] } of answer.ResourceTagMappingList ?? []) {
        const value = Tags.find(({ Key }) => Key === tag)?.Value;
        if (value !== undefined) found.set(value, [...found.get(value) ?? [], arn]);
      }
      PaginationToken = answer.PaginationToken || undefined;
    } while (PaginationToken !== undefined);
  }
  return found;
}

interface Page {
  PaginationToken?: string;
  ResourceTagMappingList?: { ResourceARN: string; Tags?: { Key: string; Value: string }[] }[];
}
