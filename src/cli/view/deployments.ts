import type { DeploymentSummary } from "../../state/document.ts";
import type { Unnumbered } from "../../state/in_flight.ts";
import { timeText } from "../time.ts";
import { recordsText } from "./records.ts";
import { type Colors, duration } from "./style.ts";

/** A deployment, or a run that was cut off and that nobody has gone on with: no number is its own yet. */
export type Told = Unnumbered & Partial<Pick<DeploymentSummary, "number">>;

/** Deployments, newest first. */
export function deploymentsText(deployments: readonly Told[], c: Colors, columns: number): string {
  return recordsText(
    ["deployment", "result", "changes", "took", "at (UTC)", "by", "commit"],
    deployments.map((deployment) => [
      String(deployment.number ?? "-"),
      deployment.result,
      changesText(deployment),
      tookText(deployment),
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

/** Nobody saw the end of one that was cut off. */
export const tookText = ({ seconds }: Told): string =>
  seconds === undefined ? "-" : duration(seconds);

/** `+2 ~1 -1`, with the glyphs of a plan. */
export function changesText({ changes }: Told): string {
  const parts = ([["+", "create"], ["~", "update"], ["±", "replace"], ["-", "delete"]] as const)
    .filter(([, action]) => changes[action] > 0)
    .map(([glyph, action]) => glyph + changes[action]);
  return parts.join(" ") || "none";
}

/** A deployment as machines read it. */
export function deploymentJson(deployment: Told): Record<string, unknown> {
  const { id, number, at, by, host, command, result, changes, seconds } = deployment;
  const { gitCommit, ciRunUrl, reason } = deployment;
  return {
    id,
    version: number ?? null,
    at,
    by,
    result,
    changes,
    seconds: seconds ?? null,
    gitCommit: gitCommit ?? null,
    host,
    command,
    ciRunUrl,
    reason,
  };
}
