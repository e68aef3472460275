import { join } from "node:path";
import type { Unit } from "../port.ts";
import { resolveValue } from "../resolve.ts";
import type { Resource } from "../resource.ts";
import { type CheckpointResource, checkpointResources } from "./checkpoint.ts";
import { callCli, type Cli } from "./cli.ts";
import { importId, type Lost, type Place, regionOf, wayOfFinding } from "./find_again.ts";
import { attributeOf } from "./outputs.ts";
import { type FindTagged, resourceTag } from "./resource_tag.ts";
import { PROVIDER_NAME, providerUrn, resourceOfUrn } from "./urn.ts";

export interface Search {
  place: Place;
  findTagged?: FindTagged;
  warn(message: string): void;
}

/**
 * Records in the workspace's checkpoint what exists of an interrupted run's resources though it
 * doesn't know them. Writes nothing to the cloud. What turns out not to be there is left to a refresh.
 *
 * @param findTagged asks AWS for what it made up the id of; without it that is not looked for
 * @param warn is told why it could not be looked for
 */
export async function takeOver(
  cli: Cli,
  unit: Unit,
  begun: readonly Lost[],
  { place, findTagged, warn }: Search,
): Promise<void> {
  const known = async () => checkpointResources(await cli.workspace.checkpoint());
  const before = await known();
  const arns = await arnsOf(lostOf(unit, begun, before), unit, { findTagged, warn });
  const provider = providerUrn(unit.name);
  let hasProvider = before.some(({ urn }) => urn === provider);
  const tried = new Set<string>();
  // The id of one may be made of another's.
  while (!cli.signal?.aborted) {
    let candidates = lostOf(unit, begun, await known()).flatMap((resource) => {
      const id = importId({ ...resource, arns: arns.get(resource.key) }, place);
      return id === undefined || tried.has(resource.key) ? [] : [{ resource, id }];
    });
    if (candidates.length === 0) return;
    for (const { resource } of candidates) tried.add(resource.key);
    if (!hasProvider) {
      hasProvider = true;
      await callCli(cli, {
        args: ["up", "--yes", "--skip-preview", `--target=${provider}`],
        parallelism: 1,
        onEvent() {},
      });
    }
    // Pulumi gives up at the first that isn't there; the others are tried again without it.
    while (candidates.length > 0 && !cli.signal?.aborted) {
      const absent = await importAll(cli, provider, candidates);
      if (absent.size === 0) break;
      candidates = candidates.filter(({ resource }) => !absent.has(resource.key));
    }
  }
}

/** Keys of those that could not be imported. */
async function importAll(
  cli: Cli,
  provider: string,
  candidates: { resource: Lost; id: string }[],
): Promise<Set<string>> {
  const file = join(cli.workspace.root, "import.json");
  const resources = candidates.map(({ resource, id }) => (
    { type: resource.type, name: resource.key, id, provider: PROVIDER_NAME }
  ));
  await Deno.writeTextFile(
    file,
    JSON.stringify({ nameTable: { [PROVIDER_NAME]: provider }, resources }),
  );
  const absent = new Set<string>();
  const { code, stderr } = await callCli(cli, {
    args: [
      "import",
      `--file=${file}`,
      "--yes",
      "--skip-preview",
      "--protect=false",
      "--generate-code=false",
    ],
    parallelism: 10,
    onEvent({ diagnosticEvent, resOpFailedEvent }) {
      const failed = diagnosticEvent?.severity === "error"
        ? diagnosticEvent.urn
        : resOpFailedEvent?.metadata.urn;
      const key = failed === undefined ? undefined : resourceOfUrn(failed)?.key;
      if (key !== undefined) absent.add(key);
    },
  });
  if (code !== 0 && absent.size === 0) {
    throw new Error(`what the interrupted run created could not be looked for: ${stderr.trim()}`);
  }
  return absent;
}

/** What the checkpoint does not know, as the program has it where it still does. */
function lostOf(
  { graph }: Unit,
  begun: readonly Lost[],
  known: readonly CheckpointResource[],
): Lost[] {
  const recorded = new Map(known.map((one) => [resourceOfUrn(one.urn)?.key, one]));
  const desired = new Map(graph.resources.map((one) => [one.key, one]));
  const lost = new Map(begun.map((one) => [one.key, one]));
  for (const key of recorded.keys()) if (key !== undefined) lost.delete(key);
  return [...lost.values()].map((one) => {
    const resource = desired.get(one.key);
    if (!resource) return one;
    const { key, type, physicalName } = resource;
    const input = (name: string) => one.input?.(name) ?? inputOf(resource, name, desired, recorded);
    return { key, type, physicalName, input };
  });
}

/** A property of a resource, with what it takes of others as the checkpoint knows it, or as they are named. */
function inputOf(
  { properties }: Resource,
  name: string,
  desired: ReadonlyMap<string, Resource>,
  recorded: ReadonlyMap<string | undefined, CheckpointResource>,
): string | undefined {
  const value = resolveValue(properties[name] ?? null, {
    attribute: (key, path) =>
      recorded.has(key)
        ? attributeOf(recorded.get(key), key, path)
        : NAMES.has(path)
        ? desired.get(key)?.physicalName
        : undefined,
    lookup: () => undefined,
    secret: () => undefined,
  });
  return typeof value === "string" ? value : undefined;
}

/** Attributes that are the name of what has a name, or as good. */
const NAMES = new Set(["id", "name", "arn"]);

/** What AWS says was made, by key. */
async function arnsOf(
  lost: readonly Lost[],
  { lineage, region }: Unit,
  { findTagged, warn }: Omit<Search, "place">,
): Promise<Map<string, string[]>> {
  const arns = new Map<string, string[]>();
  if (lineage === undefined || !findTagged) return arns;
  const sought = lost.filter(({ type }) => wayOfFinding(type) === "tag");
  for (const [there, some] of Map.groupBy(sought, ({ type }) => regionOf(type, region))) {
    const keys = new Map(some.map(({ key }) => [resourceTag(lineage, key), key]));
    try {
      const found = await findTagged(there, [...keys.keys()]);
      for (const [tag, all] of found) arns.set(keys.get(tag)!, all);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const names = [...keys.values()].join(", ");
      warn(`the interrupted run may have made ${names}: AWS can't be asked for it (${why})`);
    }
  }
  return arns;
}
