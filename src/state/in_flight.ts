import type { DeploymentSummary, InFlight, Intent, StateDocument } from "./document.ts";

/** Runs that are at work, or were cut off. */
export const openRuns = (document: Pick<StateDocument, "units"> | undefined): InFlight[] =>
  Object.values(document?.units ?? {}).flatMap(({ inFlight }) => inFlight ?? []);

/** What a run may have half done, with what runs before it left. */
export const openIntents = (run: InFlight | undefined): Intent[] => [
  ...run?.intents ?? [],
  ...run?.inherited ?? [],
];

/** A deployment that has no number yet. */
export type Unnumbered = Omit<DeploymentSummary, "number">;

/** Deployments that are in flight and not in the list, the latest first, as it tells of them if they were cut off. */
export function unlistedRuns(document: StateDocument | undefined): Unnumbered[] {
  const listed = new Set(document?.deployments.map(({ id }) => id));
  const runs = Map.groupBy(openRuns(document), ({ deployment }) => deployment);
  return [...runs].flatMap(([id, sections]): Unnumbered[] => {
    const { user: by, host, started: at, command, gitCommit, ciRunUrl } = sections[0]!;
    if (command === undefined || listed.has(id)) return [];
    const changes = { create: 0, update: 0, replace: 0, delete: 0 };
    for (const { action } of sections.flatMap(({ intents }) => intents)) changes[action]++;
    return [{ id, at, by, host, command, result: "interrupted", changes, gitCommit, ciRunUrl }];
  }).sort((a, b) => (a.at < b.at ? 1 : -1));
}
