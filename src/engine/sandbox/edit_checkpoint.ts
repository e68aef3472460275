import { type KnownResource, parseCheckpoint, printCheckpoint } from "./checkpoint.ts";

/** As of Pulumi's checkpoints: the resources whose keys are not wanted are forgotten. */
export function keepInCheckpoint(
  checkpoint: Uint8Array,
  wanted: (key: string) => boolean,
): Uint8Array {
  const { resources, doomed, pending, ...rest } = parseCheckpoint(checkpoint);
  const linked = (all: KnownResource[]) =>
    all.filter(({ key }) => wanted(key))
      .map((one) => ({ ...one, dependsOn: one.dependsOn.filter(wanted) }));
  return printCheckpoint({
    ...rest,
    resources: linked(resources),
    doomed: linked(doomed),
    pending: pending.filter(({ key }) => wanted(key)),
  });
}

export function splitCheckpoint(
  checkpoint: Uint8Array,
  units: readonly string[],
  unitOf: (key: string) => string,
): Map<string, Uint8Array> {
  const { resources, doomed, pending, ...rest } = parseCheckpoint(checkpoint);
  const byUnit = <T extends { key: string }>(all: T[]) =>
    Map.groupBy(all, ({ key }) => unitOf(key));
  const [live, replaced, begun] = [byUnit(resources), byUnit(doomed), byUnit(pending)];
  return new Map(units.map((unit) => [
    unit,
    printCheckpoint({
      ...rest,
      resources: live.get(unit) ?? [],
      doomed: replaced.get(unit) ?? [],
      pending: begun.get(unit) ?? [],
    }),
  ]));
}

export function settledCheckpoint(checkpoint: Uint8Array): Uint8Array {
  return printCheckpoint({ ...parseCheckpoint(checkpoint), doomed: [], pending: [] });
}

export function renameInCheckpoint(
  checkpoint: Uint8Array,
  rename: (key: string) => string,
): Uint8Array {
  const { resources, doomed, pending, ...rest } = parseCheckpoint(checkpoint);
  const renamed = (all: KnownResource[]) =>
    all.map((one) => ({ ...one, key: rename(one.key), dependsOn: one.dependsOn.map(rename) }));
  return printCheckpoint({
    ...rest,
    resources: renamed(resources),
    doomed: renamed(doomed),
    pending: pending.map((one) => ({ ...one, key: rename(one.key) })),
  });
}

export function joinCheckpoints(checkpoints: readonly Uint8Array[]): Uint8Array | undefined {
  if (checkpoints.length < 2) return checkpoints[0];
  const [first, ...others] = checkpoints.map((one) => parseCheckpoint(one));
  if (!first) return undefined;
  return printCheckpoint({
    ...first,
    resources: [first, ...others].flatMap(({ resources }) => resources),
    doomed: [first, ...others].flatMap(({ doomed }) => doomed),
    pending: [first, ...others].flatMap(({ pending }) => pending),
  });
}

export function checkpointNeeds(checkpoint: Uint8Array): { key: string; needs: string[] }[] {
  return parseCheckpoint(checkpoint).resources.map(({ key, dependsOn }) => ({
    key,
    needs: dependsOn,
  }));
}
