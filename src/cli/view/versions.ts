import type { DescribedVersion } from "../../operations/state_versions.ts";
import { timeText } from "../time.ts";
import { columnsText } from "./columns.ts";
import { visible } from "./diagnostics.ts";
import { type Colors, cut, wrap } from "./style.ts";

/** Versions of the state as a table; below 70 columns as a block each. */
export function versionsText(
  versions: readonly DescribedVersion[],
  c: Colors,
  columns: number,
): string {
  if (columns < 70) return versions.map((version) => blockText(version, c, columns)).join("");
  const rows = versions.map((version) => [
    visible(version.versionId),
    String(version.serial ?? "?"),
    timeText(version.at),
    visible(version.by ?? ""),
    visible(whatText(version)),
  ]);
  const table = columnsText([["version", "serial", "at (UTC)", "by", "command"], ...rows], columns);
  const [head, ...lines] = table.split("\n");
  return [
    c.dim(head!),
    ...lines.map((line, i) => versions[i]?.damage === undefined ? line : c.red(line)),
  ].join("\n");
}

function blockText(version: DescribedVersion, c: Colors, columns: number): string {
  const head = `${visible(version.versionId)}  serial ${version.serial ?? "?"}`;
  const what = visible(whatText(version));
  return [
    version.damage === undefined ? cut(head, columns) : c.red(cut(head, columns)),
    c.dim(cut(`  ${timeText(version.at)} UTC`, columns)),
    ...version.by === undefined ? [] : [cut(`  ${visible(version.by)}`, columns)],
    ...what ? [`  ${wrap(what, columns, "  ")}`] : [],
    "",
  ].join("\n");
}

function whatText({ command, deployment, reason, damage }: DescribedVersion): string {
  if (damage !== undefined) return `damaged: ${damage.replace(/^As read, /, "")}`;
  const number = deployment === undefined ? "" : ` (deployment ${deployment})`;
  return `${command ?? ""}${number}${reason === undefined ? "" : `: ${reason}`}`;
}
