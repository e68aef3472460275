/** A regular file in a tar archive. */
export interface TarEntry {
  /** Path in the archive, with slashes. */
  name: string;
  executable: boolean;
  /** Its content; to be read to the end, or not at all, before the next entry is asked for. */
  content: AsyncIterable<Uint8Array>;
}

const BLOCK = 512;

/**
 * The regular files of a tar archive (ustar, as Go and GNU tar write release archives), one by
 * one, without holding any in memory. Throws when the archive ends early or a header is broken.
 */
export async function* untar(archive: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const source = new Source(archive);
  for (let header; (header = await source.block()) && header.some((byte) => byte !== 0);) {
    checkSum(header);
    const size = octal(header, 124, 12);
    const kind = String.fromCharCode(header[156]!);
    let left = size;
    const content = async function* () {
      while (left > 0) {
        const chunk = await source.take(left);
        left -= chunk.length;
        yield chunk;
      }
    };
    if (kind === "0" || kind === "\0") {
      const prefix = text(header, 345, 155);
      const name = text(header, 0, 100);
      yield {
        name: prefix ? `${prefix}/${name}` : name,
        executable: (octal(header, 100, 8) & 0o100) !== 0,
        content: content(),
      };
    }
    while (left > 0) left -= (await source.take(left)).length;
    for (let padding = (BLOCK - size % BLOCK) % BLOCK; padding > 0;) {
      padding -= (await source.take(padding)).length;
    }
  }
}

/** Bytes of a stream, asked for by length. */
class Source {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(archive: AsyncIterable<Uint8Array>) {
    this.#chunks = archive[Symbol.asyncIterator]();
  }

  /** At least one byte, at most `length`. */
  async take(length: number): Promise<Uint8Array> {
    const taken = await this.#next(length);
    if (!taken) throw new Error("the archive ends early");
    return taken;
  }

  /** A header; `undefined` at the end of the archive. */
  async block(): Promise<Uint8Array | undefined> {
    const block = new Uint8Array(BLOCK);
    for (let filled = 0; filled < BLOCK;) {
      const taken = await this.#next(BLOCK - filled);
      if (!taken && filled === 0) return undefined;
      if (!taken) throw new Error("the archive ends early");
      block.set(taken, filled);
      filled += taken.length;
    }
    return block;
  }

  async #next(length: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#rest = value;
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }
}

function checkSum(header: Uint8Array): void {
  // The checksum's own field counts as blanks.
  const sum = header.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== octal(header, 148, 8)) {
    throw new Error("the archive is broken: a header's sum is wrong");
  }
}

function text(header: Uint8Array, offset: number, length: number): string {
  const field = header.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

const octal = (header: Uint8Array, offset: number, length: number) =>
  parseInt(text(header, offset, length).trim() || "0", 8);
