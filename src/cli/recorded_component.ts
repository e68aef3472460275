import { recordedComponents } from "../planning/plan.ts";
import { nearest } from "../schema/nearest.ts";
import type { StateDocument } from "../state/document.ts";
import { Failure } from "./failure.ts";

/**
 * The id of the recorded component that is meant: `service/name`, or the name where only one has it.
 *
 * @throws Failure naming the nearest ones
 */
export function componentOf(document: StateDocument, name: string): string {
  const ids = [...recordedComponents(document).keys()].sort();
  if (ids.includes(name)) return name;
  const same = ids.filter((id) => id.split("/")[1] === name);
  if (same.length === 1) return same[0]!;
  const close = same.length > 0 ? same.join(" or ") : nearest(name, ids);
  throw new Failure({
    code: "unknown-component",
    summary: same.length > 0
      ? `"${name}" is the name of ${same.length} components`
      : `"${name}" is not recorded in ${document.stack} in ${document.environment}`,
    fix: close ? `did you mean ${close}` : "panka state list shows what is recorded",
  });
}
