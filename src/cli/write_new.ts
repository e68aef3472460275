import { ignoring, SCHEMA_FILE } from "../operations/scaffold.ts";
import type { Context } from "./command.ts";
import { Failure } from "./failure.ts";
import { absolute, inFolder, relative } from "./paths.ts";

/** Writes new files below `folder`, all or none: refuses where one of them is there already. Returns their paths. */
export function writeNew(
  { world }: Context,
  folder: string,
  files: Readonly<Record<string, string>>,
  fix: string,
): string[] {
  const paths = Object.keys(files).map((path) => inFolder(folder, path));
  const taken = paths.find((path) => world.files.stat(path));
  if (taken !== undefined) {
    throw new Failure({ code: "exists", summary: `"${taken}" is there already`, fix });
  }
  for (const [path, content] of Object.entries(files)) {
    world.write(inFolder(folder, path), content);
  }
  return paths;
}

/** Writes the schema that the files' first lines name, for editors; returns its path where that changed anything. */
export async function writeSchema({ world }: Context, folder: string): Promise<string[]> {
  const { allKindsSchema } = await import("../stack/document_schema.ts");
  const path = inFolder(folder, SCHEMA_FILE);
  const text = `${JSON.stringify(allKindsSchema())}\n`;
  const known = world.files.stat(path)?.kind === "file" ? world.files.read(path) : undefined;
  if (known && new TextDecoder().decode(known) === text) return [];
  world.write(path, text);
  return [path];
}

/** Keeps panka's own folder out of git: adds a line to `.gitignore`, unless one at or above `folder` has it. Returns what was written. */
export function ignoreInGit({ world }: Context, folder: string): string[] {
  const { files, cwd } = world;
  const textOf = (path: string) =>
    files.stat(path)?.kind === "file" ? new TextDecoder().decode(files.read(path)) : undefined;
  const whole = absolute(cwd, folder);
  for (let here = whole; here.includes("/");) {
    const above = relative(cwd, here);
    const text = textOf(inFolder(above, ".gitignore"));
    if (text !== undefined && ignoring(text) === undefined) return [];
    if (here === "/" || files.stat(inFolder(above, ".git"))) break;
    here = here.slice(0, here.lastIndexOf("/")) || "/";
  }
  const path = inFolder(folder, ".gitignore");
  world.write(path, ignoring(textOf(path))!);
  return [path];
}
