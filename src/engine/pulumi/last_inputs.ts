import { checkpointResources } from "./checkpoint.ts";
import type { ProgramInput } from "./program.ts";
import { resourceOfUrn } from "./urn.ts";

/** Resource key → what it was given in the run that saved a checkpoint. */
export function lastInputs(
  checkpoint: Uint8Array | undefined,
): NonNullable<ProgramInput["lastInputs"]> {
  const resources = checkpoint ? checkpointResources(checkpoint) : [];
  return new Map(resources.flatMap(({ urn, inputs = {} }) => {
    const key = resourceOfUrn(urn)?.key;
    return key === undefined ? [] : [[key, inputs] as const];
  }));
}
