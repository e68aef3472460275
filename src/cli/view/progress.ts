import type { RunEvent } from "../../operations/events.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, duration, GLYPH, pad, paint } from "./style.ts";

/** Events as lines, for where nothing can stay in place: pipes and CI logs. */
export function eventLine(event: RunEvent, c: Colors): string | undefined {
  switch (event.type) {
    case "component": {
      const glyph = event.status === "started"
        ? "working"
        : event.status === "succeeded"
        ? "done"
        : "failed";
      const seconds = event.status === "started" ? event.action : duration(event.seconds);
      return `  ${paint(c, glyph)(GLYPH[glyph])} ${pad(event.id, 32)} ${
        pad(event.kind, 12)
      } ${seconds}`;
    }
    case "diagnostic": {
      const color = event.severity === "error" ? c.red : c.yellow;
      return `  ${color(event.severity)} ${event.component ?? ""} ${event.message}`;
    }
    default:
      return undefined;
  }
}

/** The end of a run: what happened, outputs, the next step. */
export function endingText(
  event: Extract<RunEvent, { type: "summary" }>,
  c: Colors,
  next: string,
): string {
  const lines: string[] = [""];
  const { create, update, replace, delete: deleted } = event.changes;
  const sums = `${create} created, ${update} updated, ${replace} replaced, ${deleted} deleted`;
  const number = event.deployment === undefined ? "" : ` · deployment ${event.deployment}`;
  const time = ` in ${duration(event.at / 1000)}`;
  switch (event.outcome) {
    case "unchanged":
      lines.push("nothing to do: everything is as described");
      break;
    case "succeeded":
      lines.push(`${c.green(GLYPH.done)} ${sums}${time}${number}`);
      break;
    case "cancelled":
      lines.push(`cancelled${time}${number}`);
      break;
    default:
      lines.push(`${c.red(GLYPH.failed)} failed${time}${number}`);
  }
  if (event.left.length) lines.push(`  not as it should be: ${event.left.join(", ")}`);
  const outputs = Object.entries(event.outputs);
  const widest = Math.max(0, ...outputs.map(([name]) => name.length));
  for (const [name, value] of outputs) {
    lines.push(
      `  ${pad(name, widest)}  ${
        visible(typeof value === "string" ? value : JSON.stringify(value))
      }`,
    );
  }
  lines.push(c.dim(next));
  return lines.join("\n") + "\n";
}
