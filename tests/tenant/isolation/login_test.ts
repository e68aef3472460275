import { mistakable, tenantRoleArn } from "../../../src/tenant/names.ts";
import { trustPolicy } from "../../../src/tenant/iam/trust.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { parsePolicy, type Policy } from "../../iam/policy.ts";
import type { Caller, Context } from "../../iam/request.ts";
import { Seeded } from "../../random.ts";
import { ACCOUNT, sessionOf, TAG, tagging, tenantName, workloadOf } from "./world.ts";
import assert from "node:assert/strict";

const PEOPLE = "222222222222";
const identity = [parsePolicy({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }],
}, "identity")];
const hex = (random: Seeded) =>
  Array.from({ length: 64 }, () => random.below(16).toString(16)).join("");

/** A tenant, how its members log in, and the trust policy of its role. */
function aTenant(random: Seeded, name: string) {
  const externalId = hex(random);
  const ci = `arn:aws:iam::${PEOPLE}:role/ci-${name}`;
  const trust = parsePolicy(
    trustPolicy({
      tenant: name,
      accounts: [ACCOUNT, PEOPLE],
      principals: [ci],
      tokens: [{ id: "a".repeat(10), externalId, expiresAt: Date.parse("2027-01-01T00:00:00Z") }],
    }),
    "trust",
  );
  return { name, externalId, ci, trust };
}

const role = (arn: string): Caller => ({
  kind: "role",
  arn: arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/run",
  roleArn: arn,
  account: arn.split(":")[4],
});

/** Whether STS would hand out a session: the role is taken on, and tags and a source identity are allowed where there are. */
function admitted(caller: Caller, tenant: string, trust: Policy, context: Context): boolean {
  const actions = [
    "sts:AssumeRole",
    ...("aws:TagKeys" in context ? ["sts:TagSession"] : []),
    ...("sts:SourceIdentity" in context ? ["sts:SetSourceIdentity"] : []),
  ];
  return actions.every((action) =>
    evaluate({
      caller,
      action,
      resource: tenantRoleArn(ACCOUNT, tenant),
      account: ACCOUNT,
      context: { "aws:CurrentTime": "2026-06-01T00:00:00Z", ...context },
    }, { identity, resource: trust }).allowed
  );
}

/** Runs 3,000 seeds on two tenants, none to be taken for the other. */
function ofTwo(
  check: (random: Seeded, tenants: ReturnType<typeof aTenant>[]) => string | undefined,
) {
  const start = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31));
  for (let seed = start; seed < start + 3_000; seed++) {
    const random = new Seeded(seed);
    const names = [tenantName(random), tenantName(random)];
    if (names[0] === names[1] || mistakable(names[0]!, [names[1]!])) continue;
    const wrong = check(random, names.map((name) => aTenant(random, name)));
    assert.equal(wrong, undefined, `SEED=${seed}`);
  }
}

Deno.test("trustPolicy() lets a tenant's members in, by its token or their identity", () => {
  ofTwo((random, [mine]) => {
    const tags = {
      ...tagging({ [TAG]: mine!.name }),
      ...random.below(2) && { "sts:SourceIdentity": "ada" },
    };
    const [who, context] = random.below(2)
      ? [role(`arn:aws:iam::${random.pick([ACCOUNT, PEOPLE])}:role/dev`), {
        ...tags,
        "sts:ExternalId": mine!.externalId,
      }]
      : [role(mine!.ci), tags];
    return admitted(who, mine!.name, mine!.trust, context) ? undefined : who.arn;
  });
});

Deno.test("trustPolicy() lets nobody in with another tenant's token, identity or tag", () => {
  ofTwo((random, [mine, theirs]) => {
    const who = random.pick([
      role(`arn:aws:iam::${PEOPLE}:role/dev`),
      role(mine!.ci),
      role(`${theirs!.ci}-x`),
      role(`arn:aws:iam::999999999999:role/ci-${theirs!.name}`),
      sessionOf(mine!.name),
      workloadOf(mine!.name),
      workloadOf(mine!.name, theirs!.name),
    ]);
    const tags = random.pick<Context>([
      {},
      tagging({ [TAG]: mine!.name }),
      tagging({ [TAG]: theirs!.name }),
      tagging({ [TAG]: "*" }),
      tagging({ [TAG]: theirs!.name, "panka:stack": "x" }),
      tagging({ "Panka:Tenant": theirs!.name, [TAG]: theirs!.name }),
      tagging({ "panka:tenants": theirs!.name }),
    ]);
    const ids = [undefined, mine!.externalId, "", "*", theirs!.externalId.toUpperCase() + "x"];
    const externalId = random.pick(ids);
    const context = {
      ...tags,
      ...externalId !== undefined && { "sts:ExternalId": externalId },
      ...random.below(2) && { "sts:TransitiveTagKeys": [TAG] },
      ...random.below(2) && { "sts:SourceIdentity": "ada" },
    };
    return admitted(who, theirs!.name, theirs!.trust, context)
      ? `${who.arn} ${JSON.stringify(context)}`
      : undefined;
  });
});

Deno.test("trustPolicy() lets the right token in with no other tag than the tenant's, and not when it has expired", () => {
  ofTwo((random, [mine, theirs]) => {
    const who = role(`arn:aws:iam::${PEOPLE}:role/dev`);
    const token = { "sts:ExternalId": mine!.externalId };
    const context = random.pick<Context>([
      token,
      { ...token, ...tagging({ [TAG]: theirs!.name }) },
      { ...token, ...tagging({ [TAG]: mine!.name, team: "x" }) },
      { ...token, ...tagging({ [TAG]: mine!.name }), "aws:CurrentTime": "2027-01-01T00:00:00Z" },
    ]);
    return admitted(who, mine!.name, mine!.trust, context) ? JSON.stringify(context) : undefined;
  });
});
