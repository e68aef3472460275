import { createHash } from "node:crypto";
import { FileProblem, type Files } from "../ports/files.ts";
import { nearest } from "../schema/nearest.ts";
import type { ComponentScope } from "./component_scope.ts";
import type { Draft } from "./identify.ts";
import type { Component, FileContent } from "./model.ts";
import { hashTree } from "./packed_tree.ts";

/** Config files are put into the task's definition. */
const MOST_TEXT = 256 * 1024;

/** Reads or hashes the files and folders that a spec names, so that a change of their content is a change of the component. */
export function readFileUses(
  files: Files,
  draft: Draft,
  spec: Component["spec"],
  scope: ComponentScope,
  root: string,
): Record<string, FileContent> {
  const found: Record<string, FileContent> = {};
  let bytes = 0;
  for (const use of draft.kind.files?.(spec) ?? []) {
    const problem = (code: string, summary: string, fix: string, why?: string) =>
      scope.say(scope.place(use.path, "value"), { code, summary, why, fix });
    const base = draft.document.role.type === "service"
      ? `${root}/services/${draft.service}`
      : folderOf(draft.document.file);
    // A folder of plain files is where config files are looked for first.
    const candidates = use.as === "text"
      ? [`${base}/config/${use.name}`, `${base}/configs/${use.name}`, `${base}/${use.name}`]
      : [`${base}/${use.name}`];
    const outside = () => {
      const summary = `"${use.name}" leads out of the service's folder`;
      problem("file-outside", summary, "name a file inside it");
    };
    if (/(^|\/)\.\.(\/|$)|^\//.test(use.name)) {
      outside();
      continue;
    }
    const path = candidates.find((candidate) => files.stat(candidate) !== undefined);
    if (path === undefined) {
      const folders = candidates.map(folderOf).filter((one) => files.stat(one)?.kind === "folder");
      const meant = nearest(
        use.name,
        folders.flatMap((folder) => files.list(folder).map(({ name }) => name)),
      );
      problem(
        "no-file",
        `there is no file "${use.name}"`,
        `${meant ? `write ${meant}, or ` : ""}create ${candidates[0]}`,
        `looked for ${candidates.join(", ")}`,
      );
      continue;
    }
    try {
      const real = files.real(path);
      if (!real.startsWith(files.real(base) + "/")) {
        outside();
        continue;
      }
      found[use.name] = use.as === "text"
        ? readText(files, real)
        : { path: real, sha256: hashTree(files, real) };
      bytes += use.as === "text" ? files.stat(path)!.size : 0;
      if (use.most !== undefined && bytes > use.most) {
        problem(
          "large-files",
          `"${use.name}" and the files before it have ${bytes} bytes`,
          "make them smaller, or let the program fetch them itself",
          `${use.most} bytes are what there is room for`,
        );
        break;
      }
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      problem(
        "unreadable",
        `"${use.name}" can't be used`,
        "make it smaller, or check its permissions",
        error.message,
      );
    }
  }
  return found;
}

const folderOf = (file: string) => file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";

function readText(files: Files, path: string): FileContent {
  const stat = files.stat(path)!;
  if (stat.kind !== "file") throw new FileProblem("it is a folder, not a file");
  if (stat.size > MOST_TEXT) {
    throw new FileProblem(`it has ${stat.size} bytes, at most ${MOST_TEXT} are mounted`);
  }
  const bytes = files.read(path);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { path, sha256: hash, text: new TextDecoder().decode(bytes) };
}
