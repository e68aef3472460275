import { findKind } from "../kinds/registry.ts";
import { isMapping } from "../schema/check.ts";
import { nearest } from "../schema/nearest.ts";
import { type Document, placeIn } from "./documents.ts";
import type { Layer } from "./layers.ts";
import type { Remark } from "./model.ts";
import type { Named } from "./references.ts";
import type { Report } from "./report.ts";
import type { LoadedService } from "./services.ts";

/** A component whose layers are known and whose spec is not yet checked. */
export interface Draft extends Named {
  document: Document;
  layers: Layer[];
}

interface Input {
  documents: readonly Document[];
  overlays: readonly Document[];
  services: Map<string, LoadedService>;
  /** Some document could not be read. */
  incomplete: boolean;
  report: Report;
}

/** Which components there are, and what each is made of; `incomplete` when some could not be told. */
export function identify(input: Input): { drafts: Draft[]; incomplete: boolean } {
  const { documents, services, report } = input;
  const drafts = new Map<string, Draft>();
  let incomplete = false;
  const problem: Problem = (document, field, remark) => {
    incomplete = true;
    report.at(placeIn(document, ["metadata", field], "value"), remark);
  };
  for (const document of documents) {
    const kind = findKind(document.kind);
    if (!kind) continue;
    const { name } = document.metadata;
    const service = serviceOf(document, services, problem);
    if (service === undefined || name === undefined) {
      incomplete = true;
      continue;
    }
    const id = `${service}/${name}`;
    const known = drafts.get(id);
    if (known) {
      problem(document, "name", {
        code: "duplicate-component",
        summary: `service "${service}" has two components called "${name}"`,
        why: `the other one, a ${known.kind.name}, is in ${known.document.file}`,
        fix: `rename or remove one of the two called "${name}"`,
      });
      continue;
    }
    drafts.set(id, { id, service, name, kind, document, layers: [] });
  }
  addLayers(input, drafts, incomplete || input.incomplete);
  return { drafts: [...drafts.values()], incomplete };
}

type Problem = (document: Document, field: string, remark: Remark) => void;

/** The service that a document belongs to: its folder's, or the one that it names. */
function serviceOf(
  document: Document,
  services: Map<string, LoadedService>,
  problem: Problem,
): string | undefined {
  const { service } = document.metadata;
  if (document.role.type === "service") {
    const folder = document.role.service;
    if (service !== undefined && service !== folder) {
      problem(document, "service", {
        code: "wrong-folder",
        summary: `the file lies in service "${folder}" but names "${service}"`,
        fix: `service: ${folder}, or move the file to services/${service}/`,
        replacement: folder,
      });
    }
    return folder;
  }
  if (service === undefined) {
    problem(document, "name", {
      code: "missing-field",
      summary: `"metadata" needs "service"`,
      why: "outside services/ a component says itself which service it belongs to",
      fix: `add service: ${[...services.keys()][0] ?? "NAME"}`,
    });
    return undefined;
  }
  if (!services.has(service)) {
    const meant = nearest(service, services.keys());
    problem(document, "service", {
      code: "unknown-service",
      summary: `there is no service "${service}"`,
      why: `services: ${[...services.keys()].join(", ") || "none"}`,
      fix: meant ?? `add a document of kind Service with name: ${service}`,
      replacement: meant,
    });
    return undefined;
  }
  return service;
}

/** Lays over each other: stack defaults, service defaults, the component, ComponentInfra, overlays. */
function addLayers(
  { documents, overlays, services, report }: Input,
  drafts: Map<string, Draft>,
  incomplete: boolean,
): void {
  const all = [...documents, ...overlays];
  const defaults = (kind: string, of: Draft, within?: string): Layer[] =>
    all.filter((d) =>
      d.kind === kind &&
      (within === undefined || d.metadata.service === within ||
        (d.role.type === "service" && d.role.service === within))
    )
      .flatMap((document) => layersOf(document, ["spec", "defaults"], of));
  const hasDefaults = all.some((d) => d.kind === "InfraDefaults");
  const hasServiceDefaults = all.some((d) => d.kind === "ServiceInfraDefaults");
  for (const draft of drafts.values()) {
    const service = services.get(draft.service)?.document;
    draft.layers = [
      ...hasDefaults ? defaults("InfraDefaults", draft) : [],
      ...service ? layersOf(service, ["spec", "infrastructure", "defaults"], draft) : [],
      ...hasServiceDefaults ? defaults("ServiceInfraDefaults", draft, draft.service) : [],
      { document: draft.document, base: ["spec"], value: draft.document.spec },
    ];
  }
  for (const document of all) {
    const overlay = overlays.includes(document) && findKind(document.kind);
    if (document.kind !== "ComponentInfra" && !overlay) continue;
    const draft = overlaid(document, drafts, incomplete, report);
    draft?.layers.push({ document, base: ["spec"], value: document.spec });
  }
}

/** What a document's defaults say of a component's kind, by any of its names. */
function layersOf(document: Document, path: string[], { kind }: Draft): Layer[] {
  let defaults: unknown = { spec: document.spec };
  for (const step of path) defaults = isMapping(defaults) ? defaults[step] : undefined;
  if (!isMapping(defaults)) return [];
  return [kind.name, ...kind.aliases].flatMap((name) => {
    const value = defaults[name];
    return isMapping(value) ? [{ document, base: [...path, name], value }] : [];
  });
}

/** The component that an overlay or a ComponentInfra is for. */
function overlaid(
  document: Document,
  drafts: Map<string, Draft>,
  incomplete: boolean,
  report: Report,
): Draft | undefined {
  const { name, service } = document.metadata;
  const within = service ?? (document.role.type === "service" ? document.role.service : undefined);
  const isComponent = document.kind !== "ComponentInfra";
  const fitting = [...drafts.values()].filter((d) =>
    d.name === name && (within === undefined || d.service === within) &&
    (!isComponent || d.kind.name === document.kind)
  );
  if (fitting.length === 1) return fitting[0];
  // What could not be read may be what this is for; a wrong name has been told.
  if (incomplete || name === undefined) return undefined;
  const other = isComponent &&
    [...drafts.values()].find((d) =>
      d.name === name && (within === undefined || d.service === within)
    );
  if (other && !fitting.length) {
    return report.at(placeIn(document, ["kind"], "value"), {
      code: "nothing-to-overlay",
      summary: `"${name}" is of kind ${other.kind.name}, not ${document.kind}`,
      fix: `kind: ${other.kind.name}`,
      replacement: other.kind.name,
    });
  }
  const meant = nearest(name, [...drafts.values()].map((d) => d.name));
  report.at(placeIn(document, ["metadata", "name"], "value"), {
    code: "nothing-to-overlay",
    summary: fitting.length
      ? `"${name}" is in several services`
      : `there is no ${isComponent ? document.kind : "component"} "${name}" to lay this over`,
    fix: fitting.length
      ? `add service: ${fitting[0]!.service}`
      : meant
      ? `name: ${meant}`
      : "name a component of this stack, or move the document under services/",
    replacement: fitting.length ? undefined : meant,
  });
  return undefined;
}
