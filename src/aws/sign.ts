import { AwsV4Signer } from "aws4fetch";
import type { Credentials } from "./credentials/credentials.ts";
import { sha256Hex } from "./digest.ts";

/** What is signed. The URL is sent as it stands, so it must be encoded already. */
export interface Signable {
  method: string;
  url: string;
  headers: Headers;
  body?: Uint8Array;
  service: string;
  region: string;
}

/**
 * The headers of a request, signed with signature version 4.
 *
 * @param at milliseconds since 1970 UTC, as the server's clock has it
 */
export async function sign(
  request: Signable,
  credentials: Credentials,
  at: number,
): Promise<Headers> {
  const headers = new Headers(request.headers);
  // Otherwise aws4fetch would leave S3 bodies out of the signature.
  if (request.service === "s3") {
    headers.set("x-amz-content-sha256", await sha256Hex(request.body ?? new Uint8Array()));
  }
  const signer = new AwsV4Signer({
    method: request.method,
    url: request.url,
    headers,
    // A view's own buffer may be larger than the view; aws4fetch hashes the view.
    body: request.body as unknown as BodyInit,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey,
    sessionToken: credentials.sessionToken,
    service: request.service,
    region: request.region,
    datetime: amzDate(at),
    // It would leave out the content type, which AWS wants signed.
    allHeaders: true,
  });
  return (await signer.sign()).headers;
}

/** `20260102T030405Z`. */
export function amzDate(at: number): string {
  return new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");
}
