import { parseYaml } from "../../src/stack/yaml.ts";
import type { CatalogEntry } from "../../src/stack/catalog.ts";

/** The public example stacks, which lie beside the repository where they are present. */
export const REAL_STACKS = new URL("../../../shared/real-stacks/", import.meta.url);

/** Every YAML file below a folder. */
export function* yamlFiles(folder: URL): Generator<URL> {
  for (const entry of [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1)) {
    const path = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
    if (entry.isDirectory) yield* yamlFiles(path);
    else if (/\.ya?ml$/.test(entry.name)) yield path;
  }
}

export function isThere(path: URL): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

export const parsed = (source: string): unknown[] =>
  parseYaml(source).documents.map((document) => document.value);

/** A whole document around a kind's example. */
export const exampleDocument = ({ apiVersion, name, example }: CatalogEntry): string =>
  `apiVersion: ${apiVersion}\nkind: ${name}\nmetadata: { name: example }\nspec:\n${
    example.replace(/^(?=.)/gm, "  ")
  }\n`;
