import type { AwsClient } from "./client.ts";
import { askJson } from "./calls.ts";
import { AwsError } from "./errors.ts";

/** Parameters of AWS Systems Manager. Throws AwsError and NoAnswer. */
export class Ssm {
  constructor(private readonly client: AwsClient) {}

  /** The text of a parameter, decrypted; undefined when there is none. */
  async getParameter(name: string): Promise<string | undefined> {
    try {
      const answer = await this.#call("GetParameter", { Name: name, WithDecryption: true });
      return (answer as { Parameter?: { Value?: string } }).Parameter?.Value;
    } catch (error) {
      if (error instanceof AwsError && error.code === "ParameterNotFound") return undefined;
      throw error;
    }
  }

  /**
   * Creates an encrypted parameter; false when one of that name is there already: another's, or
   * our own after a lost answer.
   */
  async createSecureString(name: string, value: string): Promise<boolean> {
    try {
      const parameter = { Name: name, Value: value, Type: "SecureString", Overwrite: false };
      await this.#call("PutParameter", parameter);
      return true;
    } catch (error) {
      if (error instanceof AwsError && error.code === "ParameterAlreadyExists") return false;
      throw error;
    }
  }

  async #call(operation: string, parameters: Record<string, unknown>): Promise<unknown> {
    // Nothing is overwritten: it may be repeated.
    return await askJson(
      this.client,
      { service: "ssm", target: "AmazonSSM", operation },
      parameters,
    );
  }
}
