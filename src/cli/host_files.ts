import { type Entry, FileProblem, type Files } from "../ports/files.ts";

/** The file system of this machine. */
export const hostFiles: Files = {
  list: (folder) =>
    guarded(() =>
      [...Deno.readDirSync(folder)].map((entry): Entry => ({
        name: entry.name,
        kind: entry.isSymlink
          ? "link"
          : entry.isDirectory
          ? "folder"
          : entry.isFile
          ? "file"
          : "other",
      })).sort((a, b) => a.name < b.name ? -1 : 1)
    ),
  stat(path) {
    try {
      const info = Deno.statSync(path);
      return {
        kind: info.isDirectory ? "folder" : info.isFile ? "file" : "other",
        size: info.size,
        ...(info.mode !== null && Deno.build.os !== "windows" && { mode: info.mode & 0o777 }),
      };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
        return undefined;
      }
      throw problem(error);
    }
  },
  read: (path) => guarded(() => Deno.readFileSync(path)),
  real: (path) => guarded(() => Deno.realPathSync(path)),
};

function guarded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw problem(error);
  }
}

/** What an error of the file system means for people. */
export function problem(error: unknown): FileProblem {
  if (error instanceof Deno.errors.PermissionDenied) return new FileProblem("permission denied");
  if (error instanceof Deno.errors.FilesystemLoop) {
    return new FileProblem("its links lead in a circle");
  }
  const text = error instanceof Error ? error.message : String(error);
  return new FileProblem(text.replace(/ \(os error \d+\).*$/s, "").toLowerCase());
}
