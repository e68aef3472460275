import assert from "node:assert/strict";
import { Seeded } from "../random.ts";
import { evaluate, type Policies } from "./evaluate.ts";
import { parsePolicy, type Policy, PolicyError } from "./policy.ts";
import type { Caller, IamRequest } from "./request.ts";

const ACCOUNTS = ["111122223333", "999999999999"];
const ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:*", "sts:AssumeRole", "*"];
const RESOURCES = [
  "*",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/${aws:PrincipalTag/t}/*",
  "arn:aws:s3:::b/a/?",
  "arn:aws:s3:::b/a/x",
];
const CONDITIONS = [
  undefined,
  { StringEquals: { "aws:PrincipalTag/t": "a" } },
  { StringNotLike: { "s3:prefix": "a*" } },
  { Null: { "s3:prefix": "false" } },
  { "ForAllValues:StringLike": { "aws:TagKeys": ["a*", "b"] } },
  { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } },
];
const PRINCIPALS = [
  "*",
  { AWS: ACCOUNTS[0] },
  { AWS: `arn:aws:iam::${ACCOUNTS[1]}:role/r` },
  { AWS: `arn:aws:sts::${ACCOUNTS[0]}:assumed-role/r/s` },
  { AWS: `arn:aws:iam::${ACCOUNTS[0]}:user/u` },
];

function statement(random: Seeded, effect: "Allow" | "Deny", resource: boolean): object {
  const condition = random.pick(CONDITIONS);
  return {
    Effect: effect,
    [random.below(8) ? "Action" : "NotAction"]: random.pick(ACTIONS),
    [random.below(8) ? "Resource" : "NotResource"]: random.pick(RESOURCES),
    ...(condition && { Condition: condition }),
    ...(resource && { Principal: random.pick(PRINCIPALS) }),
  };
}

function policy(random: Seeded, kind: "identity" | "resource"): Policy {
  const list = Array.from(
    { length: 1 + random.below(3) },
    () => statement(random, random.below(4) ? "Allow" : "Deny", kind === "resource"),
  );
  return parsePolicy({ Version: "2012-10-17", Statement: list }, kind);
}

function more(
  random: Seeded,
  base: Policy,
  kind: "identity" | "resource",
  effect: "Allow" | "Deny",
): Policy {
  const added = parsePolicy({
    Version: "2012-10-17",
    Statement: [statement(random, effect, kind === "resource")],
  }, kind);
  return { ...base, statements: [...base.statements, ...added.statements] };
}

function request(random: Seeded): IamRequest {
  const account = random.pick(ACCOUNTS);
  const tags = random.below(2) ? { t: random.pick(["a", "b", "*"]) } : undefined;
  const caller: Caller = random.below(2)
    ? { kind: "user", arn: `arn:aws:iam::${account}:user/u`, account, tags }
    : {
      kind: "role",
      arn: `arn:aws:sts::${account}:assumed-role/r/s`,
      roleArn: `arn:aws:iam::${account}:role/r`,
      account,
      tags,
    };
  return {
    caller,
    action: random.pick(["s3:GetObject", "s3:PutObject", "sts:AssumeRole"]),
    resource: random.pick(["arn:aws:s3:::b/a/x", "arn:aws:s3:::b/b/x", "arn:aws:s3:::b/*/x"]),
    account: random.pick(ACCOUNTS),
    context: {
      ...(random.below(2) && { "s3:prefix": random.pick(["a/", "b/", ""]) }),
      ...(random.below(2) && { "aws:TagKeys": random.pick([[], ["a"], ["b", "c"]]) }),
    },
  };
}

function policies(random: Seeded): Policies {
  return {
    identity: [policy(random, "identity")],
    boundary: random.below(2) ? policy(random, "identity") : undefined,
    session: random.below(3) ? undefined : [policy(random, "identity")],
    resource: random.below(2) ? policy(random, "resource") : undefined,
  };
}

/** Runs a property over 20,000 random requests; the message names the seed. */
function holds(check: (random: Seeded, asked: IamRequest, given: Policies) => void): void {
  const start = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31));
  let allowed = 0;
  for (let seed = start; seed < start + 20_000; seed++) {
    const random = new Seeded(seed);
    const asked = request(random);
    const given = policies(random);
    if (evaluate(asked, given).allowed) allowed++;
    try {
      check(random, asked, given);
    } catch (error) {
      throw new Error(`SEED=${seed}: ${JSON.stringify(asked)}`, { cause: error });
    }
  }
  assert.ok(allowed > 500 && allowed < 19_500, `${allowed} allowed say little`);
}

