import type { DeploymentSummary, StateDocument } from "../state/document.ts";
import { readStateVersion, type RecordedState, stateVersions } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";

/** What a rollback goes back to. */
export interface RollbackTarget {
  state: RecordedState;
  deployment?: DeploymentSummary;
}

/** There is nothing to go back to, or what was named is not there. */
export class NoTarget extends Error {
  override name = "NoTarget";
  constructor(summary: string, readonly fix: string) {
    super(summary);
  }
}

/**
 * Finds the state as a deployment left it.
 *
 * @param wanted number or id of a deployment, or a version of the state; absent: the last good one
 *   before what runs now
 * @throws NoTarget
 */
export async function rollbackTarget(
  store: Store,
  address: StackAddress,
  current: StateDocument,
  wanted: string | undefined,
): Promise<RollbackTarget> {
  const deployment = wanted === undefined
    ? lastGood(current)
    : current.deployments.find((d) => String(d.number) === wanted || d.id === wanted);
  if (deployment) {
    const state = await stateAfter(store, address, deployment);
    if (state) return { state, deployment };
    throw new NoTarget(
      `the state of deployment ${deployment.number} is not kept any more`,
      "panka state history lists the versions that there are",
    );
  }
  const state = wanted === undefined || /^\d+$/.test(wanted)
    ? undefined
    : await readStateVersion(store, address, wanted);
  if (state) return { state, deployment: state.document.deployments[0] };
  throw wanted === undefined
    ? new NoTarget("there is no earlier good deployment", "panka history lists what there is")
    : new NoTarget(
      `there is no deployment or version "${wanted}"`,
      "panka history lists deployments, panka state history versions",
    );
}

/** The newest one that succeeded, other than the one that runs now. */
function lastGood({ deployments }: StateDocument): DeploymentSummary | undefined {
  const good = deployments.filter(({ result }) => result === "succeeded");
  const newest = deployments[0]?.result;
  return newest === "succeeded" || newest === "rolled-back" ? good[1] : good[0];
}

/** The version that the deployment's last write made: the oldest in which it is the newest deployment. */
async function stateAfter(
  store: Store,
  address: StackAddress,
  { id }: DeploymentSummary,
): Promise<RecordedState | undefined> {
  const versions = (await stateVersions(store, address)).reverse();
  // Deployments only follow each other, so half of what is left can be passed over at each look.
  let low = 0;
  let high = versions.length;
  let found: RecordedState | undefined;
  while (low < high) {
    const middle = (low + high) >> 1;
    const state = await readStateVersion(store, address, versions[middle]!.versionId);
    if (!state) return undefined;
    if (state.document.deployments.some((deployment) => deployment.id === id)) {
      found = state;
      high = middle;
    } else low = middle + 1;
  }
  return found;
}
