import type { Json } from "../state/document.ts";
import type { AwsClient } from "./client.ts";

/** What a page says of the next one, and what that is asked for with, by service (the API reference of each). */
const PAGING = {
  apigateway: { says: "nextToken", asked: "nextToken" },
  elasticfilesystem: { says: "NextMarker", asked: "Marker" },
  kafka: { says: "nextToken", asked: "nextToken" },
};

/**
 * All items of a list that is answered to GET in JSON.
 *
 * @param path percent-encoded
 * @param items the member that holds them
 * @throws AwsError, NoAnswer
 */
export async function listItems(
  client: AwsClient,
  { service, operation, path, query, items }: {
    service: keyof typeof PAGING;
    operation: string;
    path: string;
    query?: Record<string, string>;
    items: string;
  },
): Promise<Json[]> {
  const { says, asked } = PAGING[service];
  const all: Json[] = [];
  let token: Json | undefined;
  do {
    const { body } = await client.send({
      service,
      operation,
      method: "GET",
      path,
      query: { ...query, [asked]: token as string | undefined },
      repeat: "always",
    });
    const page: { [member: string]: Json } = JSON.parse(new TextDecoder().decode(body));
    all.push(...page[items] as Json[] ?? []);
    token = page[says] || undefined;
  } while (token !== undefined);
  return all;
}
