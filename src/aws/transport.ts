import type { Env } from "./endpoint.ts";

/** `fetch`, or what stands in for it. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The way to the network: `fetch`, which takes HTTPS_PROXY, HTTP_PROXY and NO_PROXY from the environment by itself,
 * with the certificates of `AWS_CA_BUNDLE` trusted besides the system's. Behind a proxy, NO_PROXY should name
 * 169.254.169.254 and 169.254.170.2, where EC2 and ECS have their credentials.
 *
 * @throws Error when the bundle can't be read
 */
export async function openTransport(env: Env): Promise<Send> {
  const bundle = env("AWS_CA_BUNDLE");
  const caCerts = bundle ? await certificatesOf(bundle) : [];
  const client = Deno.createHttpClient({ caCerts, poolIdleTimeout: IDLE_MS });
  return (url, init) => fetch(url, { ...init, client });
}

/** AWS ends connections that were idle for some seconds; a write on one of those would have an unknown outcome. */
const IDLE_MS = 4000;

async function certificatesOf(bundle: string): Promise<string[]> {
  let text: string;
  try {
    text = await Deno.readTextFile(bundle);
  } catch (cause) {
    throw new Error(`Can't read the certificates of AWS_CA_BUNDLE, "${bundle}"`, { cause });
  }
  const found = certificates(text);
  if (found.length === 0) {
    throw new Error(`AWS_CA_BUNDLE, "${bundle}", has no PEM certificate`);
  }
  return found;
}

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

function certificates(pem: string): string[] {
  return pem.split(BEGIN).slice(1).map((part) => BEGIN + part.split(END)[0] + END + "\n");
}
