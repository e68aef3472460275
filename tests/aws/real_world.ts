import { AwsClient, type AwsClientOptions } from "../../src/aws/client.ts";
import { fixedCredentials } from "../../src/aws/credentials/credentials.ts";
import type { Clock, Random } from "../../src/ports/clock.ts";
import { LIMITS_MS } from "./instant_clock.ts";

/** The real time. */
export const realClock: Clock = {
  wall: Date.now,
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, ms);
      const stop = () => {
        clearTimeout(timer);
        reject(signal!.reason);
      };
      signal?.addEventListener("abort", stop, { once: true });
    }),
};

/** The real time, but that an answer may take as long as it likes: emulators on a busy machine do. */
export const patientClock: Clock = {
  ...realClock,
  sleep: (ms, signal) => realClock.sleep(LIMITS_MS.includes(ms) ? 2 ** 31 - 1 : ms, signal),
};

export const realRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  fraction: Math.random,
};

/** A client that asks one local server for everything. */
export function clientOf(url: string, options: Partial<AwsClientOptions> = {}): AwsClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "testtest", source: "test" };
  return new AwsClient({
    region: "us-east-1",
    credentials: fixedCredentials(credentials),
    send: (target, init) => fetch(target, init),
    clock: patientClock,
    random: realRandom,
    env: (name) => name === "AWS_ENDPOINT_URL" ? url : undefined,
    ...options,
  });
}
