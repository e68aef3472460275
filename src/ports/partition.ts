/** The first part of ARNs in a region: China and GovCloud have their own. */
export function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** What names of AWS's hosts end in, in a partition. */
export const hostDomain = (partition: string): string =>
  partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
