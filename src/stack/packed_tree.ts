import { createHash } from "node:crypto";
import { FileProblem, type Files } from "../ports/files.ts";

const MOST_BYTES = 250 * 1024 * 1024;
const MOST_FILES = 20_000;

/**
 * A folder or file as one run of bytes: for each file its name below the folder, 0, its size, 0,
 * and its content. Links and permissions are left out, as they are of what the engine uploads.
 *
 * @throws FileProblem when it is larger than what AWS takes as code (AWS Lambda: 250 MB unzipped)
 */
function* packed(files: Files, path: string): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let bytes = 0;
  let count = 0;
  function* add(here: string, name: string): Generator<Uint8Array> {
    const stat = files.stat(here);
    if (stat?.kind === "folder") {
      for (const entry of files.list(here)) {
        if (entry.kind !== "link") yield* add(`${here}/${entry.name}`, `${name}/${entry.name}`);
      }
      return;
    }
    if (stat?.kind !== "file") return;
    bytes += stat.size;
    if (++count > MOST_FILES || bytes > MOST_BYTES) {
      throw new FileProblem(`more than ${MOST_FILES} files or ${MOST_BYTES} bytes`);
    }
    const content = files.read(here);
    yield encoder.encode(`${name}\0${content.length}\0`);
    yield content;
  }
  yield* add(path, "");
}

/** One hash over names and contents of a folder, or over a file. */
export function hashTree(files: Files, path: string): string {
  const hash = createHash("sha256");
  for (const part of packed(files, path)) hash.update(part);
  return hash.digest("hex");
}

/** What {@link hashTree} is the hash of, gzipped. */
export async function packTree(
  files: Files,
  path: string,
): Promise<{ sha256: string; body: Uint8Array }> {
  const hash = createHash("sha256");
  const parts = packed(files, path);
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const { done, value } = parts.next();
      if (done) return controller.close();
      hash.update(value);
      controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  const body = await new Response(source.pipeThrough(new CompressionStream("gzip"))).bytes();
  return { sha256: hash.digest("hex"), body };
}

/**
 * The files of a packed tree; a file by itself has an empty name.
 *
 * @throws Error when it is not what was packed
 */
export async function unpackTree(
  body: Uint8Array,
  sha256: string,
): Promise<{ name: string; content: Uint8Array }[]> {
  const stream = new Blob([body as Uint8Array<ArrayBuffer>]).stream();
  const bytes = await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).bytes();
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) {
    throw new Error(`kept code ${sha256} is not what was written`);
  }
  const files: { name: string; content: Uint8Array }[] = [];
  let at = 0;
  const text = () => {
    const end = bytes.indexOf(0, at);
    const found = new TextDecoder().decode(bytes.subarray(at, end));
    at = end + 1;
    return found;
  };
  while (at < bytes.length) {
    const name = text();
    const size = Number(text());
    if (/(^|\/)\.\.(\/|$)/.test(name)) {
      throw new Error(`kept code ${sha256} leads out of its folder`);
    }
    files.push({ name, content: bytes.subarray(at, at += size) });
  }
  return files;
}
