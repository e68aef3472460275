/** Trust and key policies against what AWS documents; each test names its page. */

import assert from "node:assert/strict";
import { evaluate } from "./evaluate.ts";
import { parsePolicy } from "./policy.ts";
import type { Caller, Context } from "./request.ts";

const ACCOUNT = "111122223333";
const OTHER = "999999999999";
const ROLE = `arn:aws:iam::${OTHER}:role/UpdateApp`;
const ERIN: Caller = { kind: "user", arn: `arn:aws:iam::${ACCOUNT}:user/Erin`, account: ACCOUNT };

function policyOf(statement: object, kind: "identity" | "resource" | "trust") {
  return parsePolicy({ Version: "2012-10-17", Statement: statement }, kind);
}

const mayAssume = policyOf(
  { Effect: "Allow", Action: "sts:AssumeRole", Resource: ROLE },
  "identity",
);

function trust(principal: object | string, condition?: object) {
  return policyOf({
    Effect: "Allow",
    Principal: principal,
    Action: "sts:AssumeRole",
    ...(condition && { Condition: condition }),
  }, "trust");
}

function assume(
  trusted: ReturnType<typeof trust> | undefined,
  { caller = ERIN, account = OTHER, context, may = true }: {
    caller?: Caller;
    account?: string;
    context?: Context;
    may?: boolean;
  } = {},
): boolean {
  const asked = { caller, action: "sts:AssumeRole", resource: ROLE, account, context };
  return evaluate(asked, { identity: may ? [mayAssume] : [], resource: trusted }).allowed;
}

Deno.test("evaluate() as of 'Delegate access across accounts using roles': both sides must allow", () => {
  const account = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
  assert.ok(assume(account));
  assert.ok(!assume(account, { may: false }));
  assert.ok(!assume(trust({ AWS: `arn:aws:iam::${OTHER}:root` })));
  assert.ok(!assume(undefined));
  assert.ok(!assume(trust({ AWS: ERIN.arn }), { may: false }));
});

Deno.test("evaluate() as of 'Policy evaluation logic': in one account a trust policy that names the user is enough", () => {
  assert.ok(assume(trust({ AWS: ERIN.arn }), { account: ACCOUNT, may: false }));
  assert.ok(!assume(trust({ AWS: ACCOUNT }), { account: ACCOUNT, may: false }));
  assert.ok(assume(trust({ AWS: ACCOUNT }), { account: ACCOUNT }));
  // And without one, an identity policy is not.
  assert.ok(!assume(undefined, { account: ACCOUNT }));
});

Deno.test("evaluate() as of 'Access to accounts owned by third parties': the external id must be the one", () => {
  const trusted = trust({ AWS: ACCOUNT }, {
    StringEquals: { "sts:ExternalId": ["12345", "67890"] },
  });
  assert.ok(assume(trusted, { context: { "sts:ExternalId": "12345" } }));
  assert.ok(assume(trusted, { context: { "sts:ExternalId": "67890" } }));
  assert.ok(!assume(trusted, { context: { "sts:ExternalId": "1234*" } }));
  assert.ok(!assume(trusted));
});

Deno.test("evaluate() as of 'Pass session tags': a tag must be given, and be one of these", () => {
  const trusted = trust({ AWS: ACCOUNT }, {
    StringLike: { "aws:RequestTag/Department": "*" },
    Null: { "aws:RequestTag/Project": "false" },
    "ForAllValues:StringEquals": { "aws:TagKeys": ["Project", "Department"] },
  });
  const tags = { "aws:RequestTag/Project": "p", "aws:RequestTag/Department": "d" };
  assert.ok(assume(trusted, { context: { ...tags, "aws:TagKeys": ["Project", "Department"] } }));
  assert.ok(!assume(trusted, { context: { ...tags, "aws:TagKeys": ["Project", "Other"] } }));
  assert.ok(!assume(trusted, { context: { "aws:RequestTag/Department": "d" } }));
});

Deno.test("evaluate() as of 'Principal': services and identity providers by their names", () => {
  const lambda: Caller = { kind: "service", arn: "lambda.amazonaws.com" };
  const google: Caller = { kind: "federated", arn: "accounts.google.com" };
  assert.ok(assume(trust({ Service: "lambda.amazonaws.com" }), { caller: lambda, may: false }));
  assert.ok(!assume(trust({ Service: "ec2.amazonaws.com" }), { caller: lambda, may: false }));
  assert.ok(assume(trust({ Federated: "accounts.google.com" }), { caller: google, may: false }));
  assert.ok(!assume(trust({ AWS: ACCOUNT }), { caller: google, may: false }));
});

Deno.test("evaluate() as of 'Key policies in AWS KMS': identity policies count only where the key's policy lets them", () => {
  const key = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1`;
  const asked = { caller: ERIN, action: "kms:Decrypt", resource: key, account: ACCOUNT };
  const identity = [policyOf({ Effect: "Allow", Action: "kms:*", Resource: key }, "identity")];
  const keyPolicy = (AWS: string) =>
    policyOf({ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" }, "resource");
  assert.ok(!evaluate(asked, { identity }).allowed);
  assert.ok(
    !evaluate(asked, { identity, resource: keyPolicy(`arn:aws:iam::${ACCOUNT}:user/Dan`) }).allowed,
  );
  assert.ok(
    evaluate(asked, { identity, resource: keyPolicy(`arn:aws:iam::${ACCOUNT}:root`) }).allowed,
  );
  assert.ok(!evaluate(asked, { resource: keyPolicy(`arn:aws:iam::${ACCOUNT}:root`) }).allowed);
  assert.ok(evaluate(asked, { resource: keyPolicy(ERIN.arn) }).allowed);
});

Deno.test("evaluate() as of 'Policy evaluation logic': root of the account may all that nothing denies", () => {
  const root: Caller = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, account: ACCOUNT };
  const asked = {
    caller: root,
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/a",
    account: ACCOUNT,
  };
  const closed = policyOf(
    { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::b/*" },
    "resource",
  );
  assert.ok(evaluate(asked, {}).allowed);
  assert.ok(!evaluate(asked, { resource: closed }).allowed);
  assert.ok(!evaluate({ ...asked, account: OTHER }, {}).allowed);
});

Deno.test("evaluate() as of 'Bucket policies': an anonymous caller needs a statement for everyone", () => {
  const caller: Caller = { kind: "anonymous", arn: "anonymous" };
  const asked = { caller, action: "s3:GetObject", resource: "arn:aws:s3:::b/a", account: ACCOUNT };
  const open = (Principal: string | object) =>
    policyOf(
      { Effect: "Allow", Principal, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" },
      "resource",
    );
  assert.ok(evaluate(asked, { resource: open("*") }).allowed);
  assert.ok(!evaluate(asked, { resource: open({ AWS: ACCOUNT }) }).allowed);
  assert.ok(!evaluate(asked, {}).allowed);
});
