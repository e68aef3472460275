import type { S3, S3Object } from "../aws/s3.ts";
import { failedWrite, hasCode, hasStatus, unavailable } from "./aws_failure.ts";
import { checkKey } from "./keys.ts";
import {
  type Condition,
  NoVersioning,
  PreconditionFailed,
  type Store,
  type StoredObject,
  type StoredVersion,
  UnknownOutcome,
  WriteConflict,
} from "./store.ts";

/** A store in an S3 bucket with versioning. Reads are repeated; a write only after S3 refused to take it up. */
export class S3Store implements Store {
  readonly location: string;

  constructor(private readonly s3: S3, private readonly bucket: string) {
    this.location = `s3://${bucket}`;
  }

  get(key: string, signal?: AbortSignal): Promise<StoredObject | undefined> {
    return this.#read(key, undefined, signal);
  }

  getVersion(
    key: string,
    versionId: string,
    signal?: AbortSignal,
  ): Promise<StoredObject | undefined> {
    return this.#read(key, versionId, signal);
  }

  async put(
    key: string,
    body: Uint8Array,
    condition: Condition,
    signal?: AbortSignal,
  ): Promise<{ etag: string; versionId: string }> {
    checkKey(key);
    const what = `Can't write "${key}" to "${this.location}"`;
    let written: { etag?: string; versionId?: string };
    try {
      const contentType = key.endsWith(".json") ? "application/json" : "application/octet-stream";
      written = await this.s3.putObject(
        this.bucket,
        key,
        body,
        condition === "any" ? {} : condition === "absent" ? { ifNoneMatch: "*" } : condition,
        { contentType },
        signal,
      );
    } catch (error) {
      // NoSuchKey: If-Match on an object that is not there.
      if (hasStatus(error, 412) || hasCode(error, "NoSuchKey")) {
        throw new PreconditionFailed(`"${key}" is not what the write expected to replace`, {
          cause: error,
        });
      }
      if (hasStatus(error, 409)) {
        throw new WriteConflict(`"${key}" in "${this.location}" was being written by another`, {
          cause: error,
        });
      }
      throw failedWrite(error, what, signal);
    }
    const { etag, versionId } = written;
    // It was written, as it seems, but not so that it could be found again.
    if (etag === undefined) throw new UnknownOutcome(`${what}: the answer has no ETag`);
    if (versionId === undefined) {
      throw new UnknownOutcome(`${what} as a version`, {
        cause: new NoVersioning(what, this.bucket),
      });
    }
    return { etag, versionId };
  }

  async versions(key: string, signal?: AbortSignal): Promise<StoredVersion[]> {
    checkKey(key);
    try {
      const found = await this.s3.listVersions(this.bucket, key, signal);
      return found.map(({ key: _, ...version }) => version);
    } catch (error) {
      throw unavailable(
        error,
        `Can't list the versions of "${key}" in "${this.location}"`,
        signal,
      );
    }
  }

  async list(prefix: string, signal?: AbortSignal): Promise<string[]> {
    try {
      return (await this.s3.listKeys(this.bucket, prefix, signal)).sort();
    } catch (error) {
      throw unavailable(error, `Can't list "${prefix}" in "${this.location}"`, signal);
    }
  }

  async #read(
    key: string,
    versionId: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<StoredObject | undefined> {
    checkKey(key);
    const what = `Can't read "${key}" from "${this.location}"`;
    let object: S3Object;
    try {
      object = await this.s3.getObject(this.bucket, key, versionId, signal);
    } catch (error) {
      if (hasCode(error, "NoSuchKey")) return undefined;
      if (versionId !== undefined && saysNoVersion(error)) return undefined;
      if (versionId === undefined && await this.#isMissing(error, key, signal)) return undefined;
      throw unavailable(error, what, signal);
    }
    if (object.versionId === undefined) throw new NoVersioning(what, this.bucket);
    return { ...object, versionId: object.versionId };
  }

  /**
   * Whether a read was refused only because there is no such object: S3 says so to nobody who may not list the whole
   * bucket (Amazon S3 API Reference, GetObject), and a tenant may list its own part.
   */
  async #isMissing(refused: unknown, key: string, signal?: AbortSignal): Promise<boolean> {
    if (!hasCode(refused, "AccessDenied")) return false;
    try {
      return !(await this.s3.listKeys(this.bucket, key, signal)).includes(key);
    } catch {
      return false;
    }
  }
}

function saysNoVersion(error: unknown): boolean {
  // MethodNotAllowed: the version is a delete marker. InvalidArgument: no version could have that name.
  return hasCode(error, "NoSuchVersion", "MethodNotAllowed") ||
    (hasCode(error, "InvalidArgument") && /version/i.test(error.answer.message));
}
