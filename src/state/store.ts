/** What a store answers to a read. `etag` names this content for {@link Condition}. */
export interface StoredObject {
  body: Uint8Array;
  etag: string;
  /** The store's name of this version; S3's VersionId. */
  versionId: string;
  /** Milliseconds since 1970 UTC, as the store says. */
  lastModified: number;
}

export interface StoredVersion {
  versionId: string;
  etag: string;
  lastModified: number;
  isLatest: boolean;
  size: number;
}

/**
 * Every write of state states what it expects to replace. `"any"` is for objects whose keys are
 * never reused.
 */
export type Condition = { ifMatch: string } | "absent" | "any";

/** The condition did not hold (S3: 412): someone else wrote first. Nothing was written. */
export class PreconditionFailed extends Error {
  override name = "PreconditionFailed";
}

/**
 * Two writes met (S3: 409 ConditionalRequestConflict): nothing is known of who won; the same
 * conditional request may be sent again.
 */
export class WriteConflict extends Error {
  override name = "WriteConflict";
}

/**
 * No answer came (timeout, reset, 5xx after sending): the write may or may not have happened. Read
 * back before anything else.
 */
export class UnknownOutcome extends Error {
  override name = "UnknownOutcome";
}

/** Read, list or write was refused or failed, and certainly wrote nothing. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** The store keeps no versions: nothing of it can be trusted, and nothing is done before that is mended. */
export class NoVersioning extends StoreUnavailable {
  override name = "NoVersioning";
  constructor(what: string, readonly bucket: string) {
    super(`${what}: the bucket has no versioning`);
  }
}

/**
 * A versioned object store with compare-and-swap: S3, a directory, or memory.
 * Keys are `/`-separated, never empty, without `.` or `..` segments.
 * Implementations never retry a conditional write on their own, unless the server said that it did
 * not take it up (throttling).
 */
export interface Store {
  /** Undefined only when the object certainly does not exist; every other failure throws. */
  get(key: string, signal?: AbortSignal): Promise<StoredObject | undefined>;
  /** One version of an object; undefined when that version does not exist. */
  getVersion(
    key: string,
    versionId: string,
    signal?: AbortSignal,
  ): Promise<StoredObject | undefined>;
  /** @throws PreconditionFailed, WriteConflict, UnknownOutcome, StoreUnavailable */
  put(
    key: string,
    body: Uint8Array,
    condition: Condition,
    signal?: AbortSignal,
  ): Promise<{ etag: string; versionId: string }>;
  /** Newest first. */
  versions(key: string, signal?: AbortSignal): Promise<StoredVersion[]>;
  /** Keys under `prefix`, sorted. */
  list(prefix: string, signal?: AbortSignal): Promise<string[]>;
  /** Where this store keeps things, for people: `s3://bucket`, a folder. */
  readonly location: string;
}
