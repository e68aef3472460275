async function digest(name: "SHA-1" | "SHA-256", body: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(name, body as BufferSource));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** sha256 in hexadecimal, lower case. */
export async function sha256Hex(body: Uint8Array): Promise<string> {
  return hex(await digest("SHA-256", body));
}

/** sha1 in hexadecimal; the AWS CLI names its cache files so. */
export async function sha1Hex(text: string): Promise<string> {
  return hex(await digest("SHA-1", new TextEncoder().encode(text)));
}

/** sha256 in Base64, as S3's checksum headers have it. */
export async function sha256Base64(body: Uint8Array): Promise<string> {
  return btoa(String.fromCharCode(...await digest("SHA-256", body)));
}

const CRC32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The CRC-32 of zip and gzip, as DynamoDB puts it on every answer. */
export function crc32(body: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of body) value = CRC32[(value ^ byte) & 0xff]! ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
