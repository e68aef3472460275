import { FileProblem, type Files } from "../ports/files.ts";
import { isMapping } from "../schema/check.ts";
import { type Document, placeIn, readDocuments } from "../stack/documents.ts";
import { Report } from "../stack/report.ts";
import type { GivenSettings, SettingKey } from "./settings.ts";

/** What a stack says of settings. What is wrong with it is told when the stack is loaded, not here. */
export interface StackSettings {
  /** The environments that it declares. */
  environments: string[];
  /** Its settings in that environment. */
  settings(environment: string): GivenSettings;
}

const PATHS: Partial<Record<SettingKey, string[]>> = {
  "backend.type": ["spec", "backend", "type"],
  "backend.bucket": ["spec", "backend", "bucket"],
  "backend.region": ["spec", "backend", "region"],
  "backend.table": ["spec", "backend", "table"],
  tenant: ["metadata", "tenant"],
  region: ["spec", "provider", "region"],
  profile: ["spec", "provider", "profile"],
};

/** Reads the settings of the stack at `root`: a folder, or one file. Undefined where there is no stack. */
export function readStackSettings(files: Files, root: string): StackSettings | undefined {
  const isFile = files.stat(root)?.kind === "file";
  const main = isFile
    ? root
    : ["stack.yaml", "stack.yml"].map((name) => join(root, name)).find((path) => files.stat(path));
  if (main === undefined) return undefined;
  const stack = stacksIn(files, [main])[0];
  if (!stack) return undefined;
  const declared = isMapping(stack.spec.environments) ? stack.spec.environments : {};
  return {
    environments: Object.keys(declared),
    settings(environment) {
      const overlays = isFile
        ? []
        : stacksIn(files, yamlIn(files, join(join(root, "environments"), environment)));
      const settings: GivenSettings = {};
      for (const document of [stack, ...overlays]) take(document, PATHS, settings);
      take(stack, { region: ["spec", "environments", environment, "region"] }, settings);
      return settings;
    },
  };
}

function take(
  document: Document,
  paths: Partial<Record<SettingKey, string[]>>,
  into: GivenSettings,
): void {
  for (const [key, path] of Object.entries(paths)) {
    const value = path.reduce<unknown>(
      (here, step) => isMapping(here) && Object.hasOwn(here, step) ? here[step] : undefined,
      { metadata: document.metadata, spec: document.spec },
    );
    if (typeof value === "string" && value !== "") {
      into[key as SettingKey] = { value, place: placeIn(document, path, "value") };
    }
  }
}

const join = (folder: string, name: string) => folder === "." ? name : `${folder}/${name}`;

const stacksIn = (files: Files, paths: readonly string[]): Document[] =>
  readDocuments(files, paths.map((path) => ({ path, role: { type: "stack" } })), new Report())
    .documents.filter((document) => document.kind === "Stack");

function yamlIn(files: Files, folder: string): string[] {
  try {
    return files.stat(folder)?.kind !== "folder" ? [] : files.list(folder)
      .filter((entry) => entry.kind === "file" && /\.ya?ml$/i.test(entry.name))
      .map((entry) => join(folder, entry.name));
  } catch (error) {
    if (error instanceof FileProblem) return [];
    throw error;
  }
}
