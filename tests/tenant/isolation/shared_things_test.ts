import assert from "node:assert/strict";
import { QUOTA, sizeOf } from "../../../src/tenant/iam/document.ts";
import { SHARED_TAG } from "../../../src/tenant/iam/images.ts";
import { tenantIam } from "../../../src/tenant/iam/tenant_iam.ts";
import type { Caller, Context } from "../../iam/request.ts";
import { arn, decide, factsOf, sessionOf, tagged, workloadOf } from "./world.ts";

const may = (caller: Caller, action: string, resource: string, context: Context = {}): boolean =>
  decide(caller, { action, resource, context }).allowed;

Deno.test("a tenant pulls its own images, shared ones and other accounts', and no others of its account", () => {
  const pull = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"];
  const others = "arn:aws:ecr:eu-west-1:999999999999:repository/x";
  const cases: [boolean, string, Context][] = [
    [true, arn("ecr", "repository/acme/api"), {}],
    [true, arn("ecr", "repository/acme-api"), {}],
    [true, arn("ecr", "repository/x"), tagged("acme")],
    [true, arn("ecr", "repository/x"), { [`aws:ResourceTag/${SHARED_TAG}`]: "" }],
    [true, others, {}],
    [false, arn("ecr", "repository/x"), {}],
    [false, arn("ecr", "repository/acmex/api"), {}],
    [false, arn("ecr", "repository/x"), tagged("other")],
    [false, arn("ecr", "repository/acme/api"), tagged("other")],
  ];
  for (const caller of [sessionOf("acme"), workloadOf("acme")]) {
    for (const [allowed, repository, context] of cases) {
      for (const action of pull) {
        assert.equal(may(caller, `ecr:${action}`, repository, context), allowed, repository);
      }
    }
    const shared = { [`aws:ResourceTag/${SHARED_TAG}`]: "" };
    for (const action of ["BatchDeleteImage", "PutImage", "SetRepositoryPolicy"]) {
      assert.ok(!may(caller, `ecr:${action}`, arn("ecr", "repository/x"), shared), action);
      assert.ok(!may(caller, `ecr:${action}`, others), action);
    }
  }
  assert.ok(may(workloadOf("acme"), "ecr:GetAuthorizationToken", "*"));
  // Lambda would open it to the functions of the account.
  const own = arn("ecr", "repository/acme/fn");
  assert.ok(!may(sessionOf("acme"), "ecr:SetRepositoryPolicy", own));
});

Deno.test("a workload's rule for Step Functions hears of tasks only", () => {
  const rule = arn("events", "rule/StepFunctionsGetEventsForECSTaskRule");
  const put = (source?: string[]) =>
    may(workloadOf("acme"), "events:PutRule", rule, source && { "events:source": source });
  assert.ok(put(["aws.ecs"]));
  assert.ok(may(workloadOf("acme"), "events:PutTargets", rule));
  for (const source of [undefined, ["aws.sts"], ["aws.ecs", "aws.iam"]]) assert.ok(!put(source));
});

Deno.test("Lambda makes interfaces with a function's role, and the function's own code does not", () => {
  const code = { "lambda:SourceFunctionArn": arn("lambda", "function:acme-fn") };
  const actions =
    "CreateNetworkInterface DeleteNetworkInterface AssignPrivateIpAddresses UnassignPrivateIpAddresses";
  for (const action of actions.split(" ")) {
    const ask = (context: Context) =>
      may(workloadOf("acme"), `ec2:${action}`, arn("ec2", "network-interface/eni-x"), context);
    assert.deepEqual([ask({}), ask(code)], [true, false], action);
  }
  assert.ok(may(workloadOf("acme"), "ec2:DescribeNetworkInterfaces", "*", code));
});

Deno.test("the policies of all tenants fit into IAM where partition, bucket and table have the longest names", () => {
  const { boundary, policies } = tenantIam({
    ...factsOf("acme"),
    partition: "aws-us-gov",
    backend: { bucket: "b".repeat(63), table: "t".repeat(255), region: "us-gov-east-1" },
  });
  for (const [name, document] of Object.entries({ ...boundary, ...policies })) {
    assert.ok(sizeOf(document) < QUOTA.managed, name);
  }
});
