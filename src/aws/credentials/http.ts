import type { CredentialPorts } from "./ports.ts";

export interface Asked {
  method?: "GET" | "PUT" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Milliseconds. */
  timeoutMs: number;
}

/** One plain request to a local or public source of credentials; throws when no answer comes in time. */
export async function ask(
  url: string,
  { timeoutMs, method = "GET", headers, body }: Asked,
  ports: Pick<CredentialPorts, "send" | "clock">,
  signal?: AbortSignal,
): Promise<{ status: number; text: string }> {
  const late = new AbortController();
  const finished = new AbortController();
  ports.clock.sleep(timeoutMs, finished.signal).then(
    () => late.abort(new Error(`no answer within ${timeoutMs / 1000} s`)),
    () => {},
  );
  try {
    const response = await ports.send(url, {
      method,
      headers,
      // Not text: see AwsClient; a refresh token may be good for one request only.
      body: body === undefined ? undefined : new Blob([body]),
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    });
    return { status: response.status, text: await response.text() };
  } finally {
    finished.abort();
  }
}
