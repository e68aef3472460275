import type { Credentials } from "./credentials.ts";
import { parseObject, readJsonCredentials } from "./json_credentials.ts";
import { type CredentialPorts, CredentialsProblem } from "./ports.ts";

/** What a profile's `credential_process` prints. */
export async function processCredentials(
  command: string,
  profile: string,
  ports: Pick<CredentialPorts, "run">,
  signal?: AbortSignal,
): Promise<Credentials> {
  const words = splitCommand(command);
  const source = `credential_process of profile "${profile}"`;
  let ran;
  try {
    ran = await ports.run(words, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw new CredentialsProblem(`Can't run "${words[0]}", the ${source}`, { cause });
  }
  if (ran.code !== 0) {
    const said = ran.stderr.trim().split("\n").at(-1) ?? "";
    throw new CredentialsProblem(`The ${source} ended with code ${ran.code}: ${said}`);
  }
  if (parseObject(ran.stdout)?.Version !== 1) {
    throw new CredentialsProblem(`The ${source} printed no JSON with "Version": 1`);
  }
  return readJsonCredentials(ran.stdout, `the ${source}`);
}

/** Splits a command line into words, as a shell does for quotes and backslashes and nothing else. */
export function splitCommand(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < command.length; at++) {
    const char = command[at]!;
    if (quote) {
      if (char === quote) quote = undefined;
      else if (char === "\\" && quote === '"' && /["\\]/.test(command[at + 1] ?? "")) {
        word += command[++at]!;
      } else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "\\" && at + 1 < command.length) word = (word ?? "") + command[++at]!;
    else word = (word ?? "") + char;
  }
  if (quote) throw new CredentialsProblem("A quote is not closed in credential_process");
  if (word !== undefined) words.push(word);
  if (words.length === 0) throw new CredentialsProblem("credential_process is empty");
  return words;
}
