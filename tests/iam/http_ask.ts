/** A request as it came over the wire. */
export interface WireRequest {
  method: string;
  /** Path and query, exactly as sent. */
  target: string;
  headers: Headers;
  body: Uint8Array;
}

/** A request whose signature has been read (not checked: that is AWS's part, and no IAM question). */
export interface HttpAsk extends WireRequest {
  /** As in the signature's scope: `s3`, `dynamodb`, `monitoring`. */
  service: string;
  region: string;
  accessKeyId?: string;
  sessionToken?: string;
  /** Still percent-encoded, nothing folded: S3 has no `..`. */
  path: string;
  /** Decoded once; the first value of each name. */
  query: ReadonlyMap<string, string>;
}

/** A request that no AWS service would understand, such as one with broken percent-encoding. */
export class BadAsk extends Error {
  override name = "BadAsk";
}

/** @throws {BadAsk} */
export function readAsk(request: WireRequest): HttpAsk {
  if (/[^\x21-\x7e]/.test(request.target)) throw new BadAsk("the target is not ASCII");
  const mark = request.target.indexOf("?");
  const path = mark < 0 ? request.target : request.target.slice(0, mark);
  const header = request.headers.get("authorization");
  const signedFor = header === null ? undefined : /Credential=([^,\s]+)/.exec(header)?.[1];
  // Of REST services, only S3 has no lists in its queries.
  const lists = signedFor !== undefined && !signedFor.includes("/s3/");
  const query = parsePairs(mark < 0 ? "" : request.target.slice(mark + 1), lists);
  const credential = header === null ? query.get("X-Amz-Credential") : signedFor;
  const [accessKeyId, , region, service] = credential?.split("/") ?? [];
  const ask = {
    ...request,
    path,
    query,
    // Without a signature only S3 can be meant: all else needs one.
    service: service ?? "s3",
    region: region ?? "us-east-1",
    accessKeyId,
    sessionToken: request.headers.get("x-amz-security-token") ??
      query.get("X-Amz-Security-Token") ?? undefined,
  };
  checkProtocol(ask);
  return ask;
}

/** How the services are asked that are told from others by more than their names. */
const TARGETS: Readonly<Record<string, RegExp>> = {
  dynamodb: /^DynamoDB(Streams)?_20120810\.\w+$/,
  kms: /^TrentService\.\w+$/,
  ssm: /^AmazonSSM\.\w+$/,
  secretsmanager: /^secretsmanager\.\w+$/,
};

/** A request that is signed for one service and reads like another's must not pass as either. */
function checkProtocol({ service, method, path, headers }: HttpAsk): void {
  const target = headers.get("x-amz-target");
  const own = TARGETS[service];
  const rpc = own !== undefined || service === "sts" || service === "iam";
  const wrong = own ? target === null || !own.test(target) : target !== null &&
    (service === "s3" || rpc || Object.values(TARGETS).some((other) => other.test(target)));
  if (wrong) throw new BadAsk(`x-amz-target "${target}" is none of ${service}`);
  if (rpc && (method !== "POST" || path !== "/")) {
    throw new BadAsk(`${method} ${path} of ${service}`);
  }
  if (!path.startsWith("/")) throw new BadAsk(`"${path}" is no path`);
}

/** `a=b&c`, decoded once. @throws {BadAsk} also when a name comes twice, as servers differ in which they take */
export function parseForm(text: string): Map<string, string> {
  return parsePairs(text, false);
}

/** With `repeats`, the first value of a name that comes twice. */
function parsePairs(text: string, repeats: boolean): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of text.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    const name = decodeOnce((at < 0 ? pair : pair.slice(0, at)).replaceAll("+", " "));
    if (found.has(name)) {
      if (repeats) continue;
      throw new BadAsk(`"${name}" comes twice`);
    }
    found.set(name, at < 0 ? "" : decodeOnce(pair.slice(at + 1).replaceAll("+", " ")));
  }
  return found;
}

/** One round of percent-decoding: `%252F` is `%2F`. @throws {BadAsk} when it is no UTF-8 */
export function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BadAsk(`"${text}" is not percent-encoded UTF-8`);
  }
}

/** @throws {BadAsk} */
export function parseJson(body: Uint8Array): Record<string, unknown> {
  try {
    const value = JSON.parse(new TextDecoder().decode(body) || "{}");
    if (typeof value === "object" && value && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new BadAsk("the body is no JSON object");
}

/** The operation that a JSON request names: `GetItem` of `DynamoDB_20120810.GetItem`. @throws {BadAsk} */
export function operationOf(ask: HttpAsk): string {
  const operation = ask.headers.get("x-amz-target")?.split(".").at(-1);
  if (!operation) throw new BadAsk("no x-amz-target");
  return operation;
}
