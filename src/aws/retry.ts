import { CredentialsProblem } from "./credentials/ports.ts";
import { AwsError, NoAnswer } from "./errors.ts";
import type { Repeat } from "./request.ts";

/** Codes that say: not done, come back later. From the AWS SDKs' retry specification. */
const THROTTLED = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

const SKEWED = new Set(["RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"]);

const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]);

/** AWS refused to take the request up, for load. */
export function isThrottled(error: unknown): boolean {
  return error instanceof AwsError && (THROTTLED.has(error.code) || error.status === 429);
}

/** AWS refused the request for its time. */
export function isSkewed(error: unknown): error is AwsError {
  if (!(error instanceof AwsError)) return false;
  return SKEWED.has(error.code) ||
    // DynamoDB and STS: "Signature not yet current: …", "Signature expired: …".
    (/^(InvalidSignatureException|SignatureDoesNotMatch)$/.test(error.code) &&
      /^Signature (not yet current|expired)/i.test(error.answer.message));
}

/** AWS refused the request because its credentials are too old. */
export function isExpired(error: unknown): error is AwsError {
  return error instanceof AwsError && EXPIRED.has(error.code);
}

/** AWS certainly did not do it: it said so, or the request never left. */
export function wasNotDone(error: unknown): boolean {
  if (error instanceof AwsError) return error.status < 500 || isThrottled(error);
  if (error instanceof NoAnswer) return !error.sent;
  // Wrong settings and missing credentials are found before anything is sent.
  return error instanceof TypeError || error instanceof CredentialsProblem;
}

/** Whether a failed request may be sent again as it is. */
export function mayRepeat(repeat: Repeat, error: unknown): boolean {
  if (error instanceof NoAnswer) return repeat === "always" || !error.sent;
  if (!(error instanceof AwsError)) return false;
  if (isThrottled(error)) return true;
  // 400 RequestTimeout: S3 gave up reading the request's body.
  return repeat === "always" && (error.status >= 500 || error.code === "RequestTimeout");
}

const BASE_MS = 100;
const THROTTLED_BASE_MS = 500;
const CAP_MS = 20_000;

/**
 * Milliseconds to wait before the next try: exponential with full jitter, no less than the server asks for.
 *
 * @param tries how many have failed so far, from 1
 * @param fraction uniform in [0, 1)
 */
export function retryDelay(error: unknown, tries: number, fraction: number): number {
  const base = isThrottled(error) ? THROTTLED_BASE_MS : BASE_MS;
  const jittered = fraction * Math.min(CAP_MS, base * 2 ** tries);
  return Math.max(jittered, Math.min(CAP_MS, retryAfter(error)));
}

function retryAfter(error: unknown): number {
  const seconds = error instanceof AwsError ? Number(error.headers.get("retry-after")) : 0;
  return seconds > 0 ? seconds * 1000 : 0;
}
