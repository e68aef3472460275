import type { AwsClient } from "../client.ts";
import { queryString } from "../encode.ts";
import { parseXml, type XmlElement } from "../xml.ts";

type Answer = Record<string, unknown>;

/** A read-only call of a service that speaks JSON. */
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

/** A read-only call of a service that takes forms and answers XML. */
export async function askQuery(
  client: AwsClient,
  { service, operation, version }: { service: string; operation: string; version: string },
  parameters: Record<string, string>,
  signal?: AbortSignal,
): Promise<XmlElement> {
  const form = queryString({ Action: operation, Version: version, ...parameters }).slice(1);
  const { body } = await client.send({
    service,
    operation,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body: new TextEncoder().encode(form),
    repeat: "always",
  }, signal);
  return parseXml(new TextDecoder().decode(body));
}
