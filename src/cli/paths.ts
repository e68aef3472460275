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
