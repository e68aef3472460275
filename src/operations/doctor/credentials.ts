import { environmentSource } from "../../aws/credentials/environment.ts";
import { CredentialsProblem } from "../../aws/credentials/ports.ts";
import { chosenProfile, readProfiles } from "../../aws/credentials/profiles.ts";
import { FileProblem } from "../../ports/files.ts";
import type { Finding, Machine } from "./finding.ts";

/** Which AWS credentials would be used. Whether AWS takes them is not asked. */
export async function checkCredentials(machine: Machine, profile?: string): Promise<Finding> {
  const check = "credentials";
  const ports = { ...machine, readText: (path: string) => readText(machine, path) };
  try {
    if (profile === undefined) {
      const found = await environmentSource(machine.env).find();
      if (!("nothing" in found)) {
        const expires = found.expiresAt === undefined ? "" : ", temporary";
        return {
          check,
          status: "ok",
          detail: `of the environment: ${found.accessKeyId}${expires}`,
        };
      }
    }
    const name = profile ?? chosenProfile(ports);
    const profiles = await readProfiles(ports);
    const settings = profiles.get(name);
    const how = settings && HOW.find(([key]) => settings.has(key))?.[1];
    if (how) return { check, status: "ok", detail: `profile "${name}": ${how}` };
    if (profile !== undefined || name !== "default") {
      return {
        check,
        status: "fail",
        detail: settings
          ? `profile "${name}" has no credentials`
          : `there is no profile "${name}" in ${profiles.files.join(" or ")}`,
        fix: `aws configure --profile ${name}, or choose another profile`,
      };
    }
  } catch (error) {
    if (!(error instanceof CredentialsProblem || error instanceof FileProblem)) throw error;
    return { check, status: "fail", detail: error.message, fix: "mend it, and run this again" };
  }
  const ambient = AMBIENT.find(([name]) => machine.env(name));
  if (ambient) return { check, status: "ok", detail: ambient[1] };
  return {
    check,
    status: "warn",
    detail: "none in the environment or in ~/.aws",
    fix: "aws configure or aws sso login, or set AWS_PROFILE; what is only read needs none",
  };
}

/** What of a profile gives credentials, in the order of the AWS CLI. */
const HOW: readonly [string, string][] = [
  ["role_arn", "takes on a role"],
  ["sso_session", "IAM Identity Center"],
  ["sso_start_url", "IAM Identity Center"],
  ["credential_process", "asks a program"],
  ["aws_access_key_id", "access key"],
];

const AMBIENT: readonly [string, string][] = [
  ["AWS_WEB_IDENTITY_TOKEN_FILE", "by web identity (OIDC)"],
  ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "of the container's role"],
  ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "of the container's role"],
];

// deno-lint-ignore require-await -- a throw has to become a rejection
async function readText({ files }: Machine, path: string): Promise<string | undefined> {
  if (files.stat(path)?.kind !== "file") return undefined;
  return new TextDecoder().decode(files.read(path));
}
