import { FileProblem, type Files } from "../ports/files.ts";
import { check, isMapping } from "../schema/check.ts";
import { placeIn, plainScope } from "../stack/documents.ts";
import { placeOf, Report } from "../stack/report.ts";
import { explainSyntax } from "../stack/syntax.ts";
import type { Diagnostic } from "../stack/model.ts";
import { parseYaml } from "../stack/yaml.ts";
import { type GivenSettings, pankaFileSchema, SETTING_KEYS, type SettingKey } from "./settings.ts";

export interface PankaFile {
  path: string;
  settings: GivenSettings;
  diagnostics: Diagnostic[];
}

export const PANKA_FILE = ".panka.yaml";
const MAX_BYTES = 64 * 1024;

/** The folders in which a `.panka.yaml` is looked for: from `folder` up to the repository's root, nearest first. */
export function foldersAbove(files: Files, folder: string, home?: string): string[] {
  const folders: string[] = [];
  // Not beyond a repository, nor beyond home: what lies there may be somebody else's.
  for (let here = folder; here !== home;) {
    folders.push(here);
    const parent = here.replace(/[/\\][^/\\]*$/, "");
    if (parent === here || parent === "" || files.stat(`${here}/.git`)) break;
    here = parent;
  }
  return folders;
}

/** Path of the nearest `.panka.yaml` at or above `folder`, an absolute path. */
export function findPankaFile(files: Files, folder: string, home?: string): string | undefined {
  return foldersAbove(files, folder, home).map((above) => `${above}/${PANKA_FILE}`)
    .find((path) => files.stat(path)?.kind === "file");
}

/** Reads one; what is wrong with it is told with its place, and the rest of it is kept. */
export function readPankaFile(files: Files, path: string, shown = path): PankaFile {
  const report = new Report();
  const settings: GivenSettings = {};
  const source = readText(files, path, shown, report);
  if (source !== undefined) readSettings(source, shown, folderOf(path), settings, report);
  return { path: shown, settings, diagnostics: report.sorted() };
}

function readSettings(
  source: string,
  file: string,
  folder: string,
  settings: GivenSettings,
  report: Report,
): void {
  const yaml = parseYaml(source);
  if (yaml.error) {
    const { summary, fix } = explainSyntax(yaml.error.message);
    const place = placeOf(file, source, yaml.error.span);
    return report.at(place, { code: "syntax", summary, fix });
  }
  if (yaml.documents.length > 1) {
    report.at(placeOf(file, source, { start: 0, end: 0 }), {
      code: "second-document",
      summary: `${PANKA_FILE} holds one document, and this has ${yaml.documents.length}`,
      fix: "remove what follows ---",
    });
  }
  const value = yaml.documents[0]?.value;
  if (value === null || value === undefined) return;
  const origin = { file, role: { type: "stack" } as const, yaml, index: 0 };
  const { tenantToken: token, ...rest } = isMapping(value) ? value : {};
  if (token !== undefined) {
    report.at(placeIn(origin, ["tenantToken"], "key"), {
      code: "secret-in-file",
      summary: `a token does not belong in ${PANKA_FILE}`,
      why: "the file is meant to be shared, and whoever reads it could act for the tenant",
      fix: "remove it, have the tenant's credential rotated, and set PANKA_TENANT_TOKEN instead",
    });
  }
  const allowed = isMapping(value) ? rest : value;
  const checked = check(pankaFileSchema, allowed, [], plainScope(origin, report));
  for (const key of SETTING_KEYS) {
    const path = key.split(".");
    const found = at(checked, path);
    if (typeof found !== "string") continue;
    const alias = key === "env" && at(value, path) === undefined ? ["environment"] : path;
    const place = placeIn(origin, alias, "value");
    settings[key] = { value: isPath(key, found) ? within(folder, found) : found, place };
  }
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((here, step) => (here as Record<string, unknown> | undefined)?.[step], value);

/** Paths in the file are meant from the file's folder on. */
const isPath = (key: SettingKey, value: string) =>
  key === "backend.directory" || (key === "pulumi" && /[/\\]/.test(value));

function within(folder: string, path: string): string {
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return path;
  const bare = path.replace(/^\.\//, "");
  return folder ? `${folder}/${bare}` : bare;
}
const folderOf = (path: string) => path.replace(/[/\\]?[^/\\]*$/, "");

function readText(files: Files, path: string, shown: string, report: Report): string | undefined {
  const refuse = (summary: string, fix: string, why?: string): undefined =>
    report.at({ file: shown, line: 1, column: 1, length: 1, source: "" }, {
      code: "unreadable",
      summary,
      why,
      fix,
    });
  try {
    if ((files.stat(path)?.size ?? 0) > MAX_BYTES) {
      return refuse("more than 64 kB are no configuration", "name the right file");
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(files.read(path));
  } catch (error) {
    if (error instanceof FileProblem) {
      return refuse("the configuration can't be read", "check its permissions", error.message);
    }
    return refuse("the configuration is not UTF-8 text", "save it as UTF-8");
  }
}
