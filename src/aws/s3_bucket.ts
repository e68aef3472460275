import type { AwsClient } from "./client.ts";
import { sha256Base64 } from "./digest.ts";
import { AwsError } from "./errors.ts";
import type { AwsResponse } from "./request.ts";
import { formatXml, parseXml, xml, type XmlElement } from "./xml.ts";

/** The settings of a bucket that are one document each, by their name in the query string. */
export type BucketSetting =
  | "versioning"
  | "encryption"
  | "publicAccessBlock"
  | "policy"
  | "lifecycle";

/** What S3 answers when a setting was never made. */
const NOT_SET = new Set([
  "NoSuchBucketPolicy",
  "NoSuchLifecycleConfiguration",
  "NoSuchPublicAccessBlockConfiguration",
  "ServerSideEncryptionConfigurationNotFoundError",
]);

/** S3's buckets. Throws AwsError and NoAnswer. */
export class S3Bucket {
  constructor(private readonly client: AwsClient, readonly name: string) {}

  /** Whether it exists and is ours to see; another account's bucket is an AwsError with status 403. */
  async exists(signal?: AbortSignal): Promise<boolean> {
    try {
      await this.#send("HeadBucket", "HEAD", {}, undefined, signal);
      return true;
    } catch (error) {
      if (error instanceof AwsError && error.status === 404) return false;
      throw error;
    }
  }

  /** Makes it in the client's region; one that is ours already is fine. */
  async create(signal?: AbortSignal): Promise<void> {
    const { region } = this.client;
    const body = region === "us-east-1" ? undefined : formatDocument(
      xml("CreateBucketConfiguration", [xml("LocationConstraint", region)]),
    );
    try {
      await this.#send("CreateBucket", "PUT", {}, body, signal);
    } catch (error) {
      if (error instanceof AwsError && error.code === "BucketAlreadyOwnedByYou") return;
      throw error;
    }
  }

  /** The setting as S3 keeps it, XML or JSON; undefined when it was never made. */
  async get(setting: BucketSetting, signal?: AbortSignal): Promise<string | undefined> {
    try {
      const { body } = await this.#send(
        settingOperation("Get", setting),
        "GET",
        { [setting]: "" },
        undefined,
        signal,
      );
      return new TextDecoder().decode(body);
    } catch (error) {
      if (error instanceof AwsError && NOT_SET.has(error.code)) return undefined;
      throw error;
    }
  }

  /** The setting, parsed. */
  async getXml(setting: BucketSetting, signal?: AbortSignal): Promise<XmlElement | undefined> {
    const text = await this.get(setting, signal);
    return text === undefined ? undefined : parseXml(text);
  }

  /** Replaces the setting as a whole: JSON as text, or the root of an XML document. */
  async put(
    setting: BucketSetting,
    document: string | XmlElement,
    signal?: AbortSignal,
  ): Promise<void> {
    const text = typeof document === "string" ? document : formatDocument(document);
    await this.#send(settingOperation("Put", setting), "PUT", { [setting]: "" }, text, signal);
  }

  async #send(
    operation: string,
    method: "GET" | "HEAD" | "PUT",
    query: Record<string, string>,
    document: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AwsResponse> {
    const body = document === undefined ? undefined : new TextEncoder().encode(document);
    return await this.client.send({
      service: "s3",
      operation,
      method,
      bucket: this.name,
      query,
      headers: body && {
        "content-type": document!.startsWith("{") ? "application/json" : "application/xml",
        "x-amz-checksum-sha256": await sha256Base64(body),
      },
      body,
      repeat: "always",
    }, signal);
  }
}

/** An XML document as S3 wants it, in its namespace. */
export function formatDocument(root: XmlElement): string {
  const opening = `<${root.name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`;
  return opening + formatXml(root).slice(root.name.length + 2);
}

/** The name of the call that reads or writes a setting. */
export function settingOperation(verb: "Get" | "Put", setting: BucketSetting): string {
  const names: Record<BucketSetting, string> = {
    versioning: "BucketVersioning",
    encryption: "BucketEncryption",
    publicAccessBlock: "PublicAccessBlock",
    policy: "BucketPolicy",
    lifecycle: "LifecycleConfiguration",
  };
  return verb + names[setting];
}
