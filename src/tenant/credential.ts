const PREFIX = "pnk";
const ID = /^[0-9a-z]{10}$/;
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
/** Hexadecimal digits of 256 bits. */
const SECRET_LENGTH = 64;
const CHECKSUM_LENGTH = 8;

/** What a tenant's members log in with: `pnk_<id>_<256 random bits>_<checksum>`. Shown once, kept nowhere. */
export interface Token {
  /** Names the credential in the tenant's record and in its role's trust policy; no secret. */
  id: string;
  /** The whole token. */
  text: string;
}

/** @param random source of randomness that can't be guessed */
export async function newToken(random: { bytes(length: number): Uint8Array }): Promise<Token> {
  // 252 is the last multiple of 36 in a byte: below it every character is as likely as any other.
  let id = "";
  while (id.length < 10) {
    for (const byte of random.bytes(16)) {
      if (byte < 252 && id.length < 10) id += ALPHABET[byte % 36];
    }
  }
  const body = `${PREFIX}_${id}_${random.bytes(SECRET_LENGTH / 2).toHex()}`;
  return { id, text: `${body}_${await checksum(body)}` };
}

/** The token in a text that somebody pasted; undefined when it is none, or when a character is wrong or missing. */
export async function parseToken(text: string): Promise<Token | undefined> {
  const trimmed = text.trim();
  const [prefix, id, secret, check, ...more] = trimmed.split("_");
  if (prefix !== PREFIX || more.length || !ID.test(id ?? "")) return undefined;
  if (!/^[0-9a-f]+$/.test(secret ?? "") || secret!.length !== SECRET_LENGTH) return undefined;
  if (check !== await checksum(`${PREFIX}_${id}_${secret}`)) return undefined;
  return { id: id!, text: trimmed };
}

/**
 * What AWS compares instead of the token, as `sts:ExternalId` (64 of 2 to 1224 characters, see AssumeRole in the STS
 * reference). Who can read the role's trust policy or CloudTrail sees this value and can't find the token from it; but
 * who has the value *and* an identity that the trust policy names can log in as with the token.
 */
export async function externalId(token: Token, tenant: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    bytes.encode(token.text),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign("HMAC", key, bytes.encode(`panka tenant ${tenant} v1`));
  return new Uint8Array(mac).toHex();
}

/** Finds typing errors; it is no protection. */
async function checksum(body: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(body));
  return new Uint8Array(digest).toHex().slice(0, CHECKSUM_LENGTH);
}
