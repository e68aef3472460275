import type { Finding, Machine } from "./finding.ts";

/** Whether git is there: what is deployed is recorded with the commit that it came from. */
export async function checkGit({ run }: Machine): Promise<Finding> {
  const ran = await run(["git", "--version"]);
  return ran?.code === 0
    ? { check: "git", status: "ok", detail: ran.stdout.trim().replace(/^git version /, "") }
    : {
      check: "git",
      status: "warn",
      detail: "not found: history will not tell which commit was deployed",
      fix: "install git",
    };
}

/** Whether the certificates of a proxy can be read, where they are named. */
export function checkCertificates({ env, files }: Machine): Finding | undefined {
  const path = env("AWS_CA_BUNDLE");
  if (path === undefined) return undefined;
  return files.stat(path)?.kind === "file"
    ? { check: "certificates", status: "ok", detail: `${path} (AWS_CA_BUNDLE)` }
    : {
      check: "certificates",
      status: "fail",
      detail: `AWS_CA_BUNDLE names ${path}: not there`,
      fix: "point it to a PEM file, or unset it",
    };
}
