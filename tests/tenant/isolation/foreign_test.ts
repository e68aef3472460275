import assert from "node:assert/strict";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import { mistakable } from "../../../src/tenant/names.ts";
import { type Foreign, GUARDED_STATE, STATE } from "./foreign.ts";
import { ROLES } from "./foreign_roles.ts";
import { GIVEN_AWAY, isOpen, TAGGED, THINGS } from "./foreign_things.ts";
import { panka } from "./panka.ts";
import {
  always,
  arn,
  type Asked,
  decide,
  sessionOf,
  TAG,
  tagged,
  tagging,
  tenantName,
  workloadOf,
} from "./world.ts";

/** Two tenants that a platform may have, often of like names. */
function twoTenants(random: Seeded): [me: string, other: string] {
  for (;;) {
    const me = tenantName(random);
    const other = random.pick([
      tenantName(random),
      `${me}x`,
      `${me}0`,
      me.slice(0, -1) + "y",
      `t${me}`,
    ]);
    if (me !== other && mistakable(me, [other]) === undefined) return [me, other];
  }
}

function foreign(
  random: Seeded,
  all: readonly Foreign[],
): { me: string; other: string; asked: Asked } {
  for (;;) {
    const [me, other] = twoTenants(random);
    const asked = random.pick(all)(random, me, other);
    if (!isOpen(asked.action)) return { me, other, asked };
  }
}

Deno.test("a tenant's role is denied whatever is another tenant's or the platform's, 100,000 times", () => {
  always(false, 100_000, (random) => {
    const { me, asked } = foreign(random, [
      ...STATE,
      ...THINGS,
      ...THINGS,
      ...ROLES,
      ...GIVEN_AWAY,
    ]);
    return { caller: sessionOf(me), asked };
  });
});

Deno.test("a tenant's workload is denied whatever is another tenant's or the platform's, though its own policies allow all", () => {
  always(false, 50_000, (random) => {
    const { me, asked } = foreign(random, [...STATE, ...THINGS, ...ROLES]);
    return { caller: workloadOf(me), asked };
  });
});

Deno.test("a workload whose session is tagged as another tenant's is denied what is that tenant's", () => {
  always(false, 20_000, (random) => {
    const { me, other, asked } = foreign(random, [...STATE, ...THINGS]);
    return { caller: workloadOf(me, other), asked };
  });
});

Deno.test("a tenant's role that is given everything is still denied others' state, locks, tagged things and roles", () => {
  always(false, 50_000, (random) => {
    const guarded = [...GUARDED_STATE, ...TAGGED, ...ROLES, ...GIVEN_AWAY];
    const { me, asked } = foreign(random, guarded);
    return { caller: sessionOf(me), asked, amid: "overfed" };
  });
});

Deno.test("a tenant's role is denied others' state without the bucket's policy and the guard, and its own in a bucket of a like name that is another account's", () => {
  always(false, 50_000, (random) => {
    const { me, asked } = foreign(random, STATE);
    if (random.below(4)) return { caller: sessionOf(me), asked, amid: "bare" };
    const own = panka(random, me);
    if (!own.resource.startsWith("arn:aws:s3:")) return { caller: sessionOf(me), asked };
    const context = { ...own.context, "aws:ResourceAccount": "999999999999" };
    return { caller: sessionOf(me), asked: { ...own, context }, amid: "bare" };
  });
});

Deno.test("a tenant's rules on the account's bus hear no logins, nor what they don't name; on its own bus they hear all", () => {
  const putRule = (name: string, source?: string[]) => ({
    action: "events:PutRule",
    resource: arn("events", `rule/${name}`),
    context: source && { "events:source": source },
  });
  const may = (asked: Asked, caller = sessionOf("acme"), amid?: "overfed"): boolean =>
    decide(caller, asked, amid).allowed;
  assert.ok(may(putRule("acme-x", ["aws.s3"])));
  assert.ok(may(putRule("acme-bus/acme-x")));
  for (
    const source of [undefined, ["aws.sts"], ["aws.s3", "aws.sts"], [
      JSON.stringify({ prefix: "aws" }),
    ]]
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
