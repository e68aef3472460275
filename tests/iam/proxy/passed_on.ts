import type { HttpMessage } from "../../faults/http_message.ts";
import { message } from "../../faults/wire.ts";
import type { HttpAsk } from "../http_ask.ts";
import { placeOf } from "../services/s3.ts";

/**
 * The request as the emulator takes it: signed as the account (an access key of twelve digits means
 * that account to ministack, which checks no signature), its bucket in the path, everything else as
 * it came.
 */
export function passedOn(
  request: HttpMessage,
  ask: HttpAsk,
  account: string,
  upstream: string,
): Uint8Array {
  const scope = `${account}/20260101/${ask.region}/${ask.service}/aws4_request`;
  const [head, body] = splitHead(request);
  const dropped = /^(host|authorization|x-amz-security-token|connection|expect|proxy-connection):/i;
  const lines = head.split("\r\n").slice(1).filter((line) => !dropped.test(line));
  const presigned = /[?&]X-Amz-(?!Meta)/i.test(ask.target);
  const target = presigned ? unsigned(ask.target) : ask.target;
  const inHost = ask.service === "s3" && /\.s3[.-]/.test(ask.headers.get("host") ?? "");
  return message([
    `${ask.method} ${inHost ? `/${placeOf(ask).bucket}` : ""}${target} HTTP/1.1`,
    `host: ${new URL(upstream).host}`,
    `authorization: AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    ...lines,
    "connection: close",
  ], body);
}

/** A target without a presigned URL's parameters. */
function unsigned(target: string): string {
  const [path = "", query = ""] = target.split("?");
  const left = query.split("&").filter((pair) => !/^X-Amz-/i.test(pair));
  return left.length ? `${path}?${left.join("&")}` : path;
}

/** Says that the connection ends with the answer, as it does. */
export function closing(answer: Uint8Array): Uint8Array {
  const [head, body] = splitHead({ bytes: answer });
  const lines = head.split("\r\n").filter((line) => !/^(connection|keep-alive):/i.test(line));
  return message([...lines, "connection: close"], body);
}

function splitHead({ bytes }: Pick<HttpMessage, "bytes">): [head: string, body: Uint8Array] {
  const end = new TextDecoder("latin1").decode(bytes).indexOf("\r\n\r\n");
  return [new TextDecoder("latin1").decode(bytes.slice(0, end)), bytes.slice(end + 4)];
}
