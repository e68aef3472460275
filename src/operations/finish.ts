import type { Ending } from "../state/batch.ts";
import type { DeploymentSummary } from "../state/document.ts";
import type { Deployed, Deployment } from "./deploy.ts";
import type { Outcome } from "./events.ts";
import type { Planned } from "./prepare.ts";
import type { Loss } from "./recorded_stack.ts";

/** How a deployment ended. */
export interface Ended {
  outcome: Exclude<Outcome, "unchanged">;
  residue: Loss[];
  /** `elapsed()` when the work began. */
  began: number;
  /** Changes to the stack's outputs. */
  outputs?: Ending["outputs"];
  unhealthy?: boolean;
}

/** The last write of a deployment: history, the stack's outputs, audit. */
export async function finish(
  d: Deployment,
  { plan }: Planned,
  { outcome, residue, began, outputs = {}, unhealthy = false }: Ended,
): Promise<Deployed> {
  const { session, author } = d;
  const { create, update, replace, delete: deletions } = plan.summary;
  const changes = { create, update, replace, delete: deletions };
  // An engine that was cut off may have done more than it told: the next run has to look.
  const interrupted = d.kill.aborted;
  const result: DeploymentSummary["result"] = interrupted ? "interrupted" : outcome;
  const number = await session.finish({
    outputs,
    interrupted,
    deployment: {
      ...author,
      id: d.deployment,
      at: d.now(),
      result,
      changes,
      seconds: Math.round((d.elapsed() - began) / 1000),
    },
  });
  await session.audit({
    user: author.by,
    host: author.host,
    ...(author.ciRunUrl && { ciRunUrl: author.ciRunUrl }),
    ...(author.gitCommit && { gitCommit: author.gitCommit }),
    command: author.command,
    result,
    details: { deployment: number, ...changes },
  });
  return {
    outcome,
    plan,
    number,
    outputs: session.document?.outputs ?? {},
    left: residue.map(({ id }) => id),
    residue,
    unhealthy,
  };
}
