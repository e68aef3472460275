import { parseXml, textAt, type XmlElement } from "./xml.ts";

export interface S3Version {
  key: string;
  versionId: string;
  etag: string;
  isLatest: boolean;
  /** Milliseconds since 1970 UTC. */
  lastModified: number;
  /** Bytes. */
  size: number;
}

export interface VersionsPage {
  versions: S3Version[];
  /** Of versions and delete markers. */
  keys: string[];
  /** Where the next page starts; absent on the last one. */
  next?: { keyMarker: string; versionIdMarker?: string };
}

/** @throws SyntaxError when the answer is not what ListObjectVersions answers */
export function readVersionsPage(body: Uint8Array): VersionsPage {
  const root = rootOf(body, "ListVersionsResult");
  const entries = root.children.filter(({ name }) => name === "Version" || name === "DeleteMarker");
  const page: VersionsPage = {
    versions: entries.filter(({ name }) => name === "Version").map(version),
    keys: entries.map((entry) => decode(text(entry, "Key"))),
  };
  if (text(root, "IsTruncated") === "true") {
    page.next = {
      keyMarker: decode(text(root, "NextKeyMarker")),
      versionIdMarker: textAt(root, "NextVersionIdMarker"),
    };
  }
  return page;
}

/** @throws SyntaxError when the answer is not what ListObjectsV2 answers */
export function readKeysPage(body: Uint8Array): { keys: string[]; next?: string } {
  const root = rootOf(body, "ListBucketResult");
  const keys = root.children
    .filter(({ name }) => name === "Contents")
    .map((entry) => decode(text(entry, "Key")));
  const more = text(root, "IsTruncated") === "true";
  return { keys, next: more ? text(root, "NextContinuationToken") : undefined };
}

function version(entry: XmlElement): S3Version {
  return {
    key: decode(text(entry, "Key")),
    versionId: text(entry, "VersionId"),
    etag: text(entry, "ETag"),
    isLatest: text(entry, "IsLatest") === "true",
    lastModified: Date.parse(text(entry, "LastModified")) || 0,
    size: Number(text(entry, "Size")),
  };
}

function rootOf(body: Uint8Array, name: string): XmlElement {
  const root = parseXml(new TextDecoder().decode(body));
  if (root.name !== name) throw new SyntaxError(`S3 answered <${root.name}> instead of <${name}>`);
  return root;
}

function text(element: XmlElement, name: string): string {
  const value = textAt(element, name);
  if (value === undefined) {
    throw new SyntaxError(`S3's <${element.name}> has no <${name}>`);
  }
  return value;
}

/** Keys come in the encoding of HTML forms, as asked for: XML can't carry every character. */
function decode(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}
