/** A request or an answer of HTTP/1.1. */
export interface HttpMessage {
  firstLine: string;
  headers: Headers;
  body: Uint8Array;
  /** The whole message as it came. */
  bytes: Uint8Array;
}

/**
 * Reads one message with a content-length (or without a body); undefined when the connection ends before it.
 *
 * @param noBody for the answer to HEAD, whose length is that of no body
 */
export async function readMessage(
  conn: Deno.Conn,
  noBody = false,
): Promise<HttpMessage | undefined> {
  let bytes = new Uint8Array();
  const chunk = new Uint8Array(65536);
  for (;;) {
    const message = parse(bytes, noBody);
    if (message) return message;
    const count = await conn.read(chunk);
    if (count === null) return undefined;
    const longer = new Uint8Array(bytes.length + count);
    longer.set(bytes);
    longer.set(chunk.subarray(0, count), bytes.length);
    bytes = longer;
  }
}

function parse(bytes: Uint8Array, noBody: boolean): HttpMessage | undefined {
  const text = new TextDecoder("latin1").decode(bytes);
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [firstLine = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Headers(lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  }));
  noBody ||= / (204|304) /.test(firstLine + " ");
  if (headers.has("transfer-encoding") && !noBody) {
    return parseChunked(bytes, text, firstLine, headers, end);
  }
  const length = noBody ? 0 : Number(headers.get("content-length") ?? 0);
  const whole = end + 4 + length;
  if (bytes.length < whole) return undefined;
  return {
    firstLine,
    headers,
    body: bytes.slice(end + 4, whole),
    bytes: bytes.slice(0, whole),
  };
}

/** Bodies in chunks are handed on as they are; nobody looks into them. */
function parseChunked(
  bytes: Uint8Array,
  text: string,
  firstLine: string,
  headers: Headers,
  end: number,
): HttpMessage | undefined {
  if (!text.endsWith("0\r\n\r\n")) return undefined;
  return { firstLine, headers, body: bytes.slice(end + 4), bytes };
}
