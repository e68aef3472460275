/**
 * A server between a client and another server that spoils what a rule says, as networks and AWS do
 * and emulators never do.
 */

import type { HttpMessage } from "./http_message.ts";
import { forward, message, serveWire } from "./wire.ts";

/** What happens to one request. */
export type Fault =
  /** The connection breaks before the server hears of it. */
  | { kind: "unheard" }
  /** The server does it, and the connection breaks before its answer. */
  | { kind: "lost" }
  /** The server does it; half of the answer's body arrives. */
  | { kind: "truncated" }
  /** The server does it; one bit of the answer's body is another. */
  | { kind: "flipped" }
  /** The server does it; its answer is kept until {@link FaultProxy.release}. */
  | { kind: "held" }
  /** The answer says another time. */
  | { kind: "dated"; date: Date }
  /** Another answer; the server does it before only if `done`. */
  | {
    kind: "answered";
    status: number;
    headers?: Record<string, string>;
    body?: string;
    done?: boolean;
  };

/** A request as it came. */
export interface Seen {
  method: string;
  /** Path and query. */
  target: string;
  headers: Headers;
  body: string;
}

/** Decides what happens to a request; undefined: it goes through untouched. */
export type Rule = (request: Seen, number: number) => Fault | undefined;

export interface FaultProxy extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`. */
  url: string;
  /** All requests since the start, in the order of arrival. */
  seen: Seen[];
  /** Replaces the rule; requests are numbered from 1 again. */
  rule(rule: Rule): void;
  /** Lets go of every answer that is held. */
  release(): void;
  /** Resolves once so many answers are held. */
  held(answers?: number): Promise<void>;
  /** Answers nothing any more, also not what is held. */
  stop(): Promise<void>;
}

/** Starts a proxy before `target`, such as `http://127.0.0.1:4566`. */
export function startFaultProxy(target: string): FaultProxy {
  const seen: Seen[] = [];
  let rule: Rule = () => undefined;
  let number = 0;
  let release = Promise.withResolvers<void>();
  let holding = 0;
  let waiting: { answers: number; resolve(): void }[] = [];

  async function answerTo(request: HttpMessage): Promise<Uint8Array | undefined> {
    const [method = "", path = ""] = request.firstLine.split(" ");
    const body = new TextDecoder().decode(request.body);
    seen.push({ method, target: path, headers: request.headers, body });
    const fault = rule(seen.at(-1)!, ++number);
    if (fault?.kind === "unheard") return;
    // What is let go of while the server does it is not held afterwards.
    const until = release;
    const done = fault?.kind !== "answered" || fault.done;
    const answer = done ? await forward(target, request.bytes, method === "HEAD") : undefined;
    if (fault?.kind === "lost") return;
    if (fault?.kind === "held") {
      if (until === release) holding++;
      for (const { answers, resolve } of waiting) if (holding >= answers) resolve();
      await until.promise;
    }
    return spoil(answer ?? new Uint8Array(), fault);
  }

  const server = serveWire(answerTo);
  const proxy: FaultProxy = {
    url: server.url,
    seen,
    rule(next) {
      rule = next;
      number = 0;
    },
    release() {
      release.resolve();
      release = Promise.withResolvers();
      holding = 0;
      waiting = [];
    },
    held(answers = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ answers, resolve });
      if (holding >= answers) resolve();
      return promise;
    },
    stop() {
      const stopped = server.stop();
      release.resolve();
      return stopped;
    },
    [Symbol.asyncDispose]: () => proxy.stop(),
  };
  return proxy;
}

function spoil(answer: Uint8Array, fault: Fault | undefined): Uint8Array {
  const text = new TextDecoder("latin1").decode(answer);
  const bodyAt = text.indexOf("\r\n\r\n") + 4;
  switch (fault?.kind) {
    case "truncated":
      return answer.slice(0, bodyAt + Math.floor((answer.length - bodyAt) / 2));
    case "flipped": {
      const copy = answer.slice();
      copy[bodyAt] = copy[bodyAt]! ^ 1;
      return copy;
    }
    case "dated":
      return withHeader("date", fault.date.toUTCString());
    case "answered": {
      const body = new TextEncoder().encode(fault.body ?? "");
      const headers = { "content-length": String(body.length), ...fault.headers };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      return message([`HTTP/1.1 ${fault.status} Fault`, ...lines, "connection: close"], body);
    }
    default:
      // A connection serves one request: a client that sent another would find it broken.
      return withHeader("connection", "close");
  }

  function withHeader(name: string, value: string): Uint8Array {
    const lines = text.slice(0, bodyAt - 4).split("\r\n")
      .filter((line) => !line.toLowerCase().startsWith(`${name}:`));
    return message([...lines, `${name}: ${value}`], answer.slice(bodyAt));
  }
}
