import { AwsError, NoAnswer } from "./errors.ts";

/** An AWS failure in a person's words. */
export interface Explanation {
  /** One line, without a period at the end. */
  summary: string;
  why: string;
  /** What to do about it; absent when nothing better than AWS's own message is known. */
  fix?: string;
}

/** Explains what came out of the AWS client; anything else is its own message. */
export function explain(error: unknown): Explanation {
  if (error instanceof NoAnswer) return explainNoAnswer(error);
  if (error instanceof AwsError) return explainAnswer(error);
  const why = error instanceof Error ? error.message : String(error);
  return { summary: why, why };
}

const EXPIRED: Partial<Explanation> = {
  summary: "The AWS credentials have expired",
  fix: 'Get new ones ("aws sso login", or a new session of your CI job) and run the command again',
};
const UNKNOWN_KEY: Partial<Explanation> = {
  summary: "AWS does not know the access key",
  fix: "Check AWS_ACCESS_KEY_ID or the profile: the key may be deleted, or of another partition",
};
const WRONG_SECRET: Partial<Explanation> = {
  summary: "The secret access key does not belong to the access key",
  fix: "Check AWS_SECRET_ACCESS_KEY or the profile for a missing or an extra character",
};
const THROTTLED: Partial<Explanation> = {
  summary: "AWS is refusing requests for load",
  fix: "Wait a minute and run the command again; --parallelism lowers the load",
};

const BY_CODE: Record<string, (error: AwsError) => Partial<Explanation>> = {
  ExpiredToken: () => EXPIRED,
  ExpiredTokenException: () => EXPIRED,
  InvalidAccessKeyId: () => UNKNOWN_KEY,
  InvalidClientTokenId: () => UNKNOWN_KEY,
  UnrecognizedClientException: () => UNKNOWN_KEY,
  SignatureDoesNotMatch: () => WRONG_SECRET,
  InvalidSignatureException: () => WRONG_SECRET,
  SlowDown: () => THROTTLED,
  ThrottlingException: () => THROTTLED,
  AccessDenied: denied,
  AccessDeniedException: denied,
  NoSuchBucket: ({ request }) => ({
    summary: `The bucket "${request.bucket}" does not exist`,
    fix: `Check its name, or make it: panka backend create --bucket ${request.bucket}`,
  }),
  ResourceNotFoundException: ({ request }) =>
    request.service !== "dynamodb" ? {} : {
      summary: "The DynamoDB table does not exist in this region",
      fix: "Check its name and region, or make it: panka backend create --table NAME",
    },
  PermanentRedirect: otherRegion,
  TemporaryRedirect: otherRegion,
  AuthorizationHeaderMalformed: otherRegion,
  IllegalLocationConstraintException: otherRegion,
  RequestTimeTooSkewed: () => ({
    summary: "This machine's clock is too far from AWS's",
    fix: "Set the clock; AWS allows 5 to 15 minutes",
  }),
};

function denied({ request, answer }: AwsError): Partial<Explanation> {
  const on = request.bucket ? ` on the bucket "${request.bucket}"` : "";
  // Some operations need an action of another name, which is what a policy has to say.
  const action = /to perform: ([\w-]+:\w+)/.exec(answer.message)?.[1] ??
    `${request.service}:${request.operation}`;
  return {
    summary: `AWS does not allow ${action}${on}`,
    fix: `Act as an identity that may (AWS_PROFILE), or have ${action} allowed to this one`,
  };
}

function otherRegion({ request, answer }: AwsError): Partial<Explanation> {
  const there = answer.region ? `"${answer.region}"` : "another region";
  return {
    summary: request.bucket
      ? `The bucket "${request.bucket}" is in ${there}`
      : `The request belongs to ${there}`,
    fix: answer.region
      ? `Set the backend's region to ${there}: --region or PANKA_BACKEND_REGION`
      : "Set the backend's region: --region or PANKA_BACKEND_REGION",
  };
}

function explainAnswer(error: AwsError): Explanation {
  const known = BY_CODE[error.code]?.(error) ?? {};
  return { summary: error.message, ...known, why: error.message };
}

function explainNoAnswer(error: NoAnswer): Explanation {
  const why = error.message;
  if (/dns error/.test(why)) {
    return {
      summary: `The name "${error.host}" can't be resolved`,
      why,
      fix: "Check the network, the region's spelling and AWS_ENDPOINT_URL",
    };
  }
  if (/certificate|UnknownIssuer/i.test(why)) {
    return {
      summary: `The certificate of "${error.host}" is not trusted`,
      why,
      fix: "Behind a proxy with its own certificates, set AWS_CA_BUNDLE to their PEM file",
    };
  }
  return {
    summary: error.sent ? `No answer from "${error.host}"` : `"${error.host}" can't be reached`,
    why,
    fix: "Check the network; where a proxy is needed, set HTTPS_PROXY",
  };
}
