import type { Sts } from "../sts.ts";
import type { Credentials } from "./credentials.ts";
import { type CredentialPorts, type CredentialSource, CredentialsProblem } from "./ports.ts";

/** `AWS_WEB_IDENTITY_TOKEN_FILE` with `AWS_ROLE_ARN`: OIDC, as in CI services and EKS. */
export function webIdentitySource(
  ports: Pick<CredentialPorts, "env" | "readText">,
  sts: Sts,
): CredentialSource {
  return {
    name: "web identity",
    async find(signal) {
      const file = ports.env("AWS_WEB_IDENTITY_TOKEN_FILE");
      const roleArn = ports.env("AWS_ROLE_ARN");
      if (!file) return { nothing: "AWS_WEB_IDENTITY_TOKEN_FILE is not set" };
      if (!roleArn) {
        throw new CredentialsProblem(
          "Set AWS_ROLE_ARN to the role for AWS_WEB_IDENTITY_TOKEN_FILE",
        );
      }
      const sessionName = ports.env("AWS_ROLE_SESSION_NAME") || "panka";
      return await webIdentityCredentials({ file, roleArn, sessionName }, ports, sts, signal);
    },
  };
}

/** Takes on a role with the token in a file, read anew each time: its issuer replaces it. */
export async function webIdentityCredentials(
  role: { file: string; roleArn: string; sessionName: string; durationSeconds?: number },
  ports: Pick<CredentialPorts, "readText">,
  sts: Sts,
  signal?: AbortSignal,
): Promise<Credentials> {
  const token = (await ports.readText(role.file))?.trim();
  if (!token) {
    throw new CredentialsProblem(`The web identity token file "${role.file}" is missing or empty`);
  }
  const { roleArn, sessionName, durationSeconds } = role;
  return await sts.assumeRoleWithWebIdentity(
    { roleArn, sessionName, token, durationSeconds },
    signal,
  );
}
