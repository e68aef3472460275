import { crc32, sha256Base64 } from "./digest.ts";

/** Says what is wrong with an answer's body by its own length and checksum, or nothing. */
export async function damage(
  method: string,
  status: number,
  headers: Headers,
  body: Uint8Array,
): Promise<string | undefined> {
  const length = headers.get("content-length");
  if (method !== "HEAD" && length !== null && Number(length) !== body.length) {
    return `${body.length} of ${length} bytes arrived`;
  }
  const crc = headers.get("x-amz-crc32");
  if (crc !== null && Number(crc) !== crc32(body)) return "the body's CRC-32 is not the one sent";
  // On a PUT's answer the header is about what was sent; "-" marks a checksum of parts.
  const sha = headers.get("x-amz-checksum-sha256");
  if (method === "GET" && status === 200 && sha !== null && !sha.includes("-")) {
    if (sha !== await sha256Base64(body)) return "the body's SHA-256 is not the one stored";
  }
}
