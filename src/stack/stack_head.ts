import { FileProblem, type Files } from "../ports/files.ts";
import { isMapping } from "../schema/check.ts";
import { readDocuments } from "./documents.ts";
import { Report } from "./report.ts";

/** What a stack folder tells without being loaded. */
export interface StackHead {
  /** Undefined where stack.yaml does not say. */
  name?: string;
  description?: string;
  tenant?: string;
  /** Those that have a folder. */
  services: string[];
  /** Declared, else those that have a folder. */
  environments: string[];
}

/** Reads stack.yaml alone and lists two folders; what is wrong with any of it is not told. */
export function readStackHead(files: Files, folder: string): StackHead {
  const join = (name: string) => folder === "." ? name : `${folder}/${name}`;
  const main = ["stack.yaml", "stack.yml"].map(join).find((path) => files.stat(path));
  const { documents } = readDocuments(
    files,
    main === undefined ? [] : [{ path: main, role: { type: "stack" } }],
    new Report(),
  );
  const stack = documents.find((document) => document.kind === "Stack");
  const declared = stack?.spec.environments;
  return {
    name: stack?.metadata.name,
    description: stack?.metadata.description,
    tenant: stack?.metadata.tenant,
    services: foldersIn(files, join("services")),
    environments: isMapping(declared)
      ? Object.keys(declared)
      : foldersIn(files, join("environments")),
  };
}

function foldersIn(files: Files, folder: string): string[] {
  try {
    if (files.stat(folder)?.kind !== "folder") return [];
    return files.list(folder)
      .filter(({ name, kind }) => kind === "folder" && !name.startsWith("."))
      .map(({ name }) => name);
  } catch (error) {
    if (error instanceof FileProblem) return [];
    throw error;
  }
}
