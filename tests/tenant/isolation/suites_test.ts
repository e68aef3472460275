import assert from "node:assert/strict";
import type { Context } from "../../iam/request.ts";
import { SUITES } from "./suites.ts";
import {
  always,
  arn,
  type Asked,
  decide,
  sessionOf,
  TAG,
  tagged,
  tagging,
  workloadOf,
} from "./world.ts";

for (const [name, { allowed, count, next }] of Object.entries(SUITES)) {
  Deno.test(`${name}, ${count.toLocaleString("en")} times`, () => always(allowed, count, next));
}

Deno.test("a tenant's rules on the account's bus hear no logins, nor what they don't name; on its own bus they hear all", () => {
  const putRule = (name: string, source?: string[]) => ({
    action: "events:PutRule",
    resource: arn("events", `rule/${name}`),
    context: source && { "events:source": source },
  });
  const may = (asked: Asked, caller = sessionOf("acme"), amid?: "overfed"): boolean =>
    decide(caller, asked, amid).allowed;
  assert.ok(may(putRule("acme-x", ["aws.s3", "aws.ecs"])));
  assert.ok(may(putRule("acme-x", ["panka.schedule.acme"])));
  assert.ok(may(putRule("acme-bus/acme-x")));
  for (
    const source of [
      undefined,
      ["aws.sts"],
      // A changed trust policy has the external ids.
      ["aws.iam"],
      ["aws.s3", "aws.sts"],
      ["aws.s*"],
      ["others.orders"],
      ["panka.schedule.other"],
      [JSON.stringify({ prefix: "aws" })],
    ]
  ) {
    assert.ok(!may(putRule("acme-x", source)), `${source}`);
    assert.ok(!may(putRule("acme-x", source), sessionOf("acme"), "overfed"), `${source}`);
    assert.ok(!may(putRule("acme-x", source), workloadOf("acme")), `${source}`);
  }
});

Deno.test("a tenant's network is the platform's, also for its workloads, and keeps its tag", () => {
  const may = (action: string, kind: string, context: Context = {}) =>
    [sessionOf("acme"), workloadOf("acme")].map((caller) =>
      decide(caller, {
        action: `ec2:${action}`,
        resource: arn("ec2", `${kind}/x`),
        context: { ...tagged("acme"), ...context },
      }).allowed
    );
  assert.deepEqual(may("CreateRoute", "route-table"), [false, false]);
  assert.deepEqual(may("DeleteVpcEndpoints", "vpc-endpoint"), [false, false]);
  assert.deepEqual(may("StopInstances", "instance"), [true, true]);
  const [all] = may("DeleteTags", "vpc");
  const [byValue] = may("DeleteTags", "vpc", tagging({ [TAG]: "acme" }));
  const [another] = may("DeleteTags", "vpc", { "aws:TagKeys": ["owner"] });
  assert.deepEqual([all, byValue, another], [false, false, true]);
});
