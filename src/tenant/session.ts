/** Where a tenant's state and locks are. */
export interface TenantBackend {
  bucket: string;
  table: string;
  region: string;
}

/** Temporary credentials of the tenant's role. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds since 1970 UTC. */
  expiresAt: number;
}

/** What a login leaves on the machine. */
export interface TenantSession {
  tenant: string;
  /** The role that was taken on. */
  roleArn: string;
  accountId: string;
  backend: TenantBackend;
  /** The profile in ~/.aws whose identity logged in; with it the session is renewed. */
  profile?: string;
  /** RFC 3339. */
  loggedInAt: string;
  /** How: with a token, or by AWS identity alone. */
  by: "token" | "identity";
  secret: SessionSecret;
}

/** The part of a session that only the keyring, or a file of mode 0600, may hold. */
export interface SessionSecret {
  /** Derived from the token, so that the session can be renewed; the token itself is kept nowhere. */
  externalId?: string;
  credentials: SessionCredentials;
}
