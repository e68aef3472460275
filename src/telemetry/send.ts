import type { Clock } from "../ports/clock.ts";
import type { Destination } from "./settings.ts";

/** `fetch`, or what stands in for it. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Sends one OTLP message, once. Never throws and never takes longer than the destination allows: metrics are worth
 * a moment of a run, and none of its outcome.
 *
 * @returns what went wrong, for a log; undefined when it was taken
 */
export async function sendOtlp(
  message: Record<string, unknown>,
  { url, headers, timeoutMs, gzip }: Destination,
  { send, clock }: { send: Send; clock: Clock },
): Promise<string | undefined> {
  const late = new AbortController();
  const done = new AbortController();
  clock.sleep(timeoutMs, done.signal).then(() => late.abort(), () => {});
  try {
    const plain = new Blob([JSON.stringify(message)]);
    const response = await send(url, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        ...(gzip && { "content-encoding": "gzip" }),
      },
      // A Blob is sent once; bytes or text would be sent again after a broken connection, and counted twice.
      body: gzip ? await zipped(plain) : plain,
      redirect: "error",
      signal: late.signal,
    });
    await response.body?.cancel();
    return response.ok ? undefined : `the collector answered ${response.status}`;
  } catch (error) {
    if (late.signal.aborted) return `the collector did not answer within ${timeoutMs / 1000} s`;
    // Not the error's own words: they can hold the URL, and with it a password.
    return `the collector could not be reached (${error instanceof Error ? error.name : "error"})`;
  } finally {
    done.abort();
  }
}

async function zipped(plain: Blob): Promise<Blob> {
  return await new Response(plain.stream().pipeThrough(new CompressionStream("gzip"))).blob();
}
