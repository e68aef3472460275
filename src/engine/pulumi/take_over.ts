import { join } from "node:path";
import type { Unit } from "../port.ts";
import type { Json } from "../../state/document.ts";
import { resolveValue, Secret, valueAt } from "../resolve.ts";
import type { Resource } from "../resource.ts";
import { type CheckpointResource, checkpointResources } from "./checkpoint.ts";
import { callCli, type Cli } from "./cli.ts";
import { importId, lastPart, type Place, regionOf, wayOfFinding } from "./find_again.ts";
import { type List, listedId } from "./listing.ts";
import type { Lost } from "./lost.ts";
import { attributeOf } from "./outputs.ts";
import { type FindTagged, resourceTag } from "./resource_tag.ts";
import { PROVIDER_NAME, providerUrn, resourceOfUrn } from "./urn.ts";

/** Asks AWS for what it made up the id of. */
export interface Finder {
  tagged: FindTagged;
  list: List;
}

export interface Search {
  place: Place;
  finder?: Finder;
  /** Ids of all that is not to be found, as it is known. */
  known: ReadonlySet<string | undefined>;
  warn(message: string): void;
}

/**
 * Records in the workspace's checkpoint what exists of an interrupted run's resources though it
 * doesn't know them. Writes nothing to the cloud. What turns out not to be there is left to a refresh.
 *
 * @param finder without it, what AWS made up the id of is not looked for
 * @param warn is told why it could not be looked for
 */
export async function takeOver(
  cli: Cli,
  unit: Unit,
  begun: readonly Lost[],
  { place, ...search }: Search,
): Promise<void> {
  const known = async () => checkpointResources(await cli.workspace.checkpoint());
  const before = await known();
  const arns = await arnsOf(lostOf(unit, begun, before), unit, search);
  const listed = listsOf(unit, search);
  const provider = providerUrn(unit.name);
  let hasProvider = before.some(({ urn }) => urn === provider);
  const tried = new Set<string>();
  // The id of one may be made of another's.
  while (!cli.signal?.aborted) {
    const recorded = await known();
    const lost = lostOf(unit, begun, recorded).filter(({ key }) => !tried.has(key));
    let candidates = (await Promise.all(lost.map(async (resource) => {
      const id = wayOfFinding(resource.type) === "listing"
        ? await listed(resource, recorded)
        : importId({ ...resource, arns: arns.get(resource.key) }, place);
      return id === undefined ? [] : [{ resource, id }];
    }))).flat();
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
  for (const { urn } of known) {
    const resource = resourceOfUrn(urn);
    if (resource && lost.get(resource.key)?.type === resource.type) lost.delete(resource.key);
  }
  return [...lost.values()].map((one) => {
    const resource = desired.get(one.key);
    if (resource?.type !== one.type) return one;
    const { key, type } = one;
    const physicalName = one.physicalName ?? resource.physicalName;
    const input = (name: string) => one.input?.(name) ?? inputOf(resource, name, desired, recorded);
    return { key, type, physicalName, input };
  });
}

/** What is at a path of a resource's properties, with what it takes of others as the checkpoint knows it, or as they are named. */
function inputOf(
  { properties }: Resource,
  path: string,
  desired: ReadonlyMap<string, Resource>,
  recorded: ReadonlyMap<string | undefined, CheckpointResource>,
): string | undefined {
  const [name, rest = ""] = path.split(/\.(.*)/);
  const value = resolveValue(properties[name!] ?? null, {
    attribute: (key, path) =>
      recorded.has(key)
        ? attributeOf(recorded.get(key), key, path)
        : NAMES.has(path)
        ? desired.get(key)?.physicalName
        : undefined,
    lookup: () => undefined,
    secret: () => undefined,
  });
  const text = value instanceof Secret ? undefined : valueAt(value, rest);
  return typeof text === "string" ? text : undefined;
}

/** Attributes that are the name of what has a name, or as good. */
const NAMES = new Set(["id", "name", "arn"]);

/** What AWS says was made, by key. */
async function arnsOf(
  lost: readonly Lost[],
  { lineage, region }: Unit,
  { finder, known, warn }: Omit<Search, "place">,
): Promise<Map<string, string[]>> {
  const arns = new Map<string, string[]>();
  if (lineage === undefined || !finder) return arns;
  const sought = lost.filter(({ type }) => wayOfFinding(type) === "tag");
  for (const [there, some] of Map.groupBy(sought, ({ type }) => regionOf(type, region))) {
    const keys = new Map(some.map(({ key }) => [resourceTag(lineage, key), key]));
    try {
      const found = await finder.tagged(there, [...keys.keys()]);
      for (const [tag, all] of found) {
        arns.set(keys.get(tag)!, all.filter((arn) => !known.has(arn) && !known.has(lastPart(arn))));
      }
    } catch (error) {
      warn(unasked([...keys.values()], error));
    }
  }
  return arns;
}

/** Finds the import id of one that is listed; each list is asked for once. */
function listsOf({ region }: Unit, { finder, known, warn }: Omit<Search, "place">) {
  const lists = new Map<string, Promise<Json[]>>();
  return async (lost: Lost, recorded: readonly CheckpointResource[]) => {
    if (!finder) return undefined;
    const ids = new Set([...known, ...recorded.map(({ id }) => id)]);
    try {
      return await listedId(lost, ids, (listing) => {
        const name = JSON.stringify(listing);
        const asked = lists.get(name) ?? finder.list(region, listing);
        lists.set(name, asked);
        return asked;
      });
    } catch (error) {
      warn(unasked([lost.key], error));
    }
  };
}

function unasked(keys: string[], error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `the interrupted run may have made ${keys.join(", ")}: AWS can't be asked for it (${why})`;
}
