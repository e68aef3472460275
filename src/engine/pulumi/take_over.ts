import { join } from "node:path";
import type { Unit } from "../port.ts";
import { checkpointResources } from "./checkpoint.ts";
import { callCli, type Cli } from "./cli.ts";
import { type Begun, importId, type Place } from "./import_id.ts";
import { PROVIDER_NAME, providerUrn, resourceOfUrn } from "./urn.ts";

export type { Begun };

/**
 * Records in the workspace's checkpoint what exists of an interrupted run's resources though it
 * doesn't know them. Writes nothing to the cloud. What turns out not to be there is left to a refresh.
 */
export async function takeOver(
  cli: Cli,
  unit: Unit,
  begun: readonly Begun[],
  place: Place,
): Promise<void> {
  const known = checkpointResources(await cli.workspace.checkpoint());
  const unknown = new Map(begun.map((resource) => [resource.key, resource]));
  // As the program names it, where it still does.
  const names = new Map(unit.graph.resources.map(({ key, physicalName }) => [key, physicalName]));
  for (const { key, type, physicalName, properties } of unit.graph.resources) {
    if (!unknown.has(key)) continue;
    const [cluster] = (properties.cluster as { $attr?: [string, string] } | undefined)?.$attr ?? [];
    unknown.set(key, { key, type, physicalName, cluster: names.get(cluster ?? "") });
  }
  for (const { urn } of known) unknown.delete(resourceOfUrn(urn)?.key ?? "");
  let candidates = [...unknown.values()].flatMap((resource) => {
    const id = importId(resource, place);
    return id === undefined ? [] : [{ resource, id }];
  });
  if (candidates.length === 0) return;

  const provider = providerUrn(unit.name);
  if (!known.some(({ urn }) => urn === provider)) {
    await callCli(cli, {
      args: ["up", "--yes", "--skip-preview", `--target=${provider}`],
      parallelism: 1,
      onEvent() {},
    });
  }
  // Pulumi gives up at the first that isn't there; the others are tried again without it.
  while (candidates.length > 0 && !cli.signal?.aborted) {
    const absent = await importAll(cli, provider, candidates);
    if (absent.size === 0) return;
    candidates = candidates.filter(({ resource }) => !absent.has(resource.key));
  }
}

/** Keys of those that could not be imported. */
async function importAll(
  cli: Cli,
  provider: string,
  candidates: { resource: Begun; id: string }[],
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
