import type { Env } from "../endpoint.ts";
import { type CredentialSource, CredentialsProblem } from "./ports.ts";

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. */
export function environmentSource(env: Env): CredentialSource {
  return {
    name: "environment",
    // deno-lint-ignore require-await -- a throw has to become a rejection
    async find() {
      const accessKeyId = env("AWS_ACCESS_KEY_ID");
      const secretAccessKey = env("AWS_SECRET_ACCESS_KEY");
      if (!accessKeyId && !secretAccessKey) return { nothing: "AWS_ACCESS_KEY_ID is not set" };
      if (!accessKeyId || !secretAccessKey) {
        const [there, missing] = accessKeyId
          ? ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
          : ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"];
        throw new CredentialsProblem(`Set ${missing} too, or unset ${there}: one needs the other`);
      }
      const expires = Date.parse(env("AWS_CREDENTIAL_EXPIRATION") ?? "");
      return {
        accessKeyId,
        secretAccessKey,
        sessionToken: env("AWS_SESSION_TOKEN") || undefined,
        expiresAt: Number.isNaN(expires) ? undefined : expires,
        source: "environment",
      };
    },
  };
}
