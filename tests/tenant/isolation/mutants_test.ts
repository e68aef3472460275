import assert from "node:assert/strict";
import { applies, evaluate } from "../../iam/evaluate.ts";
import { parsePolicy, type Policy, type Statement } from "../../iam/policy.ts";
import { callerKeys, type IamRequest, Keys } from "../../iam/request.ts";
import { Seeded } from "../../random.ts";
import { admitted, aTenant, LOGINS } from "./logins.ts";
import { mutantsOf } from "./mutants.ts";
import { SUITES } from "./suites.ts";
import { generated, policiesFor, type Question, requestOf } from "./world.ts";

const PRESENT =
  "says aloud that the tag must be there: StringEquals does not hold of an absent key either";
const APART = "taking the role on and tagging its session are decided apart, and each says the tag";
/** Slips in trust policies that change no answer, and why what they leave out stays; there are no others. */
const ALLOWED: Record<string, string> = {
  "Tokenaaaaaaaaaa: drop Null": PRESENT,
  "Identity: drop Null": PRESENT,
  "TenantTag: drop Null": PRESENT,
  "Tokenaaaaaaaaaa: drop StringEquals of aws:RequestTag/panka:tenant": APART,
  "Identity: drop StringEquals": APART,
  "TenantTag: drop StringEquals": APART,
};

/** What is asked until every slip has been seen; the same each time. */
const ROUNDS = 20;

interface Item extends Question {
  allowed: boolean;
  request: IamRequest;
  keys: Keys;
  /** Policies that have to do with it. */
  about: Set<Policy>;
}

interface Mutant {
  name: string;
  policy: Policy;
  was: Statement;
  /** None, or one. */
  is: readonly Statement[];
  changed: Policy;
}

/** Of each suite some questions that have to do with these mutants: of as many as its random test takes, by twenty. */
function itemsOf(round: number, all: readonly Mutant[]): Item[] {
  const actions = new Map<string, boolean>();
  const matters = (action: string): boolean => {
    const known = actions.get(action);
    if (known !== undefined) return known;
    const found = all.some(({ was }) => isOf(was, action));
    actions.set(action, found);
    return found;
  };
  return Object.values(SUITES).flatMap(({ allowed, count, next }) =>
    Array.from({ length: count / 20 }, (_, i): Item[] => {
      const question = next(new Seeded(round * count + i));
      const { caller, asked, amid } = question;
      if (!matters(asked.action)) return [];
      const about = new Set<Policy>();
      policiesFor(caller, asked, amid, (policy) => {
        about.add(policy);
        return policy;
      });
      const request = requestOf(caller, asked);
      const keys = new Keys(request.context!, callerKeys(caller));
      return [{ ...question, allowed, request, keys, about }];
    }).flat()
  );
}

const noKeys = new Keys();
/** No slip lets a statement be about more actions, but of NotAction. */
const isOf = ({ otherActions, actions }: Statement, action: string): boolean =>
  otherActions || actions.some((one) => one.matches(action.toLowerCase(), noKeys));

const mutants = [...generated].flatMap(([policy, { document, kind }]) =>
  mutantsOf(document).map(({ what, index, statement }): Mutant => {
    const is = statement
      ? parsePolicy({ Version: "2012-10-17", Statement: [statement] }, kind).statements
      : [];
    const changed = { ...policy, statements: policy.statements.toSpliced(index, 1, ...is) };
    return { name: `${policy.name} ${what}`, policy, was: policy.statements[index]!, is, changed };
  })
);

/** Those that answer all these questions as what they were made of does. */
function survivors(all: readonly Mutant[], items: readonly Item[]): Mutant[] {
  /** What a statement may be about, and whether it is. */
  const about = new Map<Statement, { item: Item; applied: boolean }[]>();
  const ofStatement = ({ policy, was }: Mutant) => {
    const known = about.get(was);
    if (known) return known;
    const found = items.filter((item) => item.about.has(policy) && isOf(was, item.asked.action))
      .map((item) => ({ item, applied: applies(was, item.request, item.keys) }));
    about.set(was, found);
    return found;
  };
  return all.filter((mutant) => {
    const { policy, is, changed } = mutant;
    const swap = (one: Policy) => one === policy ? changed : one;
    return !ofStatement(mutant).some(({ item, applied }) => {
      const { caller, asked, amid, allowed, request, keys } = item;
      if (is.some((one) => applies(one, request, keys)) === applied) return false;
      return evaluate(request, policiesFor(caller, asked, amid, swap)).allowed !== allowed;
    });
  });
}

Deno.test("a tenant's documents say nothing that could be left out, and no slip in them goes unseen", () => {
  let left = mutants;
  let asked = 0;
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const items = itemsOf(round, left);
    asked += items.length;
    left = survivors(left, items);
  }
  console.log(`${mutants.length} slips, ${left.length} unseen, ${asked} questions`);
  assert.deepEqual(left.map(({ name }) => name), []);
});

Deno.test("no slip in a trust policy goes unseen", () => {
  const [acme, other] = ["acme", "other"].map((name) => aTenant(new Seeded(name.length), name));
  const logins = Object.values(LOGINS).flatMap(({ allowed, next }) =>
    Array.from({ length: 1_000 }, (_, i) => ({
      allowed,
      login: next(new Seeded(i), acme!, other!),
    }))
  );
  const slips = mutantsOf(acme!.document);
  const left = slips.filter(({ index, statement }) => {
    const is = statement
      ? parsePolicy({ Version: "2012-10-17", Statement: [statement] }, "trust").statements
      : [];
    const trust = { ...acme!.trust, statements: acme!.trust.statements.toSpliced(index, 1, ...is) };
    return logins.every(({ allowed, login }) => admitted(acme!, login, trust) === allowed);
  });
  console.log(`${slips.length} slips, ${left.length} unseen`);
  assert.deepEqual(left.map(({ what }) => what).sort(), Object.keys(ALLOWED).sort());
});
