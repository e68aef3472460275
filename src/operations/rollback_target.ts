import type { StateDocument } from "../state/document.ts";
import { unlistedRuns } from "../state/in_flight.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store } from "../state/store.ts";
import { findVersion, type FoundVersion } from "./find_version.ts";

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
 * @param wanted number or id of a deployment, or a version of the state; absent: the last good
 *   deployment other than what runs now
 * @throws NoTarget
 */
export async function rollbackTarget(
  store: Store,
  address: StackAddress,
  current: StateDocument,
  wanted: string | undefined,
): Promise<FoundVersion> {
  const name = wanted ?? lastGood(current);
  if (name === undefined) {
    throw new NoTarget("there is no earlier good deployment", "panka history lists what there is");
  }
  const number = /^#?(\d+)$/.exec(name)?.[1];
  // A folder numbers its versions as well; a number means a deployment here.
  const known = number === undefined ||
    current.deployments.some((deployment) => deployment.number === Number(number));
  const found = known ? await findVersion(store, address, name) : undefined;
  if (found) return found;
  throw new NoTarget(
    `there is no deployment or version "${name}"`,
    "panka history lists deployments, panka state history versions",
  );
}

function lastGood(current: StateDocument): string | undefined {
  const { deployments } = current;
  const good = deployments.filter(({ result }) => result === "succeeded");
  // One that was rolled back left what was there before it.
  const running = [...unlistedRuns(current), ...deployments]
    .find(({ result }) => result !== "rolled-back");
  const target = running === good[0] ? good[1] : good[0];
  return target && String(target.number);
}
