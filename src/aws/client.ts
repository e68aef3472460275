import type { Clock, Random } from "../ports/clock.ts";
import type { CredentialProvider, Credentials } from "./credentials/credentials.ts";
import { queryString } from "./encode.ts";
import { bucketBase, type Endpoint, endpointFor, type Env } from "./endpoint.ts";
import { AwsError, NoAnswer, parseErrorAnswer } from "./errors.ts";
import { Gate } from "./gate.ts";
import { damage } from "./integrity.ts";
import type { AwsRequest, AwsResponse } from "./request.ts";
import { isExpired, isSkewed, mayRepeat, retryDelay } from "./retry.ts";
import { sign } from "./sign.ts";
import type { Send } from "./transport.ts";

export interface AwsClientOptions {
  region: string;
  credentials: CredentialProvider;
  send: Send;
  clock: Clock;
  random: Random;
  env: Env;
  /** Tries per request, the first one included; 5 when absent. */
  tries?: number;
  /** Told of every try, for logs and metrics. */
  observe?: (attempt: Attempt) => void;
}

/** One try of a request. */
export interface Attempt {
  service: string;
  operation: string;
  /** Undefined when no complete answer came. */
  status?: number;
  milliseconds: number;
}

const TIMEOUT_MS = 30_000;
/** More at a time makes no deployment faster, and S3 and STS begin to throttle. */
const WIDTH = 16;

/** Signs requests and sends them. Tries again only where {@link AwsRequest.repeat} allows it. */
export class AwsClient {
  /** Shared by all clients that come of this one. */
  readonly #shared: {
    gate: Gate;
    /** Milliseconds to add to our clock to have AWS's. */
    offset: number;
  };

  constructor(private readonly options: AwsClientOptions, from?: AwsClient) {
    this.#shared = from ? from.#shared : { gate: new Gate(WIDTH), offset: 0 };
  }

  get region(): string {
    return this.options.region;
  }

  /** Where a service is asked. */
  endpoint(service: string): Endpoint {
    return endpointFor(service, this.options.region, this.options.env);
  }

  /** A client with other credentials or another region; together they keep to the 16 requests at a time. */
  with(change: Partial<Pick<AwsClientOptions, "region" | "credentials">>): AwsClient {
    return new AwsClient({ ...this.options, ...change }, this);
  }

  /** @throws AwsError, NoAnswer, the signal's reason */
  async send(request: AwsRequest, signal?: AbortSignal): Promise<AwsResponse> {
    let corrected = false;
    let renewed = false;
    for (let tries = 1;; tries++) {
      const signed = request.signed === false
        ? undefined
        : await this.options.credentials.get(signal);
      try {
        return await this.#shared.gate.run(() => this.#try(request, signed, signal), signal);
      } catch (error) {
        if (isSkewed(error) && !corrected && this.#correctClock(error)) {
          corrected = true;
        } else if (isExpired(error) && !renewed && signed) {
          this.options.credentials.forget(signed);
          renewed = true;
        } else if (tries >= (this.options.tries ?? 5) || !mayRepeat(request.repeat, error)) {
          throw error;
        } else {
          const { clock, random } = this.options;
          await clock.sleep(retryDelay(error, tries, random.fraction()), signal);
        }
      }
    }
  }

  async #try(
    request: AwsRequest,
    credentials: Credentials | undefined,
    signal: AbortSignal | undefined,
  ): Promise<AwsResponse> {
    const { clock, region, observe } = this.options;
    const url = this.#url(request);
    let headers = new Headers();
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value !== undefined) headers.set(name, value);
    }
    if (credentials) {
      headers = await sign({ ...request, url, headers, region }, credentials, this.#now());
    }
    // Not signed, since proxies change it. Lengths and checksums are about plain bodies.
    headers.set("accept-encoding", "identity");
    const started = clock.monotonic();
    let status: number | undefined;
    try {
      const answer = await this.#exchange(request, url, headers, signal);
      status = answer.status;
      if (status < 300) return answer;
      throw new AwsError(
        request,
        parseErrorAnswer(status, answer.headers, answer.body),
        answer.headers,
      );
    } finally {
      const { service, operation } = request;
      observe?.({ service, operation, status, milliseconds: clock.monotonic() - started });
    }
  }

  /** Sends and reads the whole answer, in time. */
  async #exchange(
    request: AwsRequest,
    url: string,
    headers: Headers,
    signal: AbortSignal | undefined,
  ): Promise<AwsResponse> {
    const limit = request.timeoutMs ?? TIMEOUT_MS;
    const late = new AbortController();
    const finished = new AbortController();
    this.options.clock.sleep(limit, finished.signal).then(() => late.abort(), () => {});
    const noAnswer = (sent: boolean, what: string, cause?: unknown) =>
      new NoAnswer(request, new URL(url).host, sent, what, { cause });
    let response: AwsResponse;
    try {
      const got = await this.options.send(url, {
        method: request.method,
        headers,
        body: once(request),
        redirect: "manual",
        signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      });
      const body = new Uint8Array(await got.arrayBuffer());
      response = { status: got.status, headers: got.headers, body };
    } catch (error) {
      if (signal?.aborted) {
        if (request.repeat === "always") throw signal.reason;
        throw noAnswer(true, "stopped before the answer came", signal.reason);
      }
      if (late.signal.aborted) throw noAnswer(true, `no answer within ${limit / 1000} s`, error);
      throw noAnswer(!isConnectError(error), reasonOf(error), error);
    } finally {
      finished.abort();
    }
    const damaged = await damage(request.method, response.status, response.headers, response.body);
    if (damaged) throw noAnswer(true, `damaged answer: ${damaged}`);
    return response;
  }

  #url(request: AwsRequest): string {
    const endpoint = this.endpoint(request.service);
    const base = request.bucket ? bucketBase(endpoint, request.bucket) : endpoint.base;
    return base + (request.path ?? "/") + queryString(request.query ?? {});
  }

  #now(): number {
    return this.options.clock.wall() + this.#shared.offset;
  }

  /** Takes the time from AWS's answer; false when that would change nothing. */
  #correctClock(error: AwsError): boolean {
    const theirs = Date.parse(error.headers.get("date") ?? "");
    if (Number.isNaN(theirs)) return false;
    const offset = theirs - this.options.clock.wall();
    if (Math.abs(offset - this.#shared.offset) < 1000) return false;
    this.#shared.offset = offset;
    return true;
  }
}

/**
 * The body as a Blob: `fetch` by itself sends a request again when the connection ends before the answer, if
 * its body is bytes, text or nothing (Deno 2.7); so a write could be done twice, and the second time be refused.
 */
function once({ body, repeat }: AwsRequest): Blob | undefined {
  if (body === undefined && repeat === "always") return undefined;
  return new Blob(body ? [body as BlobPart] : []);
}

/** Deno says "client error (Connect)" for DNS, TCP and TLS: the request itself was not sent yet. */
function isConnectError(error: unknown): boolean {
  return error instanceof Error && error.message.includes("client error (Connect)");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^.*?\): /, "") : String(error);
}
