import type { ResourceChange } from "../../engine/port.ts";
import type { Change } from "../../planning/plan.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, counted, cut, GLYPH, paint } from "./style.ts";

const MOST = 8;

/** What the engine would do to a component's resources: each of them, or how many where all are made or deleted. */
export function resourceLines(
  { id, action, resources = [] }: Change,
  columns: number,
  c: Colors,
): string[] {
  if (resources.length === 0) return [];
  if (resources.every(({ operation }) => operation === action) && action !== "update") {
    return [c.dim(counted(resources.length, "resource"))];
  }
  const shown = resources.slice(0, MOST).map((resource) => lineOf(id, resource, columns, c));
  const more = resources.length - MOST;
  return more > 0 ? [...shown, c.dim(`and ${counted(more, "more resource")}`)] : shown;
}

function lineOf(
  id: string,
  { key, operation, properties, replacedBy }: ResourceChange,
  columns: number,
  c: Colors,
): string {
  const name = key.startsWith(`${id}/`) ? key.slice(id.length + 1) : key;
  const paths = replacedBy.length ? replacedBy : operation === "update" ? properties : [];
  const why = paths.length ? `  ${[...new Set(paths)].join(", ")}` : "";
  return `${paint(c, operation)(GLYPH[operation])} ${cut(visible(name + why), columns - 2)}`;
}
