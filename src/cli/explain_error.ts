import { BackendProblem } from "../aws/backend/step.ts";
import { CredentialsProblem } from "../aws/credentials/ports.ts";
import { AwsError, NoAnswer } from "../aws/errors.ts";
import { explain, type Explanation } from "../aws/explain.ts";
import { PulumiMissing } from "../engine/pulumi/install.ts";
import { Locked } from "../lock/acquire.ts";
import { LeaseLost } from "../lock/lease.ts";
import { FileProblem } from "../ports/files.ts";
import { StateUnreadable } from "../state/codec.ts";
import { EditRefused } from "../state/edit.ts";
import { PlanStale, SessionRefused, Superseded } from "../state/refusals.ts";
import { NoVersioning, StoreUnavailable, UnknownOutcome } from "../state/store.ts";
import { DocumentWrong } from "../tenant/documents.ts";
import { TenantIamProblem } from "../tenant/iam/document.ts";
import { tenantRoleName } from "../tenant/names.ts";
import { TenantRefused } from "../tenant/refused.ts";
import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import { SessionEnded } from "./tenant_aws.ts";
import { holderName, lockName } from "./view/lock.ts";

/** Errors that say themselves why, and what to do. */
const SAID = [
  [StateUnreadable, "state-unreadable"],
  [SessionRefused, "refused"],
  [EditRefused, "refused"],
  [TenantRefused, "tenant"],
  [PulumiMissing, "no-engine"],
] as const;

/** What an error that a person can do something about means; undefined for a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  for (const [kind, code] of SAID) {
    if (!(error instanceof kind)) continue;
    const { message: summary, why, fix } = error as InstanceType<typeof kind> & { why?: string };
    return new Failure({ code, summary, why, fix });
  }
  if (error instanceof Locked) {
    return new Failure({
      code: "locked",
      summary: error.reason === "unreadable"
        ? error.message
        : `${lockName(error.item.key)} is held by ${holderName(error.item)}${
          error.item.holder ? ` (${error.item.holder.command})` : ""
        }`,
      why: error.reason === "alive"
        ? "its holder is at work"
        : error.reason === "timeout"
        ? "it did not become free in time"
        : undefined,
      fix:
        "panka locks show tells more; a longer --lock-timeout waits, and takes over from one that died",
    }, EXIT.locked);
  }
  if (error instanceof LeaseLost || error instanceof Superseded) {
    return new Failure({
      code: "lock-lost",
      summary: error.message,
      why: "another run has the lock now; this one has written nothing since",
      fix: "run the command again: it goes on from what was recorded",
    }, EXIT.locked);
  }
  if (error instanceof PlanStale) {
    return new Failure(
      {
        code: "stale-plan",
        summary: error.message,
        fix: "panka plan --out FILE shows what is to be done now; then apply that",
      },
      EXIT.stale,
    );
  }
  if (error instanceof BackendProblem) {
    return new Failure({
      code: "backend",
      summary: error.message,
      fix: "change what it says, and run it again: what is there already stays",
    });
  }
  if (error instanceof DocumentWrong) {
    return new Failure({
      code: "tenant-document",
      summary: error.message,
      why: error.why,
      fix: `panka admin ${
        error.key.endsWith("/network.json")
          ? `network apply ${error.tenant} writes`
          : `tenant update ${error.tenant} --config FILE puts`
      } another in its place`,
    });
  }
  if (error instanceof TenantIamProblem) {
    return new Failure({ code: "tenant-iam", summary: error.message, fix: "change what it says" });
  }
  if (error instanceof SessionEnded) {
    const cause = failureOf(error.cause);
    const { code, summary, why, fix } = cause?.diagnostic ?? {};
    return new Failure({
      code: "session-ended",
      summary: error.message,
      why: [summary, why].filter(Boolean).join(": ") || String(error.cause),
      fix: fix === undefined || code === "login-refused"
        ? `panka login --tenant ${error.tenant}`
        : `${fix}; then the session renews itself`,
    }, cause?.exitCode ?? EXIT.denied);
  }
  if (error instanceof CredentialsProblem) {
    if (error.cause instanceof Failure) return error.cause;
    const [summary, ...places] = error.message.split(/\n\s*/);
    return new Failure({
      code: "no-credentials",
      summary: summary!.replace(/\. Looked at:$/, ""),
      why: places.length ? `looked at ${places.join("; ")}` : undefined,
      fix:
        "name a profile (AWS_PROFILE), or log in to AWS (aws sso login); panka doctor shows what is found",
    }, EXIT.denied);
  }
  if (error instanceof NoVersioning) {
    return new Failure({
      code: "no-versioning",
      summary: error.message,
      fix:
        `panka backend create --bucket ${error.bucket} --table TABLE turns it on, and leaves what is there`,
    });
  }
  if (error instanceof StoreUnavailable || error instanceof UnknownOutcome) {
    const { cause } = error;
    // What these are says it best itself.
    if ([NoVersioning, CredentialsProblem, Failure].some((kind) => cause instanceof kind)) {
      return failureOf(cause);
    }
    const known = explained(cause);
    const isFolder = cause instanceof Error &&
      (cause.name === "PermissionDenied" || /os error/.test(cause.message));
    const { summary, why, fix } = isFolder
      ? { summary: error.message, why: undefined, fix: "check who may write there, and its room" }
      : known.summary === known.why
      // Nothing better is known than what the message holds already.
      ? { summary: error.message, why: undefined, fix: known.fix }
      : known;
    return new Failure({
      code: error instanceof UnknownOutcome
        ? "unknown-outcome"
        : isDenied(cause)
        ? "access-denied"
        : "state-unavailable",
      summary,
      why: [why, error.message].find((text) => text !== undefined && text !== summary),
      fix: fix ?? "run the command again; nothing that was acknowledged is lost",
    }, isDenied(cause) ? EXIT.denied : EXIT.error);
  }
  if (error instanceof AwsError || error instanceof NoAnswer) {
    const { summary, why, fix } = explained(error);
    const denied = isDenied(error);
    return new Failure({
      code: denied ? "access-denied" : "aws",
      summary,
      why: why === summary ? undefined : why,
      fix,
    }, denied ? EXIT.denied : EXIT.error);
  }
  if (error instanceof FileProblem) {
    return new Failure({
      code: "file",
      summary: error.message,
      fix: "check the path, its permissions and the room there",
    });
  }
  return undefined;
}

