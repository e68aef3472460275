import { askJson } from "./calls.ts";
import type { AwsClient } from "./client.ts";
import { AwsError } from "./errors.ts";

/** AWS Secrets Manager, read only. Throws AwsError and NoAnswer. */
export class SecretsManager {
  constructor(private readonly client: AwsClient) {}

  /** Whether there is a secret of that name or ARN. Its value is not asked for. */
  async exists(id: string, signal?: AbortSignal): Promise<boolean> {
    try {
      const answer = await this.#call("DescribeSecret", { SecretId: id }, signal);
      // One that is being deleted can't be read any more.
      return answer.DeletedDate === undefined;
    } catch (error) {
      if (error instanceof AwsError && error.code === "ResourceNotFoundException") return false;
      throw error;
    }
  }

  /** The text of a secret, or of one key ("path#key") where it is a JSON object. For the engine alone: never to be recorded or shown. */
  async text(path: string, signal?: AbortSignal): Promise<string> {
    const [id, key] = path.split("#", 2) as [string, string?];
    const { SecretString: text } = await this.#call("GetSecretValue", { SecretId: id }, signal);
    if (typeof text !== "string") throw new Error(`secret "${id}" holds no text`);
    if (key === undefined) return text;
    let value: unknown;
    try {
      value = JSON.parse(text)[key];
    } catch {
      // The parser's own message would quote the secret.
      throw new Error(`secret "${id}" is not JSON, so it has no key "${key}"`);
    }
    if (typeof value !== "string" && typeof value !== "number") {
      throw new Error(`secret "${id}" has no text at key "${key}"`);
    }
    return String(value);
  }

  async #call(
    operation: string,
    parameters: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const call = { service: "secretsmanager", target: "secretsmanager", operation };
    return await askJson(this.client, call, parameters, signal);
  }
}
