/** What a request is signed with. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** Milliseconds since 1970 UTC; absent for long-lived keys. */
  expiresAt?: number;
  /** Where they come from, for people: "environment", "profile \"dev\"". */
  source: string;
}

/** Gives credentials that are good now. */
export interface CredentialProvider {
  get(signal?: AbortSignal): Promise<Credentials>;
  /** These were refused as expired: don't give them again. */
  forget(refused: Credentials): void;
}

/** Credentials that are given once and stay. */
export function fixedCredentials(credentials: Credentials): CredentialProvider {
  return { get: () => Promise.resolve(credentials), forget: () => {} };
}
