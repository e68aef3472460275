/** What a receiver got. */
export interface Received {
  path: string;
  headers: Headers;
  // deno-lint-ignore no-explicit-any
  body: any;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** How it answers from now on; undefined: 200. */
  answer?: () => Response | Promise<Response>;
  stop(): Promise<void>;
}

/** A collector on this machine that keeps what it is sent. */
export function startReceiver(): Receiver {
  const received: Received[] = [];
  const controller = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: controller.signal, onListen: () => {} },
    async (request) => {
      let bytes: ReadableStream<Uint8Array<ArrayBuffer>> | null = request.body;
      if (request.headers.get("content-encoding") === "gzip") {
        bytes = bytes!.pipeThrough(new DecompressionStream("gzip"));
      }
      const body = JSON.parse(await new Response(bytes).text());
      received.push({ path: new URL(request.url).pathname, headers: request.headers, body });
      return await receiver.answer?.() ?? new Response("{}");
    },
  );
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}`,
    received,
    async stop() {
      controller.abort();
      await server.finished;
    },
  };
  return receiver;
}

/** The values of a metric, by its attributes as text. */
export function valuesOf({ body }: Received, name: string): Record<string, number> {
  // deno-lint-ignore no-explicit-any
  const metrics: any[] = body.resourceMetrics[0].scopeMetrics[0].metrics;
  const metric = metrics.find((one) => one.name === name);
  const points = metric?.sum?.dataPoints ?? metric?.histogram?.dataPoints ?? [];
  // deno-lint-ignore no-explicit-any
  return Object.fromEntries(points.map((point: any) => [
    // deno-lint-ignore no-explicit-any
    point.attributes.map(({ value }: any) => value.stringValue ?? value.intValue).join(" "),
    Number(point.asInt ?? point.count),
  ]));
}
