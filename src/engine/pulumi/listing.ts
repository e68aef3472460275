import type { Json } from "../../state/document.ts";
import { valueAt } from "../resolve.ts";
import { given, type Lost } from "./lost.ts";

/** A list that AWS answers a GET with, in JSON. */
export interface Listing {
  service: "apigateway" | "elasticfilesystem" | "kafka";
  /** Its name in AWS's reference: "GetRoutes". */
  operation: string;
  /** Percent-encoded. */
  path: string;
  query?: Record<string, string>;
  /** Member of the answer that holds the items. */
  items: string;
}

/** Asks AWS for all items of a list in a region. */
export type List = (region: string, listing: Listing) => Promise<Json[]>;

/** Where one is listed that a killed run may have made. */
interface Listed {
  listing: Listing;
  /** Paths in an item, and what is there if it is the one. */
  like: Record<string, string | undefined>;
  /** Path of the id. */
  id: string;
  /** What the provider imports it by, where that is not the id. */
  imported?(id: string): string;
}

/** Types that bear no tags, or none that AWS tells of: they are in a list of what they belong to. */
export const BY_LISTING: Record<string, (lost: Lost) => Listed | undefined> = {
  "aws:apigatewayv2/apiMapping:ApiMapping": (lost) => {
    const domain = given(lost, "domainName");
    return domain === undefined ? undefined : {
      listing: apiList("GetApiMappings", `domainnames/${encodeURIComponent(domain)}/apimappings`),
      like: inputs(lost, "apiId", "apiMappingKey"),
      id: "apiMappingId",
      imported: (id) => `${id}/${domain}`,
    };
  },
  "aws:apigatewayv2/authorizer:Authorizer": (lost) => partOfApi(lost, "Authorizer", "name"),
  "aws:apigatewayv2/integration:Integration": (lost) =>
    partOfApi(
      lost,
      "Integration",
      "integrationType",
      "integrationSubtype",
      "integrationUri",
      "requestParameters.QueueUrl",
    ),
  "aws:apigatewayv2/route:Route": (lost) => partOfApi(lost, "Route", "routeKey"),
  "aws:efs/mountTarget:MountTarget": (lost) => {
    const FileSystemId = given(lost, "fileSystemId");
    const SubnetId = given(lost, "subnetId");
    return FileSystemId === undefined || SubnetId === undefined ? undefined : {
      listing: {
        service: "elasticfilesystem",
        operation: "DescribeMountTargets",
        path: "/2015-02-01/mount-targets",
        query: { FileSystemId },
        items: "MountTargets",
      },
      like: { SubnetId },
      id: "MountTargetId",
    };
  },
  "aws:msk/configuration:Configuration": ({ physicalName }) => ({
    listing: {
      service: "kafka",
      operation: "ListConfigurations",
      path: "/v1/configurations",
      items: "configurations",
    },
    like: { name: physicalName },
    id: "arn",
  }),
};

/**
 * By what id the provider imports what is listed; undefined where the list doesn't tell.
 *
 * @param known ids of what is not lost
 * @throws what `list` throws
 */
export async function listedId(
  lost: Lost,
  known: ReadonlySet<string | undefined>,
  list: (listing: Listing) => Promise<Json[]>,
): Promise<string | undefined> {
  const listed = BY_LISTING[lost.type]?.(lost);
  if (!listed) return undefined;
  const ids = (await list(listed.listing)).flatMap((item) => {
    const id = valueAt(item, listed.id);
    const like = Object.entries(listed.like).every(([path, value]) =>
      // An empty text and none are the same to API Gateway.
      (valueAt(item, path) || undefined) === (value || undefined)
    );
    return like && typeof id === "string" && !known.has(id) ? [id] : [];
  });
  // Of two nobody knows which is meant.
  return ids.length === 1 ? listed.imported?.(ids[0]!) ?? ids[0] : undefined;
}

const apiList = (operation: string, path: string): Listing => ({
  service: "apigateway",
  operation,
  path: `/v2/${path}`,
  items: "items",
});

function partOfApi(lost: Lost, what: string, ...properties: string[]): Listed | undefined {
  const api = given(lost, "apiId");
  const name = what.toLowerCase();
  return api === undefined ? undefined : {
    listing: apiList(`Get${what}s`, `apis/${api}/${name}s`),
    like: inputs(lost, ...properties),
    id: `${name}Id`,
    imported: (id) => `${api}/${id}`,
  };
}

const inputs = (lost: Lost, ...paths: string[]) =>
  Object.fromEntries(paths.map((path) => [path, given(lost, path)]));
