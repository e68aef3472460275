import type { Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";

export function redrive(c: RenderContext<unknown>, id: string | undefined) {
  const queue = c.targets.find((target) => target.id === id);
  const arn: Value | undefined = queue?.outputs.arn;
  return arn === undefined ? undefined : { $json: { deadLetterTargetArn: arn } };
}
