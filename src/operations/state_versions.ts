import { StateUnreadable } from "../state/codec.ts";
import type { StateDocument } from "../state/document.ts";
import { readStateVersion } from "../state/history.ts";
import type { StackAddress } from "../state/paths.ts";
import type { Store, StoredVersion } from "../state/store.ts";
import { openRuns } from "../state/in_flight.ts";

/** One version of the state, and what made it. */
export interface DescribedVersion {
  versionId: string;
  /** Milliseconds since 1970 UTC, as the store says. */
  at: number;
  bytes: number;
  /** Undefined where the version can't be read. */
  serial?: number;
  by?: string;
  command?: string;
  reason?: string;
  /** Number of the deployment that ended with it. */
  deployment?: number;
  /** Why it can't be read. */
  damage?: string;
}

const AT_ONCE = 8;

/** What each of these versions says of itself, in the same order. One request each. */
export async function describeVersions(
  store: Store,
  address: StackAddress,
  versions: readonly StoredVersion[],
): Promise<DescribedVersion[]> {
  const described: DescribedVersion[] = new Array(versions.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < versions.length; i = next++) {
      described[i] = await describe(store, address, versions[i]!);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return described;
}

async function describe(
  store: Store,
  address: StackAddress,
  { versionId, lastModified, size }: StoredVersion,
): Promise<DescribedVersion> {
  const basis = { versionId, at: lastModified, bytes: size };
  try {
    const state = await readStateVersion(store, address, versionId);
    if (!state) return { ...basis, damage: "it is gone" };
    return { ...basis, serial: state.document.serial, ...makerOf(state.document) };
  } catch (error) {
    if (!(error instanceof StateUnreadable)) throw error;
    return { ...basis, damage: error.why };
  }
}

/** Who made a version, and with what: an edit by hand, a deployment under way, or its end. */
export function makerOf(
  { lastEdit, units, deployments, serial }: StateDocument,
): Pick<DescribedVersion, "by" | "command" | "reason" | "deployment"> {
  if (lastEdit?.serial === serial) {
    const { by, host, command, reason } = lastEdit;
    return { by: `${by}@${host}`, command, reason };
  }
  const [last] = deployments;
  const running = openRuns({ units }).sort((a, b) => (a.started < b.started ? 1 : -1))[0];
  if (running && running.deployment !== last?.id) {
    return { by: `${running.user}@${running.host}`, command: "deployment under way" };
  }
  if (!last) return {};
  return { by: `${last.by}@${last.host}`, command: last.command, deployment: last.number };
}
