import type { ComponentState, Json, SecretReference } from "../../state/document.ts";
import { columnsText } from "./columns.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, pad, paint, widest, widthOf, wrap } from "./style.ts";
import { valueText } from "./value.ts";

/** A recorded component with everything that is known of it. */
export function recordedText(
  id: string,
  { kind, status, spec, outputs, dependsOn, resources, deployment, files, labels }: ComponentState,
  c: Colors,
  columns: number,
  more: { usedBy?: readonly string[]; last?: string } = {},
): string {
  const ids = (title: string, all: readonly string[]) =>
    all.length > 0
      ? `${c.dim(title)}\n  ${wrap(all.map(visible).join(", "), columns, "  ")}\n`
      : "";
  const parts = [
    `${c.bold(visible(id))}  ${visible(kind)}  ${statusText(status, c)}`,
    valuesSection("spec", flatten(spec), c, columns),
    valuesSection("outputs", outputs, c, columns),
    section(
      "resources",
      Object.entries(resources).map(([key, { type, physicalName }]) => [
        key.startsWith(`${id}/`) ? key.slice(id.length + 1) : key,
        type,
        physicalName ?? "",
      ]),
      c,
      columns,
    ),
    section("files", pairs(files).map(([name, sha]) => [name, sha.slice(0, 12)]), c, columns),
    valuesSection("labels", labels ?? {}, c, columns),
    ids("depends on", dependsOn),
    ids("used by", more.usedBy ?? []),
    c.dim(wrap(`last changed by ${visible(more.last ?? `deployment ${deployment}`)}`, columns)),
  ];
  return parts.filter(Boolean).join("\n");
}

/** What a recorded status is shown as. */
export function glyphOf(status: ComponentState["status"]): "done" | "failed" | "working" {
  if (status === "ready") return "done";
  return status === "failed" || status === "unhealthy" ? "failed" : "working";
}

/** A status in its colour. */
export const statusText = (status: ComponentState["status"], c: Colors): string =>
  paint(c, glyphOf(status))(status);

function section(
  title: string,
  rows: readonly (readonly string[])[],
  c: Colors,
  columns: number,
): string {
  if (rows.length === 0) return "";
  const shown = rows.map((row) => row.map((cell) => visible(cell).replaceAll("\n", "⏎")));
  const lines = columnsText(shown, columns - 2).replace(/^(?=.)/gm, "  ");
  return `${c.dim(title)}\n${lines}`;
}

function valuesSection(
  title: string,
  values: { [name: string]: Json | SecretReference },
  c: Colors,
  columns: number,
): string {
  if (Object.keys(values).length === 0) return "";
  const lines = outputsText(values, columns - 2).replace(/^(?=.)/gm, "  ");
  return `${c.dim(title)}\n${lines}\n`;
}

function pairs(
  values: { [name: string]: Json | SecretReference },
): [name: string, value: string][] {
  return Object.entries(values).map(([name, value]) => [name, outputText(value)]);
}

/** A secret one as where it lives. */
export function outputText(value: Json | SecretReference): string {
  if (typeof value === "object" && value !== null && "$secret" in value) {
    return `secret, in ${String(value.$secret)}`;
  }
  return typeof value === "string" ? value : valueText(value as Json);
}

/** Objects within objects as `a.b.c`; lists of objects by position. */
function flatten(value: { [name: string]: Json }, prefix = ""): { [path: string]: Json } {
  const flat: { [path: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    const path = prefix + name;
    const isTree = typeof member === "object" && member !== null && !("$from" in member) &&
      !("$join" in member) && Object.keys(member).length > 0 &&
      (!Array.isArray(member) || member.some((item) => typeof item === "object"));
    if (isTree) Object.assign(flat, flatten(member as { [name: string]: Json }, `${path}.`));
    else flat[path] = member;
  }
  return flat;
}

/** Outputs side by side with their names; a long value goes below its name, whole, so that it can be copied. */
export function outputsText(
  outputs: { [name: string]: Json | SecretReference },
  columns: number,
): string {
  const rows = pairs(outputs).map((row) => row.map((cell) => visible(cell).replaceAll("\n", "⏎")));
  const names = widest(rows.map(([name = ""]) => name));
  return rows.map(([name = "", value = ""]) =>
    names + 2 + widthOf(value) <= columns ? `${pad(name, names)}  ${value}` : `${name}\n  ${value}`
  ).join("\n");
}
