import type { Finding } from "../../operations/doctor/finding.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, pad, wrap } from "./style.ts";

/** Findings one under the other: ok, warn or fail, what, and how to mend it. */
export function findingsText(findings: readonly Finding[], c: Colors, columns: number): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const paint = { ok: c.green, warn: c.yellow, fail: c.red };
  const indent = " ".repeat(width + 8);
  return findings.map(({ check, status, detail, fix }) => {
    const head = `${paint[status](pad(status, 4))}  ${pad(check, width)}  `;
    const lines = [head + wrap(visible(detail), columns, indent)];
    if (fix) {
      lines.push(`${indent}${c.green("fix:")} ${wrap(visible(fix), columns, `${indent}     `)}`);
    }
    return lines.join("\n");
  }).join("\n");
}
