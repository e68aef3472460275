import assert from "node:assert/strict";
import { confinement, NOWHERE } from "../../../src/tenant/iam/place.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { parsePolicy } from "../../iam/policy.ts";
import type { Context } from "../../iam/request.ts";
import { PLACING } from "./suites.ts";
import { arn, decide, sessionOf, tagged, workloadOf } from "./world.ts";

Deno.test("deployments place things by every key that AWS has for it", () => {
  assert.equal(PLACING.length, 7, PLACING.flat().map(({ action }) => action).join(" "));
});

const may = (
  caller: ReturnType<typeof sessionOf>,
  action: string,
  on: string,
  context: Context = {},
): boolean =>
  decide(caller, {
    action,
    resource: arn(action.split(":")[0]!, on),
    context: { ...tagged("acme"), ...context },
  }).allowed;

Deno.test("a tenant's workload changes services, functions and load balancers, but not where they stand", () => {
  const caller = workloadOf("acme");
  const things: [action: string, on: string, place: Context][] = [
    ["ecs:UpdateService", "service/acme-c/acme-s", { "ecs:subnet": ["subnet-own1"] }],
    ["ecs:CreateService", "service/acme-c/acme-s", { "ecs:subnet": ["subnet-theirs"] }],
    ["lambda:CreateFunction", "function:acme-f", { "lambda:SubnetIds": ["subnet-theirs"] }],
    ["lambda:UpdateFunctionConfiguration", "function:acme-f", { "lambda:SubnetIds": ["s"] }],
  ];
  for (const [action, on, place] of things) {
    assert.deepEqual(
      [may(caller, action, on), may(caller, action, on, place)],
      [true, false],
      action,
    );
  }
  const balancer = "loadbalancer/app/x/1";
  assert.equal(may(caller, "elasticloadbalancing:SetSubnets", balancer), false);
  assert.equal(may(caller, "elasticloadbalancing:RegisterTargets", "targetgroup/x/1"), true);
  assert.equal(may(caller, "ecs:RunTask", "task-definition/acme-t:1"), true);
});

Deno.test("while its network is to be made, a tenant's role places nothing in a VPC, and makes what needs none", () => {
  const all = {
    Version: "2012-10-17",
    Statement: [{ Sid: "All", Effect: "Allow", Action: "*", Resource: "*" }],
  };
  const identity = [all, confinement(NOWHERE)].map((one, i) =>
    parsePolicy(one, "identity", `${i}`)
  );
  const allowed = (action: string, context: Context = {}) => {
    const caller = sessionOf("acme");
    return evaluate({ caller, action, resource: "*", account: caller.account!, context }, {
      identity,
    }).allowed;
  };
  for (const action of ["lambda:CreateFunction", "sqs:CreateQueue", "ecs:CreateCluster"]) {
    assert.equal(allowed(action), true, action);
  }
  assert.equal(allowed("lambda:CreateFunction", { "lambda:SubnetIds": ["subnet-own1"] }), false);
  assert.equal(
    allowed("route53:CreateHostedZone", { "route53:VPCs": ["VPCId=vpc-1,VPCRegion=a"] }),
    false,
  );
});
