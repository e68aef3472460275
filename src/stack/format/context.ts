import type { Kind } from "../../kinds/kind.ts";
import { isMapping } from "../../schema/check.ts";
import type { Document } from "../documents.ts";
import { identify } from "../identify.ts";
import { Directory } from "../references.ts";
import { Report } from "../report.ts";
import type { LoadedService } from "../services.ts";

/** What formatting a document needs to know of the stack around it. */
export interface FormatContext {
  /** The canonical name of a component's output; undefined when that can't be told. */
  output(component: string, output: string, service: string): string | undefined;
  /** Whether `${owner.name}` is a service's variable. */
  isVariable(owner: string, name: string): boolean;
  /** The kind of the component of that name. */
  kindOf(component: string, service: string): Kind | undefined;
}

/** The context that these documents make; what is wrong with them is for `validate` to tell. */
export function contextOf(
  documents: readonly Document[],
  folders: readonly string[],
): FormatContext {
  const services = new Map<string, LoadedService>();
  const add = (name: string, variables: Record<string, string>) =>
    services.set(name, { name, labels: {}, dependsOn: [], variables });
  for (const folder of folders) add(folder, {});
  for (const { kind, metadata, spec } of documents) {
    if (kind !== "Service" || metadata.name === undefined) continue;
    const variables = isMapping(spec.variables) ? spec.variables : {};
    add(metadata.name, { ...services.get(metadata.name)?.variables, ...variables } as never);
  }
  for (const { metadata: { service } } of documents) {
    if (service !== undefined && !services.has(service)) add(service, {});
  }
  const base = documents.filter((document) => document.role.type !== "overlay");
  const { drafts } = identify({
    documents: base,
    overlays: [],
    services,
    incomplete: true,
    report: new Report(),
  });
  const directory = new Directory(drafts, true);
  return {
    output(component, output, service) {
      const found = directory.output(component, output, service);
      return "found" in found ? found.found.output : undefined;
    },
    isVariable: (owner, name) => Object.hasOwn(services.get(owner)?.variables ?? {}, name),
    kindOf(component, service) {
      const found = directory.find(component, service);
      return "found" in found ? found.found.kind : undefined;
    },
  };
}
