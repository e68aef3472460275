/** Percent-encodes all but RFC 3986's unreserved characters, as signature version 4 wants it. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => "%" + char.charCodeAt(0).toString(16).toUpperCase(),
  );
}

/**
 * The URL path of an S3 key, every segment encoded.
 *
 * @throws TypeError for an empty, "." or ".." segment: a URL parser would fold it away, and another object be meant
 */
export function keyPath(key: string): string {
  return key.split("/").map((segment) => {
    if (segment === "" || segment === "." || segment === "..") {
      throw new TypeError(
        `Use a key without empty, "." or ".." segments, not ${JSON.stringify(key)}`,
      );
    }
    return "/" + percentEncode(segment);
  }).join("");
}

/** A query string with its "?", or nothing; parameters that are undefined are left out. */
export function queryString(query: Record<string, string | undefined>): string {
  const pairs = Object.entries(query)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`);
  return pairs.length > 0 ? "?" + pairs.join("&") : "";
}
