import { hostDomain, partition } from "../ports/partition.ts";
import { percentEncode } from "./encode.ts";

export type Env = (name: string) => string | undefined;

/** Where a service is asked: the base of the URL, without a slash at the end. */
export interface Endpoint {
  base: string;
  /** True for an endpoint that someone configured: its buckets go into the path. */
  custom: boolean;
}

/**
 * The endpoint of a service: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`, or AWS's own of the region.
 *
 * @param prefix how AWS's own host name starts, where that is not the service's name
 * @throws TypeError when the configured URL is none
 */
export function endpointFor(
  service: string,
  region: string,
  env: Env,
  prefix: string = service,
): Endpoint {
  const ignore = env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.toLowerCase() === "true";
  const own = `AWS_ENDPOINT_URL_${service.toUpperCase().replaceAll("-", "_")}`;
  for (const name of ignore ? [] : [own, "AWS_ENDPOINT_URL"]) {
    const value = env(name);
    if (value) return { base: checkUrl(name, value), custom: true };
  }
  // IAM has one endpoint in each partition (AWS General Reference, "IAM endpoints").
  const where = service === "iam" ? IAM_HOSTS[iamRegion(region)] : `${prefix}.${region}`;
  return { base: `https://${where}.${hostDomain(partition(region))}`, custom: false };
}

/** The region that requests to IAM are signed for: one for all regions of a partition. */
export function iamRegion(region: string): keyof typeof IAM_HOSTS {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

const IAM_HOSTS = {
  "us-east-1": "iam",
  "cn-north-1": "iam.cn-north-1",
  "us-gov-west-1": "iam.us-gov",
};

/** The base of a bucket's URLs. A dot in the name would break the certificate's wildcard, so such a bucket goes into the path too. */
export function bucketBase(endpoint: Endpoint, bucket: string): string {
  if (endpoint.custom || bucket.includes(".")) return `${endpoint.base}/${percentEncode(bucket)}`;
  return endpoint.base.replace("://", `://${bucket}.`);
}

function checkUrl(name: string, value: string): string {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`Set ${name} to an http or https URL, not "${value}"`);
  }
  return value.replace(/\/+$/, "");
}
