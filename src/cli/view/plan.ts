import type { Change, Plan } from "../../planning/plan.ts";
import type { FieldChange } from "../../planning/field_changes.ts";
import type { Json } from "../../state/document.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, counted, cut, GLYPH, pad, paint, wrap } from "./style.ts";

const MOST_FIELDS = 12;

/** A plan as people read it: waves, what changes in each component, what it means, the sum. */
export function planText(plan: Plan, c: Colors, columns: number): string {
  const lines = [
    [plan.stack, plan.environment, plan.region, plan.accountId].filter(Boolean).join(" · "),
    "",
  ];
  const changes = new Map(plan.changes.map((change) => [change.id, change]));
  const ids = plan.waves.flat();
  const idWidth = Math.min(Math.max(12, ...ids.map((id) => id.length)), Math.max(16, columns - 34));
  const kindWidth = Math.max(8, ...ids.map((id) => changes.get(id)!.kind.length));
  plan.waves.forEach((wave, i) => {
    lines.push(c.dim(`  wave ${i + 1}`));
    for (const id of wave) {
      lines.push(...componentLines(changes.get(id)!, c, columns, idWidth, kindWidth));
    }
  });
  if (ids.length) lines.push("");
  lines.push(summaryText(plan));
  const lost = plan.changes.filter((change) =>
    change.holdsData && (change.action === "replace" || change.action === "delete")
  );
  if (lost.length) {
    const names = lost.map((change) => change.id).join(", ");
    lines.push(
      c.red(
        wrap(`Data would be lost: ${names}; needs --allow-data-loss ${lost[0]!.id}`, columns, "  "),
      ),
    );
  }
  if (ids.length) lines.push(wrap(rollbackText(plan), columns, "  "));
  return lines.join("\n") + "\n";
}

function componentLines(
  change: Change,
  c: Colors,
  columns: number,
  idWidth: number,
  kindWidth: number,
): string[] {
  const { id, kind, action } = change;
  const color = paint(c, action);
  const head = `  ${color(GLYPH[action])} ${pad(cut(id, idWidth), idWidth)} ${
    c.dim(pad(kind, kindWidth))
  }`;
  const details = [
    ...change.fields.slice(0, MOST_FIELDS).map((field) => fieldText(field, c)),
    ...change.fields.length > MOST_FIELDS
      ? [`and ${change.fields.length - MOST_FIELDS} more fields`]
      : [],
    ...change.reasons,
    ...change.holdsData && action === "replace" ? [c.red("the new one starts empty")] : [],
    ...change.holdsData && action === "delete" ? [c.red("its data goes with it")] : [],
    ...change.action === "replace" && !change.holdsData ? ["holds no data"] : [],
  ];
  const indent = 4 + idWidth + 1 + kindWidth + 1;
  // Too narrow for columns: details go below.
  if (columns - indent < 30) return [head.trimEnd(), ...details.map((line) => `      ${line}`)];
  if (details.length === 0) return [head.trimEnd()];
  return details.map((line, i) => i === 0 ? `${head} ${line}` : `${" ".repeat(indent)}${line}`);
}

function fieldText(
  { path, old, new: desired, forcesReplacement, why }: FieldChange,
  c: Colors,
): string {
  const values = old === undefined
    ? `${valueText(desired)} ${c.dim("(was not set)")}`
    : desired === undefined
    ? `${valueText(old)} → ${c.dim("not set")}`
    : `${valueText(old)} → ${valueText(desired)}`;
  const forces = forcesReplacement ? c.magenta(`  forces replacement${why ? `: ${why}` : ""}`) : "";
  return `${visible(path)}  ${values}${forces}`;
}

/** A value in a line: texts as they are, references as they are written, the rest as JSON. */
export function valueText(value: Json | undefined): string {
  const text = typeof value === "string" ? value : textOf(value);
  return visible(cut(text.replaceAll("\n", "⏎"), 60));
}

function textOf(value: Json | undefined): string {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    if (typeof value.$from === "string") return `\${${value.$from}.${value.output}}`;
    if (Array.isArray(value.$join)) {
      return value.$join.map((part) => typeof part === "string" ? part : textOf(part)).join("");
    }
  }
  return JSON.stringify(value) ?? "";
}

export function summaryText({ summary }: Plan): string {
  const parts = (["update", "create", "replace", "delete"] as const).filter((action) =>
    summary[action]
  ).map((action) => `${summary[action]} to ${action}`);
  if (!parts.length) return `Nothing to do: ${counted(summary.unchanged, "component")} unchanged`;
  return [...parts, `${summary.unchanged} unchanged`].join(", ");
}

function rollbackText(plan: Plan): string {
  const not = plan.changes.filter((change) => !change.restorable).map((change) => change.id);
  return `Can be rolled back: ${not.length ? `yes, except the data of ${not.join(", ")}` : "yes"}`;
}

/** The plan as machines read it. */
export function planJson(plan: Plan): Record<string, unknown> {
  const { stack, environment, region, serial, summary, waves, changes, warnings } = plan;
  return {
    schema: "panka/plan@1",
    stack,
    environment,
    region,
    serial,
    summary,
    waves,
    changes,
    warnings,
  };
}
