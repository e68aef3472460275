import { partition } from "../../ports/partition.ts";
import type { Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";

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
