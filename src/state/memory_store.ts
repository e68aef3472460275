import { checkKey } from "./keys.ts";
import {
  type Condition,
  PreconditionFailed,
  type Store,
  type StoredObject,
  type StoredVersion,
} from "./store.ts";

interface Version {
  body: Uint8Array;
  versionId: string;
  lastModified: number;
}

/**
 * A store in this process. Bodies are kept as given: neither side may change one afterwards.
 *
 * @param now milliseconds since 1970 UTC, for `lastModified`
 */
export class MemoryStore implements Store {
  readonly location = "memory";
  readonly #objects = new Map<string, Version[]>();
  #count = 0;

  constructor(private readonly now: () => number = () => 0) {}

  // deno-lint-ignore require-await -- a throw has to become a rejection
  async get(key: string, signal?: AbortSignal): Promise<StoredObject | undefined> {
    return stored(this.#read(key, signal).at(-1));
  }

  // deno-lint-ignore require-await
  async getVersion(
    key: string,
    versionId: string,
    signal?: AbortSignal,
  ): Promise<StoredObject | undefined> {
    return stored(this.#read(key, signal).find((version) => version.versionId === versionId));
  }

  // deno-lint-ignore require-await
  async put(
    key: string,
    body: Uint8Array,
    condition: Condition,
    signal?: AbortSignal,
  ): Promise<{ etag: string; versionId: string }> {
    const versions = this.#read(key, signal);
    const latest = versions.at(-1);
    if (
      condition === "absent" ? latest : condition !== "any" && etag(latest) !== condition.ifMatch
    ) {
      throw new PreconditionFailed(`"${key}" is not what the write expected to replace`);
    }
    const version = { body, versionId: `v${++this.#count}`, lastModified: this.now() };
    if (latest) versions.push(version);
    else this.#objects.set(key, [version]);
    return { etag: etag(version)!, versionId: version.versionId };
  }

  // deno-lint-ignore require-await
  async versions(key: string, signal?: AbortSignal): Promise<StoredVersion[]> {
    return this.#read(key, signal).map((version, index, all) => ({
      versionId: version.versionId,
      etag: etag(version)!,
      lastModified: version.lastModified,
      isLatest: index === all.length - 1,
      size: version.body.length,
    })).reverse();
  }

  // deno-lint-ignore require-await
  async list(prefix: string, signal?: AbortSignal): Promise<string[]> {
    signal?.throwIfAborted();
    return [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  #read(key: string, signal?: AbortSignal): Version[] {
    signal?.throwIfAborted();
    checkKey(key);
    return this.#objects.get(key) ?? [];
  }
}

function etag(version: Version | undefined): string | undefined {
  return version && `"${version.versionId}"`;
}

function stored(version: Version | undefined): StoredObject | undefined {
  return version && { ...version, etag: etag(version)! };
}
