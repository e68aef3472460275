import type { Json } from "../../state/document.ts";
import { resourceOfUrn } from "./urn.ts";

/** What names other resources in a checkpoint. */
interface Linked {
  urn: string;
  id?: string;
  delete?: boolean;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: { [property: string]: string[] | null };
  deletedWith?: string;
  [field: string]: unknown;
}

interface Latest {
  manifest?: { [field: string]: Json };
  resources?: Linked[];
  pending_operations?: { resource: Linked; type: string }[];
  [field: string]: unknown;
}

interface Document {
  version: number;
  checkpoint: { latest?: Latest; [field: string]: unknown };
}

/**
 * A checkpoint without the resources whose keys are not wanted: the engine forgets them, and touches nothing.
 * What is left no longer names them.
 */
export function keepInCheckpoint(
  checkpoint: Uint8Array,
  wanted: (key: string) => boolean,
): Uint8Array {
  return changed(checkpoint, (latest) => {
    const stays = ({ urn }: Linked) => {
      const key = resourceOfUrn(urn)?.key;
      return key === undefined || wanted(key);
    };
    latest.resources = linked(latest.resources?.filter(stays) ?? []);
    latest.pending_operations = latest.pending_operations
      ?.filter(({ resource }) => stays(resource));
  });
}

/**
 * Parts of a checkpoint, to be joined again: their resources still name those in other parts.
 * The same bytes while they are the same.
 */
export function splitCheckpoint(
  checkpoint: Uint8Array,
  units: readonly string[],
  unitOf: (key: string) => string,
): Map<string, Uint8Array> {
  const document = parse(checkpoint);
  const { latest } = document.checkpoint;
  if (!latest) return new Map(units.map((unit) => [unit, checkpoint]));
  const owner = ({ urn }: Linked) => {
    const key = resourceOfUrn(urn)?.key;
    return key === undefined ? undefined : unitOf(key);
  };
  const resources = latest.resources?.map((one) => ({ one, unit: owner(one) }));
  const pending = latest.pending_operations?.map((one) => ({ one, unit: owner(one.resource) }));
  const manifest = { ...latest.manifest, time: "0001-01-01T00:00:00Z" };
  return new Map(units.map((wanted) => {
    // The stack itself and its provider are in each part.
    const of = <T>(all?: { one: T; unit?: string }[]) =>
      all?.filter(({ unit }) => unit === undefined || unit === wanted).map(({ one }) => one);
    const part = {
      ...latest,
      manifest,
      resources: of(resources),
      pending_operations: of(pending),
    };
    return [wanted, print({ ...document, checkpoint: { ...document.checkpoint, latest: part } })];
  }));
}

/** A checkpoint with nothing left to do in it: nothing begun, and nothing replaced that waits to be deleted. */
export function settledCheckpoint(checkpoint: Uint8Array): Uint8Array {
  return changed(checkpoint, (latest) => {
    latest.resources = latest.resources?.filter((resource) => !resource.delete);
    delete latest.pending_operations;
  });
}

function changed(checkpoint: Uint8Array, change: (latest: Latest) => void): Uint8Array {
  const document = parse(checkpoint);
  const { latest } = document.checkpoint;
  if (!latest) return checkpoint;
  change(latest);
  return print(document);
}

/** A checkpoint in which resources have other keys, wherever they are named. */
export function renameInCheckpoint(
  checkpoint: Uint8Array,
  rename: (key: string) => string,
): Uint8Array {
  const document = parse(checkpoint);
  const urns = new Map<string, string>();
  for (const { urn } of resourcesOf(document)) {
    const key = resourceOfUrn(urn)?.key;
    if (key !== undefined) urns.set(urn, urn.slice(0, urn.length - key.length) + rename(key));
  }
  const renamed = mapTexts(document as unknown as Json, (text) => urns.get(text) ?? text);
  return print(renamed as unknown as Document);
}

/**
 * One checkpoint of several: that of a stack whose services were made one by one. Each resource
 * comes after what it needs, as Pulumi wants it.
 */
