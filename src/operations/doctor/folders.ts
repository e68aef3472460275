import { FileProblem } from "../../ports/files.ts";
import type { Finding, Machine } from "./finding.ts";

/** Whether files can be written where `folder` is or would be. Leaves nothing behind. */
export function checkWritable(
  check: string,
  machine: Machine,
  folder: string,
  fix: string,
): Finding {
  const there = nearestFolder(machine, folder);
  const probe = `${there === "." ? "" : `${there}/`}.panka-doctor`;
  try {
    machine.write(probe, "");
    machine.remove(probe);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { check, status: "fail", detail: `can't write to ${there}: ${shortened(why)}`, fix };
  }
  return { check, status: "ok", detail: there === folder ? folder : `${folder}, made when needed` };
}

/** The folder itself, or the first above it that exists. */
function nearestFolder({ files }: Machine, folder: string): string {
  for (let here = folder;;) {
    try {
      if (files.stat(here)?.kind === "folder") return here;
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      return here;
    }
    const at = here.lastIndexOf("/");
    if (at < 0) return ".";
    if (here === "/") return here;
    here = here.slice(0, at) || "/";
  }
}

const shortened = (why: string) =>
  why.replace(/ \(os error \d+\).*$/s, "").replace(/,? ?(mkdir|open|writefile) .*$/s, "")
    .toLowerCase();
