import type { AwsRequest } from "./request.ts";
import { child, parseXml, textAt, type XmlElement } from "./xml.ts";

/** What AWS said of a request that it did not do, or answered with a status of 300 and more. */
export interface ErrorAnswer {
  /** "NoSuchKey"; "Http404" when the answer had no code that can be read. */
  code: string;
  message: string;
  requestId?: string;
  status: number;
  /** The region that AWS says is the right one. */
  region?: string;
  /** The fields of a JSON answer, such as the item that a condition failed on. */
  json?: Record<string, unknown>;
}

/** AWS answered, and it is an error. */
export class AwsError extends Error {
  override name = "AwsError";

  constructor(
    readonly request: AwsRequest,
    readonly answer: ErrorAnswer,
    readonly headers: Headers,
  ) {
    const id = answer.requestId ? `, request ${answer.requestId}` : "";
    super(
      `${request.service} ${request.operation}: ${answer.code}: ${answer.message} (HTTP ${answer.status}${id})`,
    );
  }

  get code(): string {
    return this.answer.code;
  }

  get status(): number {
    return this.answer.status;
  }
}

/** No complete answer came. */
export class NoAnswer extends Error {
  override name = "NoAnswer";

  constructor(
    readonly request: AwsRequest,
    readonly host: string,
    /** False when the request certainly never left: then AWS did nothing. */
    readonly sent: boolean,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${request.service} ${request.operation}: ${what} (${host})`, options);
  }
}

/** Reads an error answer in either of AWS's forms; never fails, a body that can't be read gives "Http<status>". */
export function parseErrorAnswer(status: number, headers: Headers, body: Uint8Array): ErrorAnswer {
  const text = new TextDecoder().decode(body);
  const read = text.trimStart().startsWith("<") ? fromXml(text) : fromJson(text, headers);
  const answer: ErrorAnswer = {
    ...read,
    code: read.code || `Http${status}`,
    message: read.message || "no further explanation",
    status,
  };
  const region = headers.get("x-amz-bucket-region");
  if (region) answer.region = region;
  const id = headers.get("x-amz-request-id") ?? headers.get("x-amzn-requestid");
  if (id) answer.requestId ??= id;
  return answer;
}

type Read = Omit<Partial<ErrorAnswer>, "status">;

function fromXml(text: string): Read {
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch {
    return {};
  }
  // S3: <Error>; STS, IAM: <ErrorResponse><Error>; EC2: <Response><Errors><Error>.
  const error = root.name === "Error"
    ? root
    : child(root, "Error") ?? child(child(root, "Errors"), "Error");
  return {
    code: textAt(error, "Code"),
    message: textAt(error, "Message"),
    region: textAt(error, "Region"),
    requestId: textAt(error, "RequestId") ?? textAt(root, "RequestId") ?? textAt(root, "RequestID"),
  };
}

function fromJson(text: string, headers: Headers): Read {
  let json: Record<string, unknown> = {};
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null) json = value;
  } catch {
    // A proxy's page, or nothing at all: the header may still have the code.
  }
  const type = headers.get("x-amzn-errortype") ?? json.__type ?? json.code;
  const message = json.message ?? json.Message;
  return {
    // "com.amazonaws.dynamodb.v20120810#ValidationException:http://…"
    code: typeof type === "string" ? type.split("#").pop()!.split(":")[0] : undefined,
    message: typeof message === "string" ? message : undefined,
    json,
  };
}