export function joinCheckpoints(checkpoints: readonly Uint8Array[]): Uint8Array | undefined {
  if (checkpoints.length < 2) return checkpoints[0];
  const documents = checkpoints.map(parse);
  const first = documents.find(({ checkpoint }) => checkpoint.latest);
  if (!first) return checkpoints[0];
  const all = documents.flatMap(resourcesOf);
  // The stack itself and its provider are in each part; a part's own provider may have another id.
  const seen = new Set<string>();
  const providers = new Map<string, string>();
  const resources = all.filter((resource) => {
    const own = resourceOfUrn(resource.urn) || resource.delete;
    const id = own ? `${resource.urn} ${resource.delete ?? ""} ${resource.id}` : resource.urn;
    if (!own && !providers.has(id)) providers.set(id, `${resource.urn}::${resource.id}`);
    if (!own) providers.set(`${resource.urn}::${resource.id}`, providers.get(id)!);
    return !seen.has(id) && seen.add(id);
  });
  const pending = documents.flatMap(({ checkpoint }) =>
    checkpoint.latest?.pending_operations ?? []
  );
  first.checkpoint.latest = {
    ...first.checkpoint.latest,
    resources: inOrder(
      linked(
        resources.map((resource) =>
          resource.provider === undefined
            ? resource
            : { ...resource, provider: providers.get(resource.provider) ?? resource.provider }
        ),
      ),
    ),
    ...(pending.length > 0 && { pending_operations: pending }),
  };
  return print(first);
}

function inOrder(resources: readonly Linked[]): Linked[] {
  const byUrn = Map.groupBy(resources, ({ urn }) => urn);
  const ordered = new Set<Linked>();
  const begun = new Set<Linked>();
  const visit = (resource: Linked) => {
    if (begun.has(resource)) return;
    begun.add(resource);
    for (const urn of linksOf(resource)) byUrn.get(urn)?.forEach(visit);
    ordered.add(resource);
  };
  resources.forEach(visit);
  return [...ordered];
}

const linksOf = ({ parent, provider, dependencies, propertyDependencies, deletedWith }: Linked) =>
  [
    parent,
    provider?.slice(0, provider.lastIndexOf("::")),
    ...dependencies ?? [],
    ...Object.values(propertyDependencies ?? {}).flatMap((urns) => urns ?? []),
    deletedWith,
  ].filter((urn) => urn !== undefined);

/** Keys and URNs by which each resource needs others, in the checkpoint's order. */
export function checkpointNeeds(checkpoint: Uint8Array): { key: string; needs: string[] }[] {
  return resourcesOf(parse(checkpoint)).flatMap((resource) => {
    const key = resourceOfUrn(resource.urn)?.key;
    if (key === undefined) return [];
    const urns = [
      ...resource.dependencies ?? [],
      ...Object.values(resource.propertyDependencies ?? {}).flatMap((list) => list ?? []),
    ];
    return [{ key, needs: urns.flatMap((urn) => resourceOfUrn(urn)?.key ?? []) }];
  });
}

const resourcesOf = ({ checkpoint }: Document) => checkpoint.latest?.resources ?? [];

/** The same resources, naming none that is not among them. */
function linked(resources: readonly Linked[]): Linked[] {
  const known = new Set(resources.map(({ urn }) => urn));
  return resources.map((resource) => withLinks(resource, (urn) => known.has(urn)));
}

function withLinks(resource: Linked, known: (urn: string) => boolean): Linked {
  const linked = { ...resource };
  if (linked.dependencies) linked.dependencies = linked.dependencies.filter(known);
  if (linked.propertyDependencies) {
    linked.propertyDependencies = Object.fromEntries(
      Object.entries(linked.propertyDependencies)
        .map(([property, urns]) => [property, urns?.filter(known) ?? null]),
    );
  }
  if (linked.deletedWith !== undefined && !known(linked.deletedWith)) delete linked.deletedWith;
  return linked;
}

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]),
  );
}

function parse(checkpoint: Uint8Array): Document {
  const document: Document = JSON.parse(new TextDecoder().decode(checkpoint));
  if (document.version !== 3) {
    throw new Error(`a Pulumi checkpoint of version ${document.version} can't be edited`);
  }
  return document;
}

const print = (document: Document) => new TextEncoder().encode(JSON.stringify(document));
