import type { Kind, Proof } from "../kinds/kind.ts";
import { findKind, kinds } from "../kinds/registry.ts";
import type { ObjectField } from "../schema/field.ts";
import { CORE_EXAMPLES } from "./core_examples.ts";
import { COMPONENTS, GROUPS, infraKinds, serviceSpec, stackSpec } from "./core_kinds.ts";

/** A kind of document, as `explain`, the JSON Schema and the docs tell of it. */
export interface CatalogEntry
  extends Pick<Kind, "name" | "aliases" | "summary" | "spec" | "outputs" | "data" | "example"> {
  apiVersion: string;
  group: string;
  /** Any field is accepted: it is another kind's. */
  open: boolean;
  /** Whether `${…}` and `valueFrom` are resolved in its spec. */
  resolves: boolean;
  /** Absent where nothing is created on AWS. */
  proof?: Proof;
}

/** Groups in the order in which people meet them. */
export const CATALOG_GROUPS = [
  "Core",
  "Infra",
  "Containers",
  "Databases",
  "Caches",
  "Storage",
  "Messaging",
  "Networking",
] as const;

/** Every kind of document: Stack and Service, the infra kinds, the components. By group, then by name. */
export function catalog(): CatalogEntry[] {
  const rank = (entry: CatalogEntry) => (CATALOG_GROUPS as readonly string[]).indexOf(entry.group);
  return [
    core("Stack", stackSpec),
    core("Service", serviceSpec),
    ...Object.entries(infraKinds).map(([name, spec]) => core(name, spec)),
    ...kinds.map(ofComponent).sort((a, b) =>
      rank(a) - rank(b) || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)
    ),
  ];
}

/** The entry of that name or alias; upper and lower case don't matter. */
export function findEntry(name: string): CatalogEntry | undefined {
  const wanted = (findKind(name)?.name ?? name).toLowerCase();
  return catalog().find((entry) =>
    [entry.name, ...entry.aliases].some((known) => known.toLowerCase() === wanted)
  );
}

function core(name: string, spec: ObjectField): CatalogEntry {
  const apiVersion = GROUPS[name]!;
  return {
    name,
    aliases: [],
    apiVersion,
    group: apiVersion.startsWith("core.") ? "Core" : "Infra",
    summary: spec.meta.doc,
    spec,
    open: name === "ComponentInfra",
    resolves: name === "ComponentInfra",
    outputs: {},
    data: "none",
    example: CORE_EXAMPLES[name]!,
  };
}

const ofComponent = (kind: Kind): CatalogEntry => ({
  ...kind,
  apiVersion: COMPONENTS,
  open: false,
  resolves: true,
});
