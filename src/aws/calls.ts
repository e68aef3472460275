import type { AwsClient } from "./client.ts";
import { queryString } from "./encode.ts";
import type { Repeat } from "./request.ts";
import { parseXml, type XmlElement } from "./xml.ts";

type Answer = Record<string, unknown>;

/** A call of a service that speaks JSON; one that may be repeated. Throws AwsError and NoAnswer. */
export async function askJson(
  client: AwsClient,
  { service, target, operation, version = "1.1" }: {
    service: string;
    /** Prefix of `x-amz-target`. */
    target: string;
    operation: string;
    version?: "1.0" | "1.1";
  },
  parameters: Answer,
  signal?: AbortSignal,
): Promise<Answer> {
  const { body } = await client.send({
    service,
    operation,
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${version}`,
      "x-amz-target": `${target}.${operation}`,
    },
    body: new TextEncoder().encode(JSON.stringify(parameters)),
    repeat: "always",
  }, signal);
  return JSON.parse(new TextDecoder().decode(body));
}

/** A call of a service that takes forms and answers XML. Throws AwsError and NoAnswer. */
export async function askQuery(
  client: AwsClient,
  { service, operation, version, repeat = "always", signed }: {
    service: string;
    operation: string;
    version: string;
    repeat?: Repeat;
    signed?: boolean;
  },
  parameters: Record<string, string | undefined>,
  signal?: AbortSignal,
): Promise<XmlElement> {
  const form = queryString({ Action: operation, Version: version, ...parameters }).slice(1);
  const { body } = await client.send({
    service,
    operation,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new TextEncoder().encode(form),
    repeat,
    signed,
  }, signal);
  return parseXml(new TextDecoder().decode(body));
}
