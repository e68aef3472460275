import { formatXml, xml, type XmlElement } from "../../../src/aws/xml.ts";
import { message } from "../../faults/wire.ts";
import type { HttpAsk } from "../http_ask.ts";

/** An error as a service tells it. */
export interface ServiceError {
  /** The name in S3, and in the query protocol. */
  code: string;
  /** The name in JSON protocols, where another. */
  jsonCode?: string;
  message: string;
  /** Where not 403 (of JSON protocols: 400). */
  status?: number;
}

/** The error in the service's own format. */
export function errorAnswer(ask: HttpAsk, error: ServiceError): Uint8Array {
  const { code, jsonCode = code, message: text } = error;
  const json = ask.headers.has("x-amz-target");
  if (ask.service === "s3") {
    const parts = [xml("Code", code), xml("Message", text), xml("RequestId", REQUEST_ID)];
    return reply(ask, error.status ?? 403, xmlText(xml("Error", parts)), "application/xml");
  }
  if (ask.service === "ec2") {
    const name = code === "AccessDenied" ? "UnauthorizedOperation" : code;
    const one = xml("Errors", [xml("Error", [xml("Code", name), xml("Message", text)])]);
    const body = xml("Response", [one, xml("RequestID", REQUEST_ID)]);
    return reply(ask, error.status ?? 403, xmlText(body), "text/xml");
  }
  if (!json && /form-urlencoded/.test(ask.headers.get("content-type") ?? "")) {
    const one = xml("Error", [xml("Type", "Sender"), xml("Code", code), xml("Message", text)]);
    const body = xml("ErrorResponse", [one, xml("RequestId", REQUEST_ID)]);
    return reply(ask, error.status ?? 403, xmlText(body), "text/xml");
  }
  // DynamoDB, KMS and their like spell the field of a refusal with a capital.
  const type = ask.service === "dynamodb" ? `com.amazon.coral.service#${jsonCode}` : jsonCode;
  const body = JSON.stringify({ ...(json && { __type: type }), Message: text, message: text });
  return reply(ask, json ? 400 : error.status ?? 403, body, "application/x-amz-json-1.0", [
    `x-amzn-errortype: ${jsonCode}`,
  ]);
}

/** The answer of an STS action. */
export function stsAnswer(ask: HttpAsk, action: string, result: XmlElement[]): Uint8Array {
  const about = xml("ResponseMetadata", [xml("RequestId", REQUEST_ID)]);
  const body = xml(`${action}Response`, [xml(`${action}Result`, result), about]);
  return reply(ask, 200, xmlText(body), "text/xml");
}

const REQUEST_ID = "00000000-0000-4000-8000-000000000000";

function xmlText(element: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${formatXml(element)}`;
}

function reply(
  ask: HttpAsk,
  status: number,
  body: string,
  type: string,
  headers: string[] = [],
): Uint8Array {
  const bytes = new TextEncoder().encode(body);
  return message([
    `HTTP/1.1 ${status} ${status === 200 ? "OK" : "Refused"}`,
    `content-type: ${type}`,
    `content-length: ${bytes.length}`,
    `x-amzn-requestid: ${REQUEST_ID}`,
    `x-amz-request-id: ${REQUEST_ID}`,
    ...headers,
    "connection: close",
  ], ask.method === "HEAD" ? new Uint8Array() : bytes);
}
