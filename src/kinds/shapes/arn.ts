import type { Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";

/** The first part of ARNs in a region: China and GovCloud have their own. */
export function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** An ARN in the stack's region and account, where AWS has told us none. */
export function arnOf(
  c: RenderContext<unknown>,
  service: string,
  ...resource: Value[]
): { $join: Value[] } {
  const { region } = c.stack;
  return {
    $join: [`arn:${partition(region)}:${service}:${region}:`, c.accountId(), ":", ...resource],
  };
}
