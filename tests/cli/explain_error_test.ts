import assert from "node:assert/strict";
import { AwsError } from "../../src/aws/errors.ts";
import type { AwsRequest } from "../../src/aws/request.ts";
import { CredentialsProblem } from "../../src/aws/credentials/ports.ts";
import { failureOf } from "../../src/cli/explain_error.ts";
import { EXIT } from "../../src/cli/exit_code.ts";
import { Failure } from "../../src/cli/failure.ts";
import { SessionEnded } from "../../src/cli/tenant_aws.ts";
import { StoreUnavailable } from "../../src/state/store.ts";

Deno.test("failureOf() says of missing credentials once where they were looked for, also where a store lacked them", () => {
  const problem = new CredentialsProblem(
    'No AWS credentials found. Looked at:\n  environment: not set\n  profile "a": no such profile',
  );
  for (const error of [problem, new StoreUnavailable("can't read", { cause: problem })]) {
    const failure = failureOf(error)!;
    assert.equal(failure.exitCode, 4);
    assert.deepEqual(failure.diagnostic, {
      code: "no-credentials",
      summary: "No AWS credentials found",
      why: 'looked at environment: not set; profile "a": no such profile',
      fix:
        "name a profile (AWS_PROFILE), or log in to AWS (aws sso login); panka doctor shows what is found",
    });
  }
});

Deno.test("failureOf() says nothing twice, and sends to the permissions where a folder can't be written", () => {
  const cause = new Deno.errors.PermissionDenied("mkdir '/stack/.panka'");
  const failure = failureOf(new StoreUnavailable("can't write /stack/.panka", { cause }))!;
  assert.equal(failure.diagnostic.summary, "can't write /stack/.panka");
  assert.equal(failure.diagnostic.why, undefined);
  assert.equal(failure.diagnostic.fix, "check who may write there, and its room");
});

Deno.test("failureOf() lets a refused login speak where a store could not be read for it", () => {
  const refused = new Failure({ code: "denied", summary: "no", fix: "log in" }, EXIT.denied);
  assert.equal(failureOf(new StoreUnavailable("can't read", { cause: refused })), refused);
});

Deno.test("failureOf() says of an ended session what kept it from being renewed, and what to do about that", () => {
  const ended = (cause: Error) =>
    failureOf(new StoreUnavailable("x", { cause: new SessionEnded("acme", { cause }) }))!;
  const none = ended(
    new CredentialsProblem("No AWS credentials found. Looked at:\n  a: no\n  b: no"),
  );
  assert.equal(none.exitCode, 4);
  assert.equal(none.diagnostic.why, "No AWS credentials found: looked at a: no; b: no");
  assert.match(none.diagnostic.fix!, /AWS_PROFILE.*then the session renews itself/);
  const refused = new Failure({ code: "login-refused", summary: "no", fix: "x" }, EXIT.denied);
  assert.equal(ended(refused).diagnostic.fix, "panka login --tenant acme");
});

Deno.test("failureOf() names the action that AWS denied, and how a stranger logs in", () => {
  const request = { service: "s3", operation: "GetBucketEncryption", bucket: "b" } as AwsRequest;
  const denied = (identity: string) => {
    const message =
      `User: ${identity} is not authorized to perform: s3:GetEncryptionConfiguration on resource: b`;
    const answer = { code: "AccessDenied", message, status: 403 };
    const error = new AwsError(request, answer, new Headers());
    return failureOf(new StoreUnavailable("can't read", { cause: error }))!;
  };
  const stranger = denied("arn:aws:iam::1:user/ada");
  assert.equal(stranger.exitCode, 4);
  const { code, summary, fix } = stranger.diagnostic;
  assert.deepEqual([code, summary], [
    "access-denied",
    'AWS does not allow s3:GetEncryptionConfiguration on the bucket "b"',
  ]);
  assert.match(fix!, /have s3:GetEncryptionConfiguration allowed.*panka admin login/);
  const tenant = denied("arn:aws:sts::1:assumed-role/panka-tenant-acme/ada");
  assert.doesNotMatch(tenant.diagnostic.fix!, /panka admin login/);
});

Deno.test("failureOf() says once what AWS said where nothing better is known", () => {
  const request = { service: "s3", operation: "GetObject" } as AwsRequest;
  const answer = { code: "InternalError", message: "odd", status: 500 };
  const odd = new AwsError(request, answer, new Headers());
  const unread = new StoreUnavailable(`can't read it: ${odd.message}`, { cause: odd });
  for (const error of [odd, unread]) {
    const { summary, why } = failureOf(error)!.diagnostic;
    assert.deepEqual([summary, why], [error.message, undefined]);
  }
});
