import type { Env } from "./endpoint.ts";

/** `fetch`, or what stands in for it. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The way to the network: `fetch`, which takes HTTPS_PROXY, HTTP_PROXY and NO_PROXY from the environment by itself,
 * with the certificates of `AWS_CA_BUNDLE` trusted besides the system's.
 *
 * @throws Error when the bundle can't be read
 */
export async function openTransport(env: Env): Promise<Send> {
  const bundle = env("AWS_CA_BUNDLE");
  if (!bundle) return (url, init) => fetch(url, init);
  let text: string;
  try {
    text = await Deno.readTextFile(bundle);
  } catch (cause) {
    throw new Error(`Can't read the certificates of AWS_CA_BUNDLE, "${bundle}"`, { cause });
  }
  const caCerts = certificates(text);
  if (caCerts.length === 0) {
    throw new Error(`AWS_CA_BUNDLE, "${bundle}", has no PEM certificate`);
  }
  const client = Deno.createHttpClient({ caCerts });
  return (url, init) => fetch(url, { ...init, client });
}

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

function certificates(pem: string): string[] {
  return pem.split(BEGIN).slice(1).map((part) => BEGIN + part.split(END)[0] + END + "\n");
}