/**
 * What AWS said. Where it denies a tenant explicitly, the session is most often one that the platform has ended; where
 * it denies somebody their state who is no tenant, they have not logged in, or not as the platform.
 */
function explained(error: unknown): Explanation {
  const known = explain(error);
  const tenant = new RegExp(`assumed-role/${tenantRoleName("([a-z0-9-]+)")}/.* explicit deny`, "s")
    .exec(known.why)?.[1];
  if (tenant !== undefined) {
    return {
      ...known,
      fix:
        `panka login --tenant ${tenant}, as sessions end when a token is revoked; if that changes nothing, ask the platform team`,
    };
  }
  const stranger = error instanceof AwsError && /^AccessDenied/.test(error.code) &&
    /^(s3|dynamodb)$/.test(error.request.service) && !known.why.includes(`/${tenantRoleName("")}`);
  if (!stranger) return known;
  return {
    ...known,
    fix:
      `${known.fix}. A team logs in with panka login --tenant NAME, the platform with panka admin login --profile NAME`,
  };
}

/** DynamoDB refuses with 400, and only the code tells. */
const DENIED =
  /^(AccessDenied|ExpiredToken|InvalidAccessKeyId|InvalidClientTokenId|InvalidSignature|MissingAuth|SignatureDoesNotMatch|UnrecognizedClient)/;

function isDenied(error: unknown): boolean {
  return error instanceof CredentialsProblem ||
    (error instanceof AwsError &&
      (error.status === 401 || error.status === 403 || DENIED.test(error.code)));
}
