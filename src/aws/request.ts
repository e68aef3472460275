/** Whether a request may be sent again after a try that failed. */
export type Repeat =
  /** Doing it twice is the same as doing it once: reads, and settings written whole. */
  | "always"
  /** Only after AWS certainly did not take it up: refused for throttling, or never sent. For conditional writes. */
  | "ifNotTaken";

/** One request to AWS, before signing. */
export interface AwsRequest {
  /** Signing name and endpoint prefix: "s3", "dynamodb", "sts". */
  service: string;
  /** What is asked, for messages: "GetObject". */
  operation: string;
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Percent-encoded, starts with "/"; "/" when absent. */
  path?: string;
  /** Not yet encoded. */
  query?: Record<string, string | undefined>;
  headers?: Record<string, string | undefined>;
  body?: Uint8Array;
  repeat: Repeat;
  /** S3 only: put in front of the host, or of the path where the endpoint wants that. */
  bucket?: string;
  /** False for the few calls that need no credentials. */
  signed?: boolean;
  /** Milliseconds for one try; 30,000 when absent. */
  timeoutMs?: number;
}

/** An answer with a status below 300, its body complete and its checksum right. */
export interface AwsResponse {
  status: number;
  headers: Headers;
  body: Uint8Array;
}
