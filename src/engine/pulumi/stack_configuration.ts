import type { SecretText } from "./expressions.ts";
import { passphraseCrypter } from "./passphrase_crypter.ts";
import { PROJECT } from "./urn.ts";

/** `Pulumi.STACK.yaml`. */
export interface StackConfiguration {
  encryptionsalt?: string;
  config?: { [name: string]: { secure: string } };
}

export interface ConfigurationInput {
  /** How the checkpoint's secrets are encrypted; with it Pulumi derives one key instead of two. */
  salt?: string;
  passphrase: string;
  /** What the program wants. */
  secretTexts: readonly SecretText[];
  readSecret?(path: string): Promise<string>;
  /** Whether there has to be a salt: without one, Pulumi has its service encrypt, or makes one up. */
  salted?: boolean;
}

/** Fills in what the program wants of secrets, encrypted. Throws, without the secret's text, when one can't be had. */
export async function stackConfiguration(
  { salt, passphrase, secretTexts, readSecret, salted }: ConfigurationInput,
): Promise<StackConfiguration> {
  if (secretTexts.length === 0 && (salt || !salted)) return { encryptionsalt: salt };
  const crypter = await passphraseCrypter(passphrase, salt);
  const config: StackConfiguration["config"] = {};
  for (const { name, path, key } of secretTexts) {
    if (!readSecret) throw new Error(`nothing is set up to read "${path}#${key}"`);
    const text = jsonKey(await readSecret(path), path, key);
    config[`${PROJECT}:${name}`] = { secure: await crypter.encrypt(text) };
  }
  return { encryptionsalt: crypter.salt, config };
}

/** Says nothing of the secret's text, whatever is wrong with it. */
function jsonKey(text: string, path: string, key: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error(`the secret "${path}" is not JSON, so it has no key "${key}"`);
  }
  const value = typeof parsed === "object" && parsed !== null && Object.hasOwn(parsed, key)
    ? (parsed as Record<string, unknown>)[key]
    : undefined;
  if (value === undefined || value === null) {
    throw new Error(`the secret "${path}" has no key "${key}"`);
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
