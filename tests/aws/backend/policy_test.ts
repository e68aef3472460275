import assert from "node:assert/strict";
import {
  bucketArn,
  conditionalOnly,
  hasStatement,
  type Policy,
  tlsOnly,
  withStatements,
} from "../../../src/aws/backend/policy.ts";
import { checkpointKey, stateKey } from "../../../src/state/paths.ts";

Deno.test("conditionalOnly() is about state in both modes, and about nothing else", () => {
  const { Resource } = conditionalOnly("b", "eu-west-1");
  const patterns = (Resource as string[]).map((arn) =>
    new RegExp(`^${arn.replace("arn:aws:s3:::b/", "").replaceAll("*", ".*")}$`)
  );
  const covers = (key: string) => patterns.some((pattern) => pattern.test(key));
  const address = { stack: "shop", environment: "dev" };
  assert.ok(covers(stateKey(address)));
  assert.ok(covers(stateKey({ ...address, tenant: "acme" })));
  for (
    const key of [
      "tenants.yaml",
      "tenants/acme/tenant.yaml",
      "tenants/acme/audit/2026/01/x.json",
      checkpointKey(address, "stack"),
    ]
  ) assert.ok(!covers(key), key);
});

Deno.test("hasStatement() knows a statement in the form that AWS gives it back", () => {
  const wanted = tlsOnly("b", "eu-west-1");
  const { Sid, Effect, Action, Resource, Condition } = wanted;
  const back = { Condition, Resource, Action: [Action], Principal: { AWS: "*" }, Effect, Sid };
  const policy: Policy = { Version: "2012-10-17", Statement: [back] };
  assert.ok(hasStatement(policy, wanted));
  assert.ok(!hasStatement({ ...policy, Statement: [{ ...back, Effect: "Allow" }] }, wanted));
  assert.ok(!hasStatement(undefined, wanted));
});

Deno.test("withStatements() replaces statements of the same Sid and keeps the others", () => {
  const old: Policy = { Version: "2012-10-17", Statement: [{ Sid: "A", x: 1 }, { Sid: "B" }, {}] };
  assert.deepEqual(withStatements(old, [{ Sid: "A", x: 2 }]).Statement, [
    { Sid: "B" },
    {},
    { Sid: "A", x: 2 },
  ]);
});

Deno.test("bucketArn() is of the region's partition", () => {
  assert.equal(bucketArn("b", "eu-west-1"), "arn:aws:s3:::b");
  assert.equal(bucketArn("b", "cn-north-1"), "arn:aws-cn:s3:::b");
  assert.equal(bucketArn("b", "us-gov-east-1"), "arn:aws-us-gov:s3:::b");
});
