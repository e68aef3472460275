import { type HttpMessage, readMessage } from "./http_message.ts";

/** A server that sees the bytes of requests and answers with bytes. */
export interface WireServer {
  /** Such as `http://127.0.0.1:40123`. */
  url: string;
  /** Ends all connections. */
  stop(): Promise<void>;
}

/**
 * Serves on a free port of 127.0.0.1, one request to a connection.
 *
 * @param answer gives the whole answer; undefined: the connection breaks
 */
export function serveWire(
  answer: (request: HttpMessage) => Promise<Uint8Array | undefined>,
): WireServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();

  async function serve(conn: Deno.Conn): Promise<void> {
    open.add(conn);
    try {
      const request = await readMessage(conn);
      const bytes = request && await answer(request);
      if (bytes) await write(conn, bytes);
    } catch (error) {
      // A client that gave up, or stop().
      if (!(error instanceof Deno.errors.BadResource || isBroken(error))) throw error;
    } finally {
      open.delete(conn);
      try {
        conn.close();
      } catch {
        // stop() closed it.
      }
    }
  }

  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const conn of listener) serving.push(serve(conn));
  })();

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    listener.close();
    for (const conn of open) conn.close();
    await accepting;
    await Promise.all(serving);
  }
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    stop: () => stopping ??= stop(),
  };
}

/** The whole answer of the server at `target`, as bytes. @param head whether the request is HEAD */
export async function forward(
  target: string,
  bytes: Uint8Array,
  head: boolean,
): Promise<Uint8Array> {
  const { hostname, port } = new URL(target);
  const conn = await Deno.connect({ hostname, port: Number(port) });
  try {
    await write(conn, bytes);
    const answer = await readMessage(conn, head);
    if (!answer) throw new Error(`${target} closed the connection`);
    return answer.bytes;
  } finally {
    conn.close();
  }
}

/** A whole message: its lines, then its body. */
export function message(lines: readonly string[], body: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode([...lines, "", ""].join("\r\n"));
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

function isBroken(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe || error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.Interrupted;
}

async function write(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}
