import { ask, type Asked } from "./http.ts";
import { readJsonCredentials } from "./json_credentials.ts";
import {
  type CredentialPorts,
  type CredentialSource,
  CredentialsProblem,
  type Nothing,
} from "./ports.ts";

const TIMEOUT_MS = 1000;
const ROLES = "/latest/meta-data/iam/security-credentials/";

/** The role of an EC2 instance, from its metadata service, version 2 only. */
export function instanceSource(ports: CredentialPorts): CredentialSource {
  const base = ports.env("AWS_EC2_METADATA_SERVICE_ENDPOINT")?.replace(/\/+$/, "") ||
    (ports.env("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.toLowerCase() === "ipv6"
      ? "http://[fd00:ec2::254]"
      : "http://169.254.169.254");

  async function get(path: string, options: Omit<Asked, "timeoutMs">, signal?: AbortSignal) {
    return await ask(base + path, { ...options, timeoutMs: TIMEOUT_MS }, ports, signal);
  }

  return {
    name: "EC2 instance",
    async find(signal) {
      if (ports.env("AWS_EC2_METADATA_DISABLED")?.toLowerCase() === "true") {
        return { nothing: "AWS_EC2_METADATA_DISABLED is set" };
      }
      let token;
      try {
        token = await get("/latest/api/token", {
          method: "PUT",
          headers: { "x-aws-ec2-metadata-token-ttl-seconds": "21600" },
        }, signal);
      } catch {
        signal?.throwIfAborted();
        return notHere(base);
      }
      if (token.status !== 200) return notHere(base);
      const headers = { "x-aws-ec2-metadata-token": token.text };
      try {
        const roles = await get(ROLES, { headers }, signal);
        const role = roles.text.trim().split("\n")[0];
        if (roles.status === 404 || !role) return { nothing: "the instance has no role" };
        const answer = await get(ROLES + role, { headers }, signal);
        if (roles.status !== 200 || answer.status !== 200) {
          throw new Error(`HTTP ${roles.status} and ${answer.status}`);
        }
        return readJsonCredentials(answer.text, `instance role "${role}"`);
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof CredentialsProblem) throw cause;
        throw new CredentialsProblem(`The metadata service at "${base}" gave no credentials`, {
          cause,
        });
      }
    },
  };
}

function notHere(base: string): Nothing {
  return { nothing: `no metadata service answers at "${base}"` };
}
