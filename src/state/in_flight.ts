import type { InFlight, Intent, StateDocument } from "./document.ts";

/** Runs that are at work, or were cut off. */
export const openRuns = (document: Pick<StateDocument, "units"> | undefined): InFlight[] =>
  Object.values(document?.units ?? {}).flatMap(({ inFlight }) => inFlight ?? []);

/** What a run may have half done, with what runs before it left. */
export const openIntents = (run: InFlight | undefined): Intent[] => [
  ...run?.intents ?? [],
  ...run?.inherited ?? [],
];
