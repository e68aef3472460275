import type { DeploymentSummary } from "../../state/document.ts";
import { timeText } from "../time.ts";
import { recordsText } from "./records.ts";
import { type Colors, duration } from "./style.ts";

/** Deployments, newest first. */
export function deploymentsText(
  deployments: readonly DeploymentSummary[],
  c: Colors,
  columns: number,
): string {
  return recordsText(
    ["deployment", "result", "changes", "took", "at (UTC)", "by", "commit"],
    deployments.map((deployment) => [
      String(deployment.number),
      deployment.result,
      changesText(deployment),
      duration(deployment.seconds),
      timeText(deployment.at),
      `${deployment.by}@${deployment.host}`,
      deployment.gitCommit ?? "",
    ]),
    c,
    columns,
    (row) => {
      const { result } = deployments[row]!;
      return result === "succeeded" ? undefined : result === "failed" ? c.red : c.yellow;
    },
  );
}

/** `+2 ~1 -1`, with the glyphs of a plan. */
export function changesText({ changes }: DeploymentSummary): string {
  const parts = ([["+", "create"], ["~", "update"], ["±", "replace"], ["-", "delete"]] as const)
    .filter(([, action]) => changes[action] > 0)
    .map(([glyph, action]) => glyph + changes[action]);
  return parts.join(" ") || "none";
}

/** A deployment as machines read it. */
export function deploymentJson(deployment: DeploymentSummary): Record<string, unknown> {
  const { id, number, at, by, host, command, result, changes, seconds } = deployment;
  const { gitCommit, ciRunUrl, reason } = deployment;
  return {
    id,
    version: number,
    at,
    by,
    result,
    changes,
    seconds,
    gitCommit: gitCommit ?? null,
    host,
    command,
    ciRunUrl,
    reason,
  };
}
