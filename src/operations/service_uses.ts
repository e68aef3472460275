import type { Files } from "../ports/files.ts";
import { isMapping } from "../schema/check.ts";
import { discover } from "../stack/discover.ts";
import { type Document, placeIn, readDocuments } from "../stack/documents.ts";
import type { LoadOptions } from "../stack/load.ts";
import { loadStack } from "../stack/load.ts";
import type { Diagnostic, Place } from "../stack/model.ts";
import { placeOf, Report } from "../stack/report.ts";

/** Something outside a service that would miss it. */
export interface ServiceUse {
  /** "api/server uses worker/table", for people. */
  what: string;
  place: Place;
}

export interface ServiceUses {
  uses: ServiceUse[];
  /** Errors outside of the service, because of which uses may be missed. */
  errors: Diagnostic[];
}

/** All that refers to `service` from outside it, in any environment. */
export function usesOfService(
  files: Files,
  options: LoadOptions,
  service: string,
): ServiceUses {
  const { root } = options;
  const inside = (file: string | undefined) =>
    file?.startsWith(`${root === "." ? "" : `${root}/`}services/${service}/`) ?? false;
  const found = discover(files, root, new Report());
  const all = [...found.files, ...found.environments.flatMap((name) => found.overlay(name))];
  const { documents } = readDocuments(files, all, new Report());
  const outside = documents.filter(({ file }) => !inside(file));
  const uses = [
    ...outside.flatMap((document) => named(document, service)),
    ...written(outside, service),
  ];
  const errors: Diagnostic[] = [];
  for (const environment of environmentsOf(documents, found.environments)) {
    const { partial, diagnostics } = loadStack(files, { ...options, environment });
    errors.push(
      ...diagnostics.filter((d) => d.severity === "error" && !inside(d.place?.file)),
    );
    for (const { id, edges, place, service: own } of partial?.components ?? []) {
      if (own === service) continue;
      for (const { to, via } of edges) {
        if (to.startsWith(`${service}/`)) uses.push({ what: `${id} uses ${to} (${via})`, place });
      }
    }
  }
  return { uses: unique(uses), errors };
}

function environmentsOf(documents: readonly Document[], folders: readonly string[]) {
  const declared = documents.find((d) => d.kind === "Stack" && d.role.type === "stack")
    ?.spec.environments;
  const names = isMapping(declared) ? Object.keys(declared) : folders;
  return names.length ? names : [undefined];
}

/** What a document says of the service by name: it depends on it, or describes a part of it. */
function named(document: Document, service: string): ServiceUse[] {
  const uses: ServiceUse[] = [];
  const { kind, metadata, spec } = document;
  if (kind === "Service" && Array.isArray(spec.dependsOn)) {
    const at = spec.dependsOn.indexOf(service);
    if (at >= 0) {
      uses.push({
        what: `service ${metadata.name} depends on it`,
        place: placeIn(document, ["spec", "dependsOn", at], "value"),
      });
    }
  }
  if (metadata.service === service) {
    uses.push({
      what: `${kind} ${metadata.name} belongs to it`,
      place: placeIn(document, ["metadata", "service"], "value"),
    });
  }
  if (kind === "Service" && metadata.name === service) {
    uses.push({
      what: "it is described here",
      place: placeIn(document, ["metadata", "name"], "value"),
    });
  }
  return uses;
}

/** `${service.NAME}` and `${service/component.output}`, wherever they stand. */
function written(documents: readonly Document[], service: string): ServiceUse[] {
  const sources = new Map(documents.map((document) => [document.file, document.yaml.source]));
  return [...sources].flatMap(([file, source]) =>
    [...source.matchAll(/(?<!\$)\$\{\s*([a-z][a-z0-9-]*)[./]([^}:\n]*)[^}\n]*\}/g)]
      .filter(([, owner]) => owner === service)
      .map((match) => ({
        what: `${match[0]} is of this service`,
        place: placeOf(file, source, {
          start: match.index,
          end: match.index + match[0].length,
        }),
      }))
  );
}

function unique(uses: readonly ServiceUse[]): ServiceUse[] {
  const known = new Map(
    uses.map((use) => [`${use.place.file}:${use.place.line}:${use.what}`, use]),
  );
  return [...known.values()];
}
