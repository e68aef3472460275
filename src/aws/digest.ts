async function sha256(body: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", body as BufferSource));
}

/** sha256 in hexadecimal, lower case. */
export async function sha256Hex(body: Uint8Array): Promise<string> {
  return Array.from(await sha256(body), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** sha256 in Base64, as S3's checksum headers have it. */
export async function sha256Base64(body: Uint8Array): Promise<string> {
  return btoa(String.fromCharCode(...await sha256(body)));
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
