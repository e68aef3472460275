import { type Entry, FileProblem } from "../../ports/files.ts";
import { findStacks } from "../../stack/find_stacks.ts";
import type { World } from "../world.ts";
import type { Candidate } from "./candidate.ts";

/** Most YAML files that are looked into, and how long: whoever presses a key waits for it. A busy machine looks into some. */
const MOST_FILES = 1500;
const FEWEST_FILES = 8;
const MOST_MILLISECONDS = 40;
const NEAR = { depth: 3, folders: 300 };

const join = (folder: string, name: string) => folder === "." ? name : `${folder}/${name}`;

/** Stack folders below here, with what was typed before the last slash kept as it is. */
export function stackFolders({ files }: World, current: string): Candidate[] {
  const slash = current.lastIndexOf("/");
  const folder = slash < 0 ? "." : current.slice(0, slash) || "/";
  return findStacks(files, folder, NEAR).found.filter((path) => path !== folder)
    .map((path) => ({ value: path, about: "stack" }));
}

/** The names that `--stack` takes. */
export function stacksByName({ files }: World): Candidate[] {
  return list(files, "stacks").filter(({ kind }) => kind === "folder")
    .map(({ name }) => ({ value: name }));
}

/** The environments that a stack declares, else those that have a folder. */
export async function environmentsIn({ files }: World, root: string): Promise<Candidate[]> {
  const main = files.stat(root)?.kind === "file" ? root : join(root, "stack.yaml");
  const text = textOf(files, main) ?? textOf(files, join(root, "stack.yml")) ?? "";
  const names = keysBelow(text, "environments") ?? await declaredIn(text);
  if (names.length === 0) {
    const folders = list(files, join(root, "environments"));
    names.push(...folders.filter(({ kind }) => kind === "folder").map(({ name }) => name));
  }
  return names.map((value) => ({ value }));
}

/** The keys of a mapping that stands in lines of its own; undefined when it does not. */
function keysBelow(text: string, key: string): string[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(#.*)?$/.test(line));
  const at = lines.findIndex((line) => new RegExp(`^ +${key}:\\s*(#.*)?$`).test(line));
  const indentOf = (line: string | undefined) => line === undefined ? 0 : line.search(/\S/);
  const indent = indentOf(lines[at + 1]);
  if (at < 0 || indent <= indentOf(lines[at])) return undefined;
  const keys: string[] = [];
  for (const line of lines.slice(at + 1)) {
    if (indentOf(line) < indent) break;
    const name = /^ +([a-z][a-z0-9-]*):/.exec(line)?.[1];
    if (indentOf(line) === indent && name) keys.push(name);
  }
  return keys;
}

/** The same by a parser, which takes longer to load. */
async function declaredIn(text: string): Promise<string[]> {
  if (!text.includes("environments")) return [];
  const { parseYaml } = await import("../../stack/yaml.ts");
  const declared = parseYaml(text).documents
    .map(({ value }) => value as { kind?: string; spec?: { environments?: object } } | null)
    .find((document) => document?.kind === "Stack")?.spec?.environments;
  return declared && typeof declared === "object" ? Object.keys(declared) : [];
}

/** The services of a stack. */
export function servicesIn(world: World, root: string): Candidate[] {
  const names = new Set(
    list(world.files, join(root, "services"))
      .filter(({ kind, name }) => kind === "folder" && !name.startsWith("."))
      .map(({ name }) => name),
  );
  if (names.size === 0) { for (const { service } of documentsIn(world, root)) names.add(service); }
  return [...names].filter(Boolean).map((value) => ({ value }));
}

/** The components of a stack as service/name, by a quick look at its files. */
export function componentsIn(world: World, root: string): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const { kind, name, service, component } of documentsIn(world, root)) {
    if (!component || !service || !name) continue;
    const value = `${service}/${name}`;
    found.set(value, { value, about: kind });
  }
  return [...found.values()];
}

interface Head {
  kind: string;
  name?: string;
  service: string;
  /** By its group; the older groups don't tell. */
  component: boolean;
}

/** The heads of the documents of a stack, as far as time allows; a parser would take longer than people wait. */
function* documentsIn(world: World, root: string): Generator<Head> {
  const { files, clock } = world;
  const end = clock.monotonic() + MOST_MILLISECONDS;
  let seen = 0;
  for (const { path, service } of yamlFiles(files, root)) {
    if (seen >= MOST_FILES || (seen >= FEWEST_FILES && clock.monotonic() > end)) return;
    seen++;
    for (const text of (textOf(files, path) ?? "").split(/^---(?=\s)/m)) {
      const kind = /^kind:\s*["']?([A-Za-z0-9]+)/m.exec(text)?.[1];
      if (kind === undefined) continue;
      const of = metadataOf(text);
      const name = of("name");
      yield {
        kind,
        name,
        component: /^apiVersion:\s*["']?(components\.|panka\.)/m.test(text) &&
          !/^(Stack|Service)$/.test(kind),
        service: service ?? of("service") ?? (kind === "Service" ? name ?? "" : ""),
      };
    }
  }
}

/** Reads plain values of a document's metadata, in braces or in lines. */
function metadataOf(text: string): (key: string) => string | undefined {
  const [, inline = "", lines = ""] =
    /^metadata:[ \t]*(.*)\r?\n?((?:(?:[ \t]+.*|[ \t]*)(?:\r?\n|$))*)/m.exec(text) ?? [];
  const flat = inline.replace(/^\{(.*)\}.*$/, "$1").replace(/\{[^{}]*\}/g, "");
  const indent = /^[ \t]+(?=[\w"'])/m.exec(lines)?.[0] ?? " ";
  return (key) =>
    (new RegExp(`(?:^|,)\\s*${key}:\\s*["']?([a-z][a-z0-9-]*)`).exec(flat) ??
      new RegExp(`^${indent}${key}:\\s*["']?([a-z][a-z0-9-]*)`, "m").exec(lines))?.[1];
}

function* yamlFiles(
  files: World["files"],
  root: string,
): Generator<{ path: string; service?: string }> {
  if (files.stat(root)?.kind === "file") return yield { path: root };
  for (const { name, kind } of list(files, root)) {
    if (kind === "file" && /^stack\.ya?ml$/.test(name)) yield { path: join(root, name) };
  }
  const services = join(root, "services");
  for (const { name: service, kind } of list(files, services)) {
    if (kind !== "folder") continue;
    const folders = [`${services}/${service}`];
    for (let folder = folders.shift(); folder; folder = folders.shift()) {
      for (const { name, kind } of list(files, folder)) {
        const path = `${folder}/${name}`;
        if (kind === "folder" && !/^(\.|configs?$)/.test(name)) folders.push(path);
        else if (kind === "file" && /\.ya?ml$/i.test(name)) yield { path, service };
      }
    }
  }
}

function list(files: World["files"], folder: string): Entry[] {
  return quietly(() => files.list(folder)) ?? [];
}

const textOf = (files: World["files"], path: string): string | undefined =>
  quietly(() =>
    (files.stat(path)?.size ?? Infinity) <= 1024 * 1024
      ? new TextDecoder().decode(files.read(path))
      : undefined
  );

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileProblem) return undefined;
    throw error;
  }
}
