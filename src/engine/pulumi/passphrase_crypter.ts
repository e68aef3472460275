/** Encrypts as Pulumi's passphrase secrets provider does: AES-256-GCM, key by PBKDF2-SHA256. */
export interface PassphraseCrypter {
  /** "v1:SALT:v1:NONCE:PROOF": goes into the stack configuration as `encryptionsalt`. */
  readonly salt: string;
  /** "v1:NONCE:CIPHERTEXT": what stands under `secure:` in the configuration. */
  encrypt(text: string): Promise<string>;
}

// From pulumi/sdk/go/common/resource/config/crypt.go.
const ITERATIONS = 1_000_000;
const SALT_BYTES = 8;
const NONCE_BYTES = 12;

/**
 * Makes the crypter of a passphrase. Takes some tenths of a second.
 * @param salt that of the checkpoint, where there is one
 */
export async function passphraseCrypter(
  passphrase: string,
  salt?: string,
): Promise<PassphraseCrypter> {
  const known = salt?.split(":")[1];
  const bytes = known === undefined
    ? crypto.getRandomValues(new Uint8Array(SALT_BYTES))
    : Uint8Array.fromBase64(known);
  const secret = await crypto.subtle.importKey("raw", utf8(passphrase), "PBKDF2", false, [
    "deriveKey",
  ]);
  const key = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt: bytes, iterations: ITERATIONS },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const encrypt = async (text: string) => {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(text));
    return `v1:${iv.toBase64()}:${new Uint8Array(sealed).toBase64()}`;
  };
  // The proof lets Pulumi tell a wrong passphrase.
  return { salt: salt ?? `v1:${bytes.toBase64()}:${await encrypt("pulumi")}`, encrypt };
}

const utf8 = (text: string) => new TextEncoder().encode(text);
