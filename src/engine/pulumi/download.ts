import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { untar } from "./untar.ts";

export interface DownloadProgress {
  /** Bytes so far. */
  received: number;
  /** Bytes in all, where the server said so. */
  total?: number;
}

export interface Download {
  url: string;
  /** sha256 of the archive, in hex. */
  sha256: string;
  /** Names of the files wanted from the archive, wherever in it they are. */
  files: string[];
  /** The folder to make. */
  folder: string;
  fetch?: typeof fetch;
  onProgress?(progress: DownloadProgress): void;
}

/**
 * Downloads a `.tar.gz`, checks it, and only then unpacks the wanted files into a new folder,
 * which appears complete or not at all. When somebody else made it meanwhile, theirs is kept.
 * Throws when the server refuses, the checksum differs, or a file is missing.
 */
export async function downloadArchive(download: Download): Promise<void> {
  const { folder, files } = download;
  await Deno.mkdir(dirname(folder), { recursive: true });
  const aside = await Deno.makeTempDir({ dir: dirname(folder), prefix: ".download-" });
  try {
    const archive = join(aside, "archive");
    await fetchChecked(download, archive);
    const unpacked = join(aside, "files");
    await unpack(archive, files, unpacked);
    await moveInto(unpacked, folder);
  } finally {
    await Deno.remove(aside, { recursive: true });
  }
}

async function fetchChecked(download: Download, path: string): Promise<void> {
  const { url, sha256, fetch = globalThis.fetch, onProgress } = download;
  const response = await fetch(url);
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  const length = Number(response.headers.get("content-length"));
  const total = length > 0 ? length : undefined;
  const hash = createHash("sha256");
  let received = 0;
  using file = await Deno.open(path, { write: true, createNew: true });
  for await (const chunk of response.body) {
    hash.update(chunk);
    for (let rest = chunk; rest.length > 0;) rest = rest.subarray(await file.write(rest));
    received += chunk.length;
    onProgress?.({ received, total });
  }
  const got = hash.digest("hex");
  if (got !== sha256) {
    throw new Error(`${url} has the sha256 ${got} instead of ${sha256}; it was thrown away`);
  }
}

async function unpack(archive: string, files: string[], folder: string): Promise<void> {
  await Deno.mkdir(folder);
  const missing = new Set(files);
  using file = await Deno.open(archive);
  for await (const entry of untar(file.readable.pipeThrough(new DecompressionStream("gzip")))) {
    const name = basename(entry.name);
    if (!missing.delete(name)) continue;
    using target = await Deno.open(join(folder, name), {
      write: true,
      createNew: true,
      mode: entry.executable ? 0o755 : 0o644,
    });
    for await (const chunk of entry.content) {
      for (let rest = chunk; rest.length > 0;) rest = rest.subarray(await target.write(rest));
    }
  }
  if (missing.size) throw new Error(`the archive has no ${[...missing].join(", ")}`);
}

async function moveInto(made: string, folder: string): Promise<void> {
  try {
    await Deno.rename(made, folder);
  } catch (error) {
    const there = await Deno.stat(folder).then((info) => info.isDirectory, () => false);
    if (!there) throw error;
  }
}
