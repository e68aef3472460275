import { FileProblem, type Files } from "../ports/files.ts";

export interface FindLimits {
  /** How far below the folder. */
  depth: number;
  /** How many folders are looked into. */
  folders: number;
}

const LIMITS: FindLimits = { depth: 5, folders: 2000 };
/** Never a place for stacks, and often large. */
const PASSED_OVER = new Set(["node_modules", "vendor", "dist", "build", "target", "venv"]);

/**
 * The stack folders at or below `folder`, sorted; inside another stack only those under its `stacks/`. `complete` is false when a
 * limit ended the search. Hidden folders and links are not followed.
 */
export function findStacks(
  files: Files,
  folder: string,
  { depth, folders }: FindLimits = LIMITS,
): { found: string[]; complete: boolean } {
  const found: string[] = [];
  let complete = true;
  // Breadth first: what is near is found before a limit is reached.
  let level = [folder];
  for (let deep = 0; level.length; deep++) {
    const next: string[] = [];
    for (const here of level) {
      if (folders-- <= 0) return { found: found.sort(), complete: false };
      const entries = entriesOf(files, here);
      if (entries.some(({ name, kind }) => /^stack\.ya?ml$/.test(name) && kind !== "folder")) {
        found.push(here);
      }
      const inStack = found.at(-1) === here;
      const below = entries.filter(({ name, kind }) =>
        kind === "folder" &&
        (inStack ? name === "stacks" : !name.startsWith(".") && !PASSED_OVER.has(name))
      );
      next.push(...below.map(({ name }) => here === "." ? name : `${here}/${name}`));
    }
    if (deep === depth && next.length) complete = false;
    level = deep === depth ? [] : next;
  }
  return { found: found.sort(), complete };
}

function entriesOf(files: Files, folder: string) {
  try {
    return files.list(folder);
  } catch (error) {
    if (error instanceof FileProblem) return [];
    throw error;
  }
}
