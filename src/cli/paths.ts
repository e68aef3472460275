import type { Files } from "../ports/files.ts";

/** `path` from `cwd` on, without `.` and `..`. */
export function absolute(cwd: string, path: string): string {
  const parts = /^([/\\]|[A-Za-z]:)/.test(path) ? [] : cwd.split(/[/\\]/);
  for (const part of path.split(/[/\\]/)) {
    if (part === "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/") || "/";
}

/** How an absolute path is written in `cwd`: as people would, "." for the folder itself. */
export function relative(cwd: string, path: string): string {
  const from = cwd.split(/[/\\]/);
  const to = path.split(/[/\\]/);
  let same = 0;
  while (same < from.length && same < to.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/") || ".";
}

/** `path` in a folder that may be the one here. */
export const inFolder = (folder: string, path: string): string =>
  folder === "." ? path : `${folder}/${path}`;

/** The file in a folder that makes it a stack; undefined where there is none. */
export const stackFileIn = (files: Files, folder: string): string | undefined =>
  ["stack.yaml", "stack.yml"].map((name) => inFolder(folder, name))
    .find((path) => files.stat(path));
