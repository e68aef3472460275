import type { Json } from "../../state/document.ts";
import { resourceOfUrn } from "./urn.ts";

/** What names other resources in a checkpoint. */
interface Linked {
  urn: string;
  parent?: string;
  provider?: string;
  dependencies?: string[];
  propertyDependencies?: { [property: string]: string[] | null };
  deletedWith?: string;
  [field: string]: unknown;
}

interface Latest {
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
  const document = parse(checkpoint);
  const { latest } = document.checkpoint;
  if (!latest) return checkpoint;
  const stays = ({ urn }: Linked) => {
    const key = resourceOfUrn(urn)?.key;
    return key === undefined || wanted(key);
  };
  const kept = (latest.resources ?? []).filter(stays);
  const known = new Set(kept.map(({ urn }) => urn));
  latest.resources = kept.map((resource) => withLinks(resource, (urn) => known.has(urn)));
  if (latest.pending_operations) {
    latest.pending_operations = latest.pending_operations.filter(({ resource }) => stays(resource));
  }
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

/** One checkpoint of several that were cut out of one: its resources in the order of the parts. */
export function joinCheckpoints(checkpoints: readonly Uint8Array[]): Uint8Array | undefined {
  const documents = checkpoints.map(parse);
  const [first] = documents;
  if (!first) return undefined;
  const seen = new Set<string>();
  const resources = documents.flatMap(resourcesOf).filter((resource) => {
    // The stack itself and its provider are in each part.
    const id = `${resource.urn} ${resource.delete ?? ""} ${resource.id ?? ""}`;
    return !seen.has(id) && seen.add(id);
  });
  const pending = documents.flatMap(({ checkpoint }) =>
    checkpoint.latest?.pending_operations ?? []
  );
  const latest = documents.find(({ checkpoint }) => checkpoint.latest)?.checkpoint.latest;
  if (!latest) return checkpoints[0];
  first.checkpoint.latest = {
    ...latest,
    resources,
    ...(pending.length > 0 && { pending_operations: pending }),
  };
  return print(first);
}

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
