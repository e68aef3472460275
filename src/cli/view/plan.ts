import { unallowedLosses } from "../../planning/guards.ts";
import type { Plan } from "../../planning/plan.ts";
import type { DeploymentSummary, InFlight } from "../../state/document.ts";
import { visible } from "./diagnostics.ts";
import { ago } from "./lock.ts";
import { changeLines, planColumns } from "./plan_change.ts";
import { type Colors, counted, widthOf, wrap } from "./style.ts";

/** The deployment that a plan starts from, and the time by the wall clock. */
export interface Before {
  last: Pick<DeploymentSummary, "at" | "by" | "number" | "result"> | undefined;
  /** A run that is at work, or was cut off. */
  open?: Pick<InFlight, "user" | "host" | "started">;
  /** Milliseconds since 1970 UTC. */
  now: number;
}

/**
 * A plan as people read it: waves, what changes in each component, what it means, the sum.
 *
 * @param allowed what may lose data
 */
export function planText(
  plan: Plan,
  c: Colors,
  columns: number,
  before?: Before,
  allowed: readonly string[] = [],
): string {
  const lines = [...headLines(plan, c, columns, before), ""];
  const changes = new Map(plan.changes.map((change) => [change.id, change]));
  const widths = planColumns(plan, columns);
  plan.waves.forEach((wave, i) => {
    if (plan.waves.length > 1) lines.push(c.dim(`  wave ${i + 1}`));
    for (const id of wave) lines.push(...changeLines(changes.get(id)!, plan, widths, c));
  });
  if (plan.waves.length) lines.push("");
  lines.push(wrap(summaryText(plan), columns, "  "));
  const lost = unallowedLosses(plan, []);
  if (lost.length) {
    const names = lost.map((change) => change.id).join(", ");
    const flags = unallowedLosses(plan, allowed).map(({ id }) => `--allow-data-loss ${id}`);
    const what = flags.length
      ? `Data would be lost: ${names}; needs ${flags.join(" ")}`
      : `Data will be lost, as it is allowed: ${names}`;
    const text = wrap(what, columns, "  ");
    lines.push(...text.split("\n").map(c.red));
  }
  if (plan.waves.length) lines.push(wrap(rollbackText(plan), columns, "  "));
  return lines.join("\n") + "\n";
}

function headLines(
  { stack, environment, region, accountId }: Plan,
  c: Colors,
  columns: number,
  before: Before | undefined,
): string[] {
  const parts = [stack, environment, region, accountId].filter((part) => part !== undefined);
  const head = widthOf(parts.join(" · ")) <= columns
    ? [parts.join(" · ")]
    : [parts.slice(0, 2).join(" · "), parts.slice(2).join(" · ")];
  const last = before && lastText(before);
  if (last === undefined) return head;
  const gap = columns - widthOf(head.at(-1)!) - widthOf(last);
  return gap >= 3
    ? [...head.slice(0, -1), `${head.at(-1)}${" ".repeat(gap)}${c.dim(last)}`]
    : [...head, ...wrap(last, columns).split("\n").map(c.dim)];
}

/** "last applied 2h ago by ci (#812)", "a run by ci@runner-7 began 2m ago and has not ended". */
export function lastText({ last, open, now }: Before): string | undefined {
  if (open) {
    const who = visible(`${open.user}@${open.host}`);
    return `a run by ${who} began ${ago(open.started, now)} and has not ended`;
  }
  if (!last) return undefined;
  const what = last.result === "succeeded" ? "last applied" : `last run ${last.result}`;
  return `${what} ${ago(last.at, now)} by ${visible(last.by)} (#${last.number})`;
}

export function summaryText({ summary }: Plan): string {
  const parts = (["update", "create", "replace", "delete"] as const).filter((action) =>
    summary[action]
  ).map((action) => `${summary[action]} to ${action}`);
  if (!parts.length) return `Nothing to do: ${counted(summary.unchanged, "component")} unchanged`;
  return [...parts, `${summary.unchanged} unchanged`].join(", ");
}

export function rollbackText(plan: Plan): string {
  const data = plan.changes.filter((change) => !change.restorable).map((change) => change.id);
  const other = plan.changes.filter(({ restorable, unrestorable }) => restorable && unrestorable)
    .map(({ id, unrestorable }) => `${id} (${visible(unrestorable!)})`);
  const not = [...other, ...data.length ? [`the data of ${data.join(", ")}`] : []];
  return `Can be rolled back: ${not.length ? `yes, except ${not.join(", ")}` : "yes"}`;
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
