import { parseDocument } from "yaml";
import { findPankaFile, PANKA_FILE } from "../config/panka_file.ts";
import { Failure } from "./failure.ts";
import type { World } from "./world.ts";

export interface BackendChoice {
  bucket: string;
  table: string;
  region: string;
}

/** The lines of `.panka.yaml` that choose a backend. */
export function backendFile({ bucket, table, region }: BackendChoice): string {
  return `backend:\n  type: s3\n  bucket: ${bucket}\n  table: ${table}\n  region: ${region}\n`;
}

/**
 * Writes the backend into the nearest `.panka.yaml`, or a new one here; all else in it stays, comments too.
 *
 * @returns its path
 * @throws Failure when the file is no YAML
 */
export function writeBackendFile(
  { files, write, cwd, home }: Pick<World, "files" | "write" | "cwd" | "home">,
  choice: BackendChoice,
): string {
  const path = findPankaFile(files, cwd, home) ?? `${cwd}/${PANKA_FILE}`;
  if (files.stat(path)?.kind !== "file") {
    write(path, backendFile(choice));
    return path;
  }
  const document = parseDocument(new TextDecoder().decode(files.read(path)));
  if (document.errors.length > 0) {
    throw new Failure({
      code: "syntax",
      summary: `${path} is no YAML, so nothing was written into it`,
      why: document.errors[0]!.message.split("\n")[0],
      fix: "mend it, and put the backend into it by hand",
    });
  }
  for (const [key, value] of Object.entries({ type: "s3", ...choice })) {
    document.setIn(["backend", key], value);
  }
  document.deleteIn(["backend", "directory"]);
  write(path, document.toString());
  return path;
}