function grown(random: Seeded, given: Policies, effect: "Allow" | "Deny"): Policies {
  switch (random.below(4)) {
    case 0:
      return given.boundary
        ? { ...given, boundary: more(random, given.boundary, "identity", effect) }
        : given;
    case 1:
      return given.session
        ? { ...given, session: [more(random, given.session[0]!, "identity", effect)] }
        : given;
    case 2:
      return given.resource
        ? { ...given, resource: more(random, given.resource, "resource", effect) }
        : given;
    default:
      return { ...given, identity: [more(random, given.identity![0]!, "identity", effect)] };
  }
}

Deno.test("evaluate() allows no more when a Deny is added", () => {
  holds((random, asked, given) => {
    const before = evaluate(asked, given).allowed;
    assert.ok(before || !evaluate(asked, grown(random, given, "Deny")).allowed);
  });
});

Deno.test("evaluate() denies no more when an Allow is added", () => {
  holds((random, asked, given) => {
    const before = evaluate(asked, given).allowed;
    assert.ok(!before || evaluate(asked, grown(random, given, "Allow")).allowed);
  });
});

Deno.test("evaluate() allows what identity, boundary and session allow each", () => {
  holds((_random, asked, given) => {
    const own = { ...asked, action: "s3:GetObject", account: asked.caller.account! };
    const alone = (identity: Policy) => evaluate(own, { identity: [identity] }).allowed;
    const parts = [...given.identity!, ...(given.session ?? [])];
    if (given.boundary) parts.push(given.boundary);
    const together = evaluate(own, { ...given, resource: undefined }).allowed;
    assert.equal(together, parts.every(alone));
  });
});

Deno.test("evaluate() lets nobody of another account in without the resource's consent", () => {
  holds((_random, asked, given) => {
    const foreign = { ...asked, account: ACCOUNTS.find((one) => one !== asked.caller.account)! };
    const decision = evaluate(foreign, { ...given, resource: undefined });
    assert.ok(!decision.allowed);
  });
});

Deno.test("parsePolicy() refuses what AWS refuses, and what would be a slip", () => {
  const good = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
  const bad: Record<string, [object, "identity" | "resource" | "trust"]> = {
    "an unknown operator": [{ ...good, Condition: { StringEqual: { a: "b" } } }, "identity"],
    "an unknown element": [{ ...good, Ressource: "*" }, "identity"],
    "no effect": [{ ...good, Effect: "allow" }, "identity"],
    "no action": [{ Effect: "Allow", Resource: "*" }, "identity"],
    "an action without service": [{ ...good, Action: "GetItem" }, "identity"],
    "a resource that is no ARN": [{ ...good, Resource: "bucket/*" }, "identity"],
    "a variable in an ARN's account": [
      { ...good, Resource: "arn:aws:s3::${aws:userid}:b" },
      "identity",
    ],
    "a variable that is none": [{ ...good, Resource: "arn:aws:s3:::b/${a b}" }, "identity"],
    "a principal of an identity's policy": [{ ...good, Principal: "*" }, "identity"],
    "no principal": [good, "resource"],
    "a part of a principal as wildcard": [
      { ...good, Principal: { AWS: "arn:aws:iam::111122223333:role/*" } },
      "resource",
    ],
    "a resource of a trust policy": [{ ...good, Principal: "*" }, "trust"],
    "a key of many values as one": [
      { ...good, Condition: { StringEquals: { "dynamodb:LeadingKeys": "a" } } },
      "identity",
    ],
    "a number that is none": [{ ...good, Condition: { NumericEquals: { a: "${b}" } } }, "identity"],
  };
  for (const [what, [Statement, kind]] of Object.entries(bad)) {
    const parse = () => parsePolicy({ Version: "2012-10-17", Statement }, kind);
    assert.throws(parse, PolicyError, what);
  }
});

Deno.test("parsePolicy() takes variables for text before 2012", () => {
  const old = parsePolicy({
    Statement: {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::b/${aws:userid}",
    },
  }, "identity");
  const caller: Caller = {
    kind: "user",
    arn: "arn:aws:iam::111122223333:user/u",
    account: ACCOUNTS[0],
  };
  const asked = { caller, action: "s3:GetObject", account: ACCOUNTS[0]! };
  const allowed = (resource: string) =>
    evaluate({ ...asked, resource }, { identity: [old] }).allowed;
  assert.ok(allowed("arn:aws:s3:::b/${aws:userid}"));
  assert.ok(!allowed("arn:aws:s3:::b/u"));
});
