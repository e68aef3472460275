import type { StateDifference } from "../../operations/compare_states.ts";
import type { FieldChange } from "../../state/changes.ts";
import type { Json } from "../../state/document.ts";
import { timeText } from "../time.ts";
import { changesText, deploymentJson } from "./deployments.ts";
import { visible } from "./diagnostics.ts";
import { outputText } from "./recorded.ts";
import { type Colors, counted, cut, GLYPH, pad, paint, widest, widthOf, wrap } from "./style.ts";

export interface Side {
  means: string;
  serial: number;
  /** Milliseconds since 1970 UTC. */
  at: number;
  by?: string;
  command?: string;
}

/** Fields of a component that tell a person nothing: hashes and ids. */
const BOOKKEEPING: readonly (string | number)[] = ["deployment", "rendered", "uses"];

/** What differs between two versions: who made them, components field by field, the stack's own fields. */
export function differenceText(
  { components, stack, bookkeeping, deployments }: StateDifference,
  sides: readonly [Side, Side],
  c: Colors,
  columns: number,
): string {
  const lines = sides.flatMap((side) => sideLines(side, c, columns));
  if (deployments.length > 0) {
    lines.push("", c.dim("deployments between them"));
    for (const deployment of deployments.slice(0, 20)) {
      const { number, result, by, host, at } = deployment;
      const text = `  ${number}  ${result}  ${changesText(deployment)}  ${by}@${host}  ${
        timeText(at)
      }`;
      lines.push(`  ${wrap(visible(text), columns, "     ")}`);
    }
    if (deployments.length > 20) lines.push(`  and ${deployments.length - 20} more`);
  }
  lines.push("");
  let untold = bookkeeping.length;
  for (const { id, kind, action, fields } of components) {
    const color = paint(c, action);
    const told = fields.filter(({ path }) => !BOOKKEEPING.includes(path[0]!));
    untold += fields.length - told.length;
    lines.push(`${color(GLYPH[action])} ${visible(id)}  ${c.dim(visible(kind))}`);
    lines.push(...fieldLines(told, c, columns, "    "));
  }
  if (stack.length > 0) {
    lines.push(`${paint(c, "update")(GLYPH.update)} the stack itself`);
    lines.push(...fieldLines(stack, c, columns, "    "));
  }
  const nothing = components.length === 0 && stack.length === 0;
  lines.push(
    nothing ? "nothing that is deployed differs" : sumText(components.map(({ action }) => action)),
  );
  if (untold > 0) {
    lines.push(c.dim(`${counted(untold, "field")} of bookkeeping; -o json has all`));
  }
  return lines.join("\n");
}

function sideLines({ means, serial, at, by, command }: Side, c: Colors, columns: number): string[] {
  const parts = [`${means}  serial ${serial}`, `${timeText(at)} UTC`];
  const who = [by, command].filter(Boolean).join(", ");
  const line = [...parts, who].join("  ").trimEnd();
  if (widthOf(line) <= columns) return [visible(line)];
  const [head = "", time = ""] = parts;
  const below = [time, ...who ? [who] : []].map((text) =>
    c.dim(`  ${wrap(visible(text), columns, "  ")}`)
  );
  return [wrap(visible(head), columns, "  "), ...below];
}

function sumText(actions: readonly ("create" | "update" | "delete")[]): string {
  const parts = (["create", "update", "delete"] as const).flatMap((action) => {
    const count = actions.filter((one) => one === action).length;
    return count > 0 ? [`${count} ${action}d`] : [];
  });
  return parts.join(", ") || "the components are the same";
}

function fieldLines(
  fields: readonly FieldChange[],
  c: Colors,
  columns: number,
  indent: string,
): string[] {
  const paths = fields.map(({ path }) => visible(path.join(".")));
  const width = Math.min(widest(paths), Math.floor(columns / 3));
  return fields.flatMap((field, i) => {
    const path = paths[i]!;
    const values = `${valueOf(field.old)} → ${valueOf(field.new)}`;
    const line = `${indent}${pad(path, width)}  ${values}`;
    if (widthOf(line) <= columns) return [line];
    const room = columns - indent.length - 2;
    return [
      `${indent}${cut(path, columns - indent.length)}`,
      `${indent}  ${c.dim(cut(valueOf(field.old), room))}`,
      `${indent}  → ${cut(valueOf(field.new), room - 2)}`,
    ];
  });
}

const valueOf = (value: unknown): string =>
  value === undefined ? "(none)" : visible(outputText(value as Json)).replace(/\s*\n\s*/g, "⏎");

/** The same for machines. */
export function differenceJson(difference: StateDifference): Record<string, unknown> {
  const fields = (changes: readonly FieldChange[]) =>
    changes.map(({ path, ...values }) => ({ path: path.join("."), ...values }));
  return {
    components: difference.components.map((one) => ({ ...one, fields: fields(one.fields) })),
    stack: fields(difference.stack),
    bookkeeping: fields(difference.bookkeeping),
    deployments: difference.deployments.map(deploymentJson),
  };
}
