import { dirname } from "node:path";

/** 256 bits, as text: beyond guessing, so the key derivation adds nothing to its strength. */
const PASSPHRASE_BYTES = 32;

/**
 * The passphrase of a stack whose state is in a folder: random, made at the first call, kept in a
 * file that only this user can read. Two first calls at once get the same one.
 */
export async function filePassphrase(path: string): Promise<string> {
  const kept = await read(path);
  if (kept !== undefined) return kept;
  await Deno.mkdir(dirname(path), { recursive: true });
  // Written aside and linked, so that nobody reads half a passphrase.
  const made = crypto.getRandomValues(new Uint8Array(PASSPHRASE_BYTES)).toHex();
  const aside = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(aside, made + "\n", { mode: 0o600, createNew: true });
  try {
    await Deno.link(aside, path);
    return made;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return (await read(path))!;
  } finally {
    await Deno.remove(aside);
  }
}

/** `undefined` when there is none. Throws when the file is not what was written. */
async function read(path: string): Promise<string | undefined> {
  let text: string;
  try {
    text = (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Error(
      `"${path}" holds no engine passphrase; restore it, or the checkpoint's secrets can't be read`,
    );
  }
  return text;
}
