import { ask } from "./http.ts";
import { readJsonCredentials } from "./json_credentials.ts";
import { type CredentialPorts, type CredentialSource, CredentialsProblem } from "./ports.ts";

const ECS_HOST = "http://169.254.170.2";
/** Where plain http may go: this machine, and the link-local addresses of ECS and EKS. */
const TRUSTED = new Set([
  "169.254.170.2",
  "169.254.170.23",
  "[fd00:ec2::23]",
  "localhost",
  "[::1]",
]);
const TIMEOUT_MS = 1000;

/** The agent of ECS or EKS, by `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` or `…_FULL_URI`. */
export function containerSource(ports: CredentialPorts): CredentialSource {
  return {
    name: "container",
    async find(signal) {
      const relative = ports.env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
      const full = ports.env("AWS_CONTAINER_CREDENTIALS_FULL_URI");
      if (!relative && !full) {
        return { nothing: "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI are not set" };
      }
      const url = relative ? ECS_HOST + relative : checkUrl(full!);
      const authorization = await token(ports);
      let answer;
      try {
        const headers: Record<string, string> = { accept: "application/json" };
        if (authorization) headers.authorization = authorization;
        answer = await ask(url, { headers, timeoutMs: TIMEOUT_MS }, ports, signal);
      } catch (cause) {
        signal?.throwIfAborted();
        throw new CredentialsProblem(`The container's credentials at "${url}" can't be reached`, {
          cause,
        });
      }
      if (answer.status !== 200) {
        throw new CredentialsProblem(
          `The container's credentials at "${url}" were refused (HTTP ${answer.status})`,
        );
      }
      return readJsonCredentials(answer.text, "the container");
    },
  };
}

function checkUrl(value: string): string {
  const url = URL.parse(value);
  const trusted = url?.protocol === "https:" || (url?.protocol === "http:" &&
    (TRUSTED.has(url.hostname) || /^127(\.\d+){3}$/.test(url.hostname)));
  if (!trusted) {
    throw new CredentialsProblem(
      `Set AWS_CONTAINER_CREDENTIALS_FULL_URI to https or to this machine, not "${value}"`,
    );
  }
  return value;
}

async function token(ports: CredentialPorts): Promise<string | undefined> {
  const file = ports.env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (!file) return ports.env("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  // Read each time: EKS replaces it.
  const text = await ports.readText(file);
  if (text === undefined) {
    throw new CredentialsProblem(
      `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, "${file}", does not exist`,
    );
  }
  return text.trim();
}
