import type { Call } from "../../aws/backend/step.ts";
import { type Colors, wrap } from "./style.ts";

/** One call as it would be made, with the document that it sends. */
export function callText(
  { service, operation, resource, why, document }: Call,
  c: Colors,
  columns: number,
): string {
  const lines = [
    `${service} ${operation} ${resource}`,
    `  ${c.dim(wrap(why, columns - 2, "  "))}`,
  ];
  if (document !== undefined) lines.push(`  ${document}`);
  return lines.join("\n");
}
