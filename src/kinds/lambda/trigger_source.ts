import type { Expression, Value } from "../../engine/resource.ts";
import type { RenderContext } from "../render.ts";
import type { Trigger } from "./triggers.ts";

export type Attribute = string | Expression;

export interface Source {
  /** For names of resources. */
  id: string;
  outputs: Record<string, Value>;
}

/** What a trigger comes from: a component, or an ARN as if it were one. */
export function sourceOf(c: RenderContext<unknown>, { type, source }: Trigger): Source | undefined {
  if (source?.component !== undefined) {
    const target = c.target(source.component)!;
    return { id: target.id, outputs: target.outputs };
  }
  if (source?.arn === undefined) return undefined;
  const arn = c.value(source.arn);
  const name = typeof arn === "string" ? arn.split(":").slice(5).join("-") : "reference";
  const outputs: Record<string, Value> = { arn, streamArn: arn, topicArn: arn };
  if (typeof arn === "string" && type === "s3") outputs.bucketName = arn.split(":::")[1]!;
  if (typeof arn === "string" && type === "eventbridge") outputs.busName = arn.split("/").at(-1)!;
  return { id: name, outputs };
}
