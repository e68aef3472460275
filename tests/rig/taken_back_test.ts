import assert from "node:assert/strict";
import { resolveValue } from "../../src/engine/resolve.ts";
import type { Resource } from "../../src/engine/resource.ts";
import { differences } from "../../src/engine/sandbox/difference.ts";
import type { Json } from "../../src/state/document.ts";
import { everyOption } from "../kinds/options.ts";
import { type Inputs, Provider } from "./provider.ts";
import { findRig } from "./rig.ts";
import { STAYS } from "./stays.ts";

const rig = findRig();
if ("missing" in rig) console.log(`taken_back_test.ts skipped: ${rig.missing}`);

/** The provider falls over a state of these that it has not written itself. */
const UNREAD = /eventRule/;

/** Of values that no stack has next to each other. */
const REFUSED = /filter_policy is required|health_check\[0\]\.(matcher|path)/;

interface Loss {
  option: string;
  type: string;
  before: Inputs;
  after: Inputs;
  /** Properties that are gone with the option. */
  lost: string[];
}

/** Of every kind of loss that taking back an option has, the first. */
function losses(): Loss[] {
  const found = new Map<string, Loss>();
  const inputs = new Map<Resource, Inputs>();
  for (const { name, with: before, without } of everyOption()) {
    const rest = new Map(without.map((resource) => [resource.key, resource]));
    const types = new Map([...before, ...without].map(({ key, type }) => [key, type]));
    const known = (resource: Resource) => {
      if (!inputs.has(resource)) inputs.set(resource, answered(resource, types));
      return inputs.get(resource)!;
    };
    for (const resource of before) {
      const same = rest.get(resource.key);
      if (same?.type !== resource.type || UNREAD.test(resource.type)) continue;
      const [a, b] = [known(resource), known(same)];
      const lost = differences(a, b).filter((path) => at(a, path) && at(b, path) === undefined);
      const kind = `${resource.type} ${lost.map(plain)}`;
      if (lost.length === 0 || found.has(kind)) continue;
      found.set(kind, { option: name, type: resource.type, before: a, after: b, lost });
    }
  }
  return [...found.values()];
}

const plain = (path: string) => path.replace(/\[\d+\]/g, "[]");

const at = (value: Json, path: string): Json | undefined =>
  path.split(/[.[\]]+/).filter(Boolean)
    .reduce<Json | undefined>((value, step) => (value as Inputs | undefined)?.[step], value);

/** The properties but for a function's code, with something of the right form for what only AWS knows. */
function answered({ properties }: Resource, types: ReadonlyMap<string, string>): Inputs {
  const word = (text: string) => text.replace(/\W+/g, "-");
  const told = (of: string, path: string): Json => {
    if (/(arn|Arn|ISSUER)$/.test(path)) return `arn:aws:x:eu-west-1:123456789012:x/${word(of)}`;
    if (/(revision|Revision|version)$/.test(path)) return 1;
    if (/(ids|Ids|names)$/.test(path)) return ["subnet-0123456789abcdef0"];
    if (path === "accountId") return "123456789012";
    if (path !== "id") return word(`${of}-${path}`);
    const [, module = ""] = /^aws:(\w+\/\w+)/.exec(types.get(of) ?? "") ?? [];
    if (module === "ec2/launchTemplate") return "lt-0123456789abcdef0";
    return /^(lb|ecs|sfn|sns)\//.test(module)
      ? `arn:aws:x:eu-west-1:123456789012:x/${word(of)}`
      : word(of);
  };
  const { code: _, ...rest } = properties;
  return resolveValue(rest, {
    attribute: told,
    lookup: told,
    secret: () => "correct-horse-battery",
  }) as Inputs;
}

Deno.test({
  name: "kinds say of what is taken back that it is off, where the provider would keep it",
  ignore: "missing" in rig,
}, async () => {
  assert.ok(!("missing" in rig));
  await using provider = await Provider.start(rig);
  const under = (a: string, b: string) => a === b || a.startsWith(`${b}.`) || a.startsWith(`${b}[`);
  const near = (a: string, b: string) => under(a, b) || under(b, a);
  const stays = new Map<string, string>();
  for (const { option, type, before, after, lost } of losses()) {
    const { paths, replaces } = await provider.difference(type, before, after).catch((error) => {
      // A plan that is refused is no silence.
      assert.match(error.message, REFUSED, `${option}: ${type}`);
      return { paths: lost, replaces: [] };
    });
    if (replaces.some((path) => differences(before, after).some((one) => near(one, path)))) {
      continue;
    }
    for (const path of lost) {
      if (paths.some((one) => near(one, path))) continue;
      stays.set(`${type.split(":")[1]} ${plain(path)}`, option);
    }
  }
  const unexplained = [...stays].filter(([property]) => !(property in STAYS));
  assert.deepEqual(unexplained, [], "give it always, or say in stays.ts why it can't be");
  assert.deepEqual(Object.keys(STAYS).filter((property) => !stays.has(property)), []);
});
