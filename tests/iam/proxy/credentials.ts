import type { Policy } from "../policy.ts";
import type { Caller } from "../request.ts";

/** Somebody whom the test tells the proxy about. */
export interface Principal {
  accessKeyId: string;
  /** Of a user, or `arn:aws:iam::<account>:root`. */
  arn: string;
  tags?: Record<string, string>;
  /** Documents of the user's policies; for root there are none. */
  policies?: (string | object)[];
  boundary?: string | object;
}

/** What an access key stands for. */
export interface Credential {
  caller: Caller;
  /** Must come with the key. */
  token?: string;
  /** Milliseconds since 1970. */
  expiresAt?: number;
  /** Of a user, as told; a role's are read from IAM. */
  identity?: Policy[];
  boundary?: Policy;
  session?: Policy[];
  /** Tags that go on into the next role. */
  transitive?: string[];
}

/** The caller whom a told principal is. */
export function callerOf({ arn, tags }: Principal): Caller {
  const account = arn.split(":")[4];
  const kind = arn.endsWith(":root") ? "root" : "user";
  const userId = kind === "root" ? account : `AIDA${arn.split("/").at(-1)!.toUpperCase()}`;
  return { kind, arn, account, tags, userId };
}

/** A new access key of the given length, of characters that AWS uses. */
export function randomKey(prefix: string, length: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return prefix + Array.from(bytes, (byte) => alphabet[byte % 32]).join("");
}
