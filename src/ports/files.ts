export interface Entry {
  name: string;
  kind: "file" | "folder" | "link" | "other";
}

export interface FileStat {
  kind: "file" | "folder" | "other";
  size: number;
  /** Permission bits; absent where there are none, as on Windows. */
  mode?: number;
}

/** Read access to a file tree. Paths are the host's; all calls throw {@link FileProblem} when they can't answer. */
export interface Files {
  /** Entries of a folder, sorted by name. */
  list(folder: string): Entry[];
  /** Undefined when nothing is there. Follows links. */
  stat(path: string): FileStat | undefined;
  read(path: string): Uint8Array;
  /** The path with all links resolved. */
  real(path: string): string;
}

/** Something that a person can mend: no permission, a link that leads in a circle, not a folder. */
export class FileProblem extends Error {
  override name = "FileProblem";
}
