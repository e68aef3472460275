import type { DescribedVersion } from "../../operations/state_versions.ts";
import { timeText } from "../time.ts";
import { recordsText } from "./records.ts";
import type { Colors } from "./style.ts";

/** Versions of the state, newest first, and what made them. */
export function versionsText(
  versions: readonly DescribedVersion[],
  c: Colors,
  columns: number,
): string {
  return recordsText(
    ["version", "serial", "at (UTC)", "by", "command"],
    versions.map((version) => [
      version.versionId,
      String(version.serial ?? "?"),
      timeText(version.at),
      version.by ?? "",
      whatText(version),
    ]),
    c,
    columns,
    (row) => versions[row]!.damage === undefined ? undefined : c.red,
  );
}

function whatText({ command, deployment, reason, damage }: DescribedVersion): string {
  if (damage !== undefined) return `damaged: ${damage.replace(/^As read, /, "")}`;
  const number = deployment === undefined ? "" : ` (deployment ${deployment})`;
  return `${command ?? ""}${number}${reason === undefined ? "" : `: ${reason}`}`;
}
