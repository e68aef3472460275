import { type Entry, FileProblem, type Files } from "../src/ports/files.ts";

/** A file tree in memory: path → text or bytes. Folders are whatever lies above a file. */
export function memoryFiles(tree: Record<string, string | Uint8Array>): Files {
  const encoder = new TextEncoder();
  const bytes = new Map(
    Object.entries(tree).map(([path, content]) => [
      path,
      typeof content === "string" ? encoder.encode(content) : content,
    ]),
  );
  const plain = (path: string) => path.replace(/^\.\/(?=.)/, "");
  const below = (folder: string) => folder === "." ? "" : `${folder}/`;
  return {
    list(given) {
      const folder = plain(given);
      const entries = new Map<string, Entry>();
      for (const path of bytes.keys()) {
        if (!path.startsWith(below(folder))) continue;
        const [name, ...rest] = path.slice(below(folder).length).split("/");
        entries.set(name!, { name: name!, kind: rest.length ? "folder" : "file" });
      }
      return [...entries.values()].sort((a, b) => a.name < b.name ? -1 : 1);
    },
    stat(given) {
      const path = plain(given);
      const content = bytes.get(path);
      if (content) return { kind: "file", size: content.length };
      const isFolder = path === "." || [...bytes.keys()].some((p) => p.startsWith(below(path)));
      return isFolder ? { kind: "folder", size: 0 } : undefined;
    },
    read(path) {
      const content = bytes.get(plain(path));
      if (!content) throw new FileProblem("no such file");
      return content;
    },
    real: (path) => path,
  };
}
