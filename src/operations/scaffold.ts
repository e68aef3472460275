import type { Kind } from "../kinds/kind.ts";
import { COMPONENTS, GROUPS } from "../stack/core_kinds.ts";

export interface NewComponent {
  kind: Kind;
  name: string;
}

export interface NewService {
  name: string;
  components: readonly NewComponent[];
}

export interface NewStack {
  name: string;
  tenant?: string;
  region: string;
  services: readonly NewService[];
}

/** Where the schema for editors lies in a stack's folder. */
export const SCHEMA_FILE = ".panka/schema.json";

/** The files of a stack that validates and plans as it is: path in its folder → content. */
export function stackFiles({ name, tenant, region, services }: NewStack): Record<string, string> {
  const files: Record<string, string> = {
    "stack.yaml": document(0, GROUPS.Stack!, "Stack", {
      name,
      ...tenant !== undefined && { tenant },
    }, [
      "provider:",
      "  name: aws",
      `  region: ${region}`,
    ]),
  };
  for (const service of services) Object.assign(files, serviceFiles(service, region));
  return files;
}

/** The files of a service. Without components it is its own file alone. */
export function serviceFiles(
  { name, components }: NewService,
  region: string,
): Record<string, string> {
  const folder = `services/${name}`;
  return {
    [`${folder}/service.yaml`]: document(2, GROUPS.Service!, "Service", { name }, [
      "variables: {}",
    ]),
    ...componentFiles(name, components, region),
  };
}

/** The files of components, each with its kind's example as its spec. */
export function componentFiles(
  service: string,
  components: readonly NewComponent[],
  region: string,
): Record<string, string> {
  return Object.fromEntries(components.map(({ kind, name }) => [
    `services/${service}/${name}.yaml`,
    document(
      2,
      COMPONENTS,
      kind.name,
      { name },
      kind.example.replaceAll("eu-west-1", region).split("\n"),
      `panka explain ${kind.name} tells of every field`,
    ),
  ]));
}

/** A service's own file may be called as a component would be. */
export const RESERVED_NAMES = ["service"];

function document(
  depth: number,
  apiVersion: string,
  kind: string,
  metadata: Record<string, string>,
  spec: readonly string[],
  comment?: string,
): string {
  return [
    `# yaml-language-server: $schema=${"../".repeat(depth)}${SCHEMA_FILE}`,
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    "metadata:",
    ...Object.entries(metadata).map(([field, value]) => `  ${field}: ${value}`),
    ...comment === undefined ? [] : [`# ${comment}`],
    "spec:",
    ...spec.map((line) => line === "" ? "" : `  ${line}`),
    "",
  ].join("\n");
}

/** A text as a name: lower-case, dashes between words, a letter first, at most 40. Undefined when nothing is left. */
export function asName(text: string): string | undefined {
  const name = text
    .replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3-$2$4")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return name || undefined;
}

/** A `.gitignore` with panka's own folder in it; undefined when it has it already. */
export function ignoring(gitignore: string | undefined): string | undefined {
  const lines = gitignore?.split(/\r?\n/) ?? [];
  if (lines.some((line) => /^(\*\*\/)?\.panka\/?\s*$/.test(line))) return undefined;
  const before = gitignore === undefined || gitignore === "" || gitignore.endsWith("\n")
    ? gitignore ?? ""
    : `${gitignore}\n`;
  return `${before}.panka/\n`;
}
