import { AwsError } from "../aws/errors.ts";
import { explain } from "../aws/explain.ts";
import { wasNotDone } from "../aws/retry.ts";
import { StoreUnavailable, UnknownOutcome } from "./store.ts";

/** What a failed read, list or refused write is to a store's caller; the signal's own reason stays itself. */
export function unavailable(error: unknown, what: string, signal?: AbortSignal): unknown {
  if (signal?.aborted && error === signal.reason) return error;
  return new StoreUnavailable(`${what}: ${explain(error).summary}`, { cause: error });
}

/** What a failed write is: {@link UnknownOutcome} when it may have happened. */
export function failedWrite(error: unknown, what: string, signal?: AbortSignal): unknown {
  const early = signal?.aborted && error === signal.reason;
  if (early || wasNotDone(error)) return unavailable(error, what, signal);
  const why = error instanceof Error ? error.message : String(error);
  return new UnknownOutcome(`${what}: nobody can say whether it happened: ${why}`, {
    cause: error,
  });
}

/** Whether AWS answered with one of these codes. */
export function hasCode(error: unknown, ...codes: string[]): error is AwsError {
  return error instanceof AwsError && codes.includes(error.code);
}

export function hasStatus(error: unknown, status: number): error is AwsError {
  return error instanceof AwsError && error.status === status;
}
