import { checkpointResources, doomedResources } from "./checkpoint.ts";
import type { ProgramInput } from "./program.ts";
import { resourceOfUrn } from "./urn.ts";

/** Resource key → values that were given to all that is there of it. */
export function lastInputs(
  checkpoint: Uint8Array | undefined,
): NonNullable<ProgramInput["lastInputs"]> {
  if (!checkpoint) return new Map();
  const all = [...checkpointResources(checkpoint), ...doomedResources(checkpoint)];
  const byKey = Map.groupBy(all, ({ urn }) => resourceOfUrn(urn)?.key ?? urn);
  return new Map(
    [...byKey].map((
      [key, some],
    ) => [key, some.flatMap(({ inputs }) => Object.values(inputs ?? {}))]),
  );
}
