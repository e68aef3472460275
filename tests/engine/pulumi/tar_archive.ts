/** A `.tar.gz` of executable files, path → content. */
export async function tarGz(files: Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const content = new TextEncoder().encode(text);
    const padding = new Uint8Array((512 - content.length % 512) % 512);
    return [header(path, content.length), content, padding];
  });
  const tar = new Blob([...blocks, new Uint8Array(1024)]).stream();
  return await new Response(tar.pipeThrough(new CompressionStream("gzip"))).bytes();
}

function header(path: string, size: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(512);
  const put = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  put(0, path);
  put(100, "0000755\0");
  put(124, size.toString(8).padStart(11, "0") + "\0");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\x0000");
  put(148, block.reduce((a, b) => a + b, 0).toString(8).padStart(6, "0") + "\0 ");
  return block;
}
