import type { AwsClient } from "./client.ts";
import { sha256Base64 } from "./digest.ts";
import { keyPath } from "./encode.ts";
import type { AwsRequest, AwsResponse, Repeat } from "./request.ts";
import { readKeysPage, readVersionsPage, type S3Version } from "./s3_listing.ts";

/** An object as S3 sent it. `versionId` is absent in a bucket without versioning. */
export interface S3Object {
  body: Uint8Array;
  etag: string;
  versionId?: string;
  /** Milliseconds since 1970 UTC. */
  lastModified: number;
}

/** What a write expects to replace: one ETag, nothing, or whatever is there. */
export type S3Condition = { ifMatch: string } | { ifNoneMatch: "*" } | Record<never, never>;

/** S3's objects: the few calls that a store of state needs. Throws AwsError and NoAnswer. */
export class S3 {
  constructor(private readonly client: AwsClient) {}

  async getObject(
    bucket: string,
    key: string,
    versionId?: string,
    signal?: AbortSignal,
  ): Promise<S3Object> {
    const response = await this.#send("GetObject", "GET", bucket, "always", {
      path: keyPath(key),
      query: { versionId },
      headers: { "x-amz-checksum-mode": "ENABLED" },
    }, signal);
    const { headers, body } = response;
    return {
      body,
      etag: header(response, "etag"),
      versionId: headers.get("x-amz-version-id") ?? undefined,
      lastModified: Date.parse(headers.get("last-modified") ?? "") || 0,
    };
  }

  /** Never sent twice, unless S3 said that it did not take it up. */
  async putObject(
    bucket: string,
    key: string,
    body: Uint8Array,
    condition: S3Condition,
    options: { contentType?: string } = {},
    signal?: AbortSignal,
  ): Promise<{ etag?: string; versionId?: string }> {
    const response = await this.#send("PutObject", "PUT", bucket, "ifNotTaken", {
      path: keyPath(key),
      headers: {
        "content-type": options.contentType ?? "application/octet-stream",
        "if-match": "ifMatch" in condition ? condition.ifMatch : undefined,
        "if-none-match": "ifNoneMatch" in condition ? condition.ifNoneMatch : undefined,
        "x-amz-checksum-sha256": await sha256Base64(body),
      },
      body,
      // Code of some megabytes on a line of 100 kB a second.
      timeoutMs: Math.max(30_000, body.length / 100),
    }, signal);
    return {
      etag: response.headers.get("etag") ?? undefined,
      versionId: response.headers.get("x-amz-version-id") ?? undefined,
    };
  }

  /** Size, ETag and version of the newest version, without its body. */
  async headObject(
    bucket: string,
    key: string,
    signal?: AbortSignal,
  ): Promise<{ etag: string; size: number; versionId?: string }> {
    const response = await this.#send("HeadObject", "HEAD", bucket, "always", {
      path: keyPath(key),
    }, signal);
    return {
      etag: header(response, "etag"),
      size: Number(header(response, "content-length")),
      versionId: response.headers.get("x-amz-version-id") ?? undefined,
    };
  }

  /** Without a version, this leaves a delete marker. */
  async deleteObject(
    bucket: string,
    key: string,
    versionId?: string,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#send("DeleteObject", "DELETE", bucket, "always", {
      path: keyPath(key),
      query: { versionId },
    }, signal);
  }

  /** The versions of exactly this key, newest first, without delete markers. */
  async listVersions(bucket: string, key: string, signal?: AbortSignal): Promise<S3Version[]> {
    const found: S3Version[] = [];
    let from: { keyMarker?: string; versionIdMarker?: string } | undefined = {};
    while (from) {
      const response = await this.#send("ListObjectVersions", "GET", bucket, "always", {
        query: {
          versions: "",
          "encoding-type": "url",
          prefix: key,
          "key-marker": from.keyMarker,
          "version-id-marker": from.versionIdMarker,
        },
      }, signal);
      const page = readVersionsPage(response.body);
      found.push(...page.versions.filter((version) => version.key === key));
      // Longer keys with the same start come after it.
      from = page.keys.some((other) => other !== key) ? undefined : page.next;
    }
    return found;
  }

  /** All keys under a prefix, in S3's order: by UTF-8 bytes. */
  async listKeys(bucket: string, prefix: string, signal?: AbortSignal): Promise<string[]> {
    const found: string[] = [];
    let token: string | undefined;
    do {
      const response = await this.#send("ListObjectsV2", "GET", bucket, "always", {
        query: {
          "list-type": "2",
          "encoding-type": "url",
          prefix,
          "continuation-token": token,
        },
      }, signal);
      const page = readKeysPage(response.body);
      found.push(...page.keys);
      token = page.next;
    } while (token !== undefined);
    return found;
  }

  #send(
    operation: string,
    method: AwsRequest["method"],
    bucket: string,
    repeat: Repeat,
    rest: Pick<AwsRequest, "path" | "query" | "headers" | "body" | "timeoutMs">,
    signal: AbortSignal | undefined,
  ): Promise<AwsResponse> {
    return this.client.send(
      { service: "s3", operation, method, bucket, repeat, ...rest },
      signal,
    );
  }
}

function header(response: AwsResponse, name: string): string {
  const value = response.headers.get(name);
  if (value === null) throw new Error(`The answer of S3 has no ${name} header`);
  return value;
}
