import type { Clock, Random } from "../../ports/clock.ts";
import type { Env } from "../endpoint.ts";
import type { Send } from "../transport.ts";
import type { Credentials } from "./credentials.ts";

/** What the sources of credentials need of the world. */
export interface CredentialPorts {
  env: Env;
  /** The user's folder, without a slash at the end. */
  home?: string;
  /** Undefined when there is no such file; throws when it can't be read. */
  readText(path: string): Promise<string | undefined>;
  /** Runs a program without a shell. */
  run(command: string[], signal?: AbortSignal): Promise<Ran>;
  send: Send;
  clock: Clock;
  random: Random;
  /** Asks a person for the code of an MFA device; absent where nobody can be asked. */
  askMfaCode?(serial: string): Promise<string>;
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Why a source has no credentials: it is not set up at all. */
export interface Nothing {
  nothing: string;
}

/** One place where credentials may be. Throws {@link CredentialsProblem} when it is set up and does not work. */
export interface CredentialSource {
  name: string;
  find(signal?: AbortSignal): Promise<Credentials | Nothing>;
}

/** A source that was set up does not give credentials; the message says what to mend. */
export class CredentialsProblem extends Error {
  override name = "CredentialsProblem";
}
