/** A call that the backend's set-up makes, for people to read before it is made. */
export interface Call {
  service: "s3" | "dynamodb";
  operation: string;
  /** `s3://bucket`, `dynamodb:table`. */
  resource: string;
  why: string;
  /** The document that is sent. */
  document?: string;
}

/** One thing that must be so, and the call that makes it so. */
export interface Step {
  call: Call;
  isDone(signal?: AbortSignal): Promise<boolean>;
  run(signal?: AbortSignal): Promise<void>;
}

/** The backend can't be made as asked; the message says what to change. */
export class BackendProblem extends Error {
  override name = "BackendProblem";
}
