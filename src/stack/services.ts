import { check } from "../schema/check.ts";
import type { Infer } from "../schema/field.ts";
import { listed, nearest } from "../schema/nearest.ts";
import { NAME, serviceSpec } from "./core_kinds.ts";
import { type Document, placeIn, plainScope } from "./documents.ts";
import { merge } from "./layers.ts";
import type { Service, Stack } from "./model.ts";
import type { Report } from "./report.ts";

export interface LoadedService extends Service {
  /** Absent when the folder alone says that there is one. */
  document?: Document;
  variables: Record<string, string>;
}

/** The services: one for each folder under services/ and for each Service document. */
export function readServices(
  documents: readonly Document[],
  overlays: readonly Document[],
  folders: readonly string[],
  stack: Stack,
  report: Report,
): Map<string, LoadedService> {
  const services = new Map<string, LoadedService>();
  const empty = (name: string): LoadedService => ({
    name,
    labels: {},
    dependsOn: [],
    variables: {},
  });
  for (const folder of folders) {
    if (NAME.test(folder)) services.set(folder, empty(folder));
    else {
      report.at(undefined, {
        code: "wrong-name",
        summary: `the folder services/${folder} can't be a service's name`,
        why: "names are 1 to 40 lower-case letters, digits and dashes, starting with a letter",
        fix: "rename the folder",
      });
    }
  }
  for (const document of documents.filter((d) => d.kind === "Service")) {
    const name = document.metadata.name;
    if (name === undefined) continue;
    const known = services.get(name);
    if (document.role.type === "service" && document.role.service !== name) {
      report.at(placeIn(document, ["metadata", "name"], "value"), {
        code: "wrong-folder",
        summary: `service "${name}" is described in the folder of "${document.role.service}"`,
        fix: `name: ${document.role.service}, or move the file to services/${name}/`,
        replacement: document.role.service,
      });
      continue;
    }
    if (known?.document) {
      report.at(placeIn(document, ["metadata", "name"], "value"), {
        code: "duplicate-service",
        summary: `service "${name}" is described twice`,
        why: `also in ${known.document.file}`,
        fix: "remove one of the two",
      });
      continue;
    }
    const own = overlays
      .filter((d) => d.kind === "Service" && d.metadata.name === name)
      .reduce<unknown>((under, overlay) => merge(under, overlay.spec), document.spec);
    const spec = check(serviceSpec, own, [], plainScope(document, report, ["spec"])) as
      | Infer<typeof serviceSpec>
      | undefined;
    services.set(name, {
      ...empty(name),
      document,
      description: document.metadata.description ?? spec?.description,
      labels: document.metadata.labels ?? {},
      dependsOn: spec?.dependsOn ?? [],
      variables: spec?.variables ?? {},
    });
  }
  for (const service of services.values()) {
    service.dependsOn = service.dependsOn.filter((name, i) => {
      if (services.has(name) && name !== service.name) return true;
      const others = [...services.keys()].filter((s) => s !== service.name);
      const meant = nearest(name, others);
      report.at(placeIn(service.document!, ["spec", "dependsOn", i], "value"), {
        code: "unknown-service",
        summary: name === service.name
          ? `service "${name}" depends on itself`
          : `there is no service "${name}"`,
        why: `services: ${listed([...services.keys()])}`,
        fix: meant ?? (others.length ? `use ${listed(others)}, or remove it` : "remove it"),
        replacement: meant,
      });
      return false;
    });
  }
  stack.services = [...services.values()].map((
    { name, description, labels, dependsOn },
  ) => ({ name, description, labels, dependsOn }));
  return services;
}
