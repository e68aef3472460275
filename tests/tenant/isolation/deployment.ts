import type { Resource, Value } from "../../../src/engine/resource.ts";
import type { Context } from "../../iam/request.ts";
import type { Seeded } from "../../random.ts";
import { computing } from "./calls/computing.ts";
import { machines } from "./calls/machines.ts";
import type { Also, Rule } from "./calls/rule.ts";
import { storing } from "./calls/storing.ts";
import { talking } from "./calls/talking.ts";
import { standing } from "./standing.ts";
import { arn, type Asked, TAG, tagged, tagging } from "./world.ts";
import { SHARED_TAG } from "../../../src/tenant/iam/images.ts";
import { BOUNDARY, policyArn } from "../../../src/tenant/iam/facts.ts";
import { ACCOUNT } from "./world.ts";

export const RULES: Record<string, Rule> = { ...machines, ...computing, ...storing, ...talking };

/** An action of a deployment, on something whose names may still hold `{tenant}` and `{id}`. */
export interface Call {
  action: string;
  on: string;
  how: Also[2];
  byTag: boolean;
}

/** All that a deployment of these resources asks, from making them to removing them. @throws for a type without a rule */
export function callsOf(resources: readonly Resource[]): Call[] {
  const names = new Map(resources.map((resource) => [resource.key, nameOf(resource)]));
  return resources.flatMap((resource) => {
    const type = /^aws:(.*):\w+$/.exec(resource.type)![1]!;
    const rule = RULES[type];
    if (!rule) throw new Error(`tests/tenant/isolation/calls has no rule for "${type}"`);
    const service = /^(?:arn:aws:)?([\w-]+):/.exec(rule.on)?.[1];
    const whole = (actions = "") =>
      actions.split(" ").map((each) => `${service}:${each}`).join(" ");
    const all: Also[] = [
      ...rule.make ? [[whole(rule.make), rule.on, "made"] as Also] : [],
      ...rule.use ? [[whole(rule.use), rule.on, "own"] as Also] : [],
      ...rule.also ?? [],
    ];
    return all.flatMap(([actions, on, how]) =>
      actions.split(" ").map((action) => ({
        action,
        on: filled(on, resource, names),
        how,
        byTag: on !== rule.on || rule.byTag === true,
      }))
    );
  });
}

/** What the roles of these resources let workloads do, on what is in these stacks. */
export function grantsOf(resources: readonly Resource[]): Call[] {
  const names = new Map(resources.map((resource) => [resource.key, nameOf(resource)]));
  const arns = new Map(resources.map((resource) => {
    const rule = RULES[/^aws:(.*):\w+$/.exec(resource.type)![1]!];
    const on = rule && filled(rule.on, resource, names);
    return [resource.key, { on, byTag: rule?.byTag === true }];
  }));
  const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
  return policies.flatMap(({ properties }) => {
    const { $json } = properties.policy as unknown as { $json: { Statement: GrantedStatement[] } };
    return $json.Statement.flatMap(({ Action, Resource }) =>
      [Resource].flat().flatMap((value) => {
        const parts = (value as { $join?: Value[] }).$join ?? [value];
        const [key] = (parts[0] as { $attr?: [string, string] }).$attr ?? [];
        const thing = key === undefined ? undefined : arns.get(key);
        // What is elsewhere, or asked of AWS, has no name here.
        if (thing?.on === undefined) return [];
        const rest = parts.slice(1).map((part) => typeof part === "string" ? part : "x");
        const on = (thing.on + rest.join("")).replaceAll("*", "x");
        return [Action].flat().filter((action) => !action.includes("*"))
          .map((action) => ({ action, on, how: "own" as const, byTag: thing.byTag }));
      })
    );
  });
}

interface GrantedStatement {
  Action: string | string[];
  Resource: Value | Value[];
}

/** The pattern with the resource's properties; what only a request knows stays. */
function filled(on: string, resource: Resource, names: ReadonlyMap<string, string>): string {
  return on.replace(/\{(\w+)\}/g, (whole, property) => {
    if (property === "name") return names.get(resource.key)!;
    const later = property === "id" || property === "tenant";
    return later ? whole : text(resource.properties[property] as Value, names);
  });
}

function nameOf({ physicalName, properties, key }: Resource): string {
  const { name, bucket } = properties as Record<string, Value>;
  return physicalName ?? [name, bucket].find((each) => typeof each === "string") ?? key;
}

function text(value: Value, names: ReadonlyMap<string, string>): string {
  if (typeof value === "string") return value.split(":").at(-1)!;
  const { $attr, $join } = (value ?? {}) as { $attr?: [string, string]; $join?: Value[] };
  if ($attr) return names.get($attr[0]) ?? "{tenant}-other";
  return $join ? text($join.map((part) => text(part, names)).join(""), names) : "default";
}

/** The call as the tenant's own, about something of its own. @param where what is made or changed stands */
export function ownAsk(
  random: Seeded,
  tenant: string,
  { action, on, how, byTag }: Call,
  where: "here" | "nowhere" = "here",
): Asked {
  const rest = on.replaceAll("{tenant}", tenant)
    .replaceAll("{id}", () => random.below(2 ** 31).toString(16));
  const resource = /^(arn:|\*$)/.test(rest) ? rest : arn(...split(rest));
  const context = {
    ...contextOf(random, tenant, action, how, byTag),
    ...where === "here" && standing(random, action, resource),
  };
  return { action, resource, context };
}

const split = (rest: string) =>
  [rest.slice(0, rest.indexOf(":")), rest.slice(rest.indexOf(":") + 1)] as const;

function passwordOf(tenant: string, how: Also[2]): Context {
  const [, kind] = /^password of (\w+)/.exec(how) ?? [];
  if (kind === undefined) return {};
  const of = kind === "db" ? "Instance" : "Cluster";
  return {
    [`aws:ResourceTag/aws:rds:primaryDB${of}Arn`]: arn("rds", `${kind}:${tenant}-dev-shop-db`),
  };
}

function contextOf(
  random: Seeded,
  tenant: string,
  action: string,
  how: Also[2],
  byTag: boolean,
): Context {
  const mine = { [TAG]: tenant, "panka:stack": "shop" };
  const created = /^created by (.*)/.exec(how)?.[1];
  if (created !== undefined) {
    return { ...tagging(mine), [`${action.split(":")[0]}:CreateAction`]: created };
  }
  const bounded = { "iam:PermissionsBoundary": policyArn(ACCOUNT, BOUNDARY) };
  return {
    ...(how.includes("made") && tagging(mine)),
    // Where names tell whose it is, IAM may know no tags.
    ...(how.includes("own") && (byTag || random.below(2)) && tagged(tenant)),
    // An update tags with what has changed, and takes away what is gone.
    ...(/[^e]Tag|AddTags/.test(action) && how === "own" && tagging({ owner: "ada" })),
    ...(/Untag|RemoveTags|DeleteTags/.test(action) && { "aws:TagKeys": ["owner"] }),
    ...(/^of alias/.test(how) && { "kms:RequestAlias": how.slice(3) }),
    ...passwordOf(tenant, how),
    ...(how === "through AWS" && { "aws:ViaAWSService": "true" }),
    ...(/EventSourceMapping$/.test(action) && how !== "of nothing" && {
      "lambda:FunctionArn": arn("lambda", `function:${tenant}-dev-shop-fn`),
    }),
    ...(/^iam:.*Role|^iam:.*RolePolicy/.test(action) && !action.includes("Service") && bounded),
    ...(how === "shared" && { [`aws:ResourceTag/${SHARED_TAG}`]: "" }),
    ...(how.startsWith("hearing ") && {
      "events:source": [how.slice("hearing ".length).replace("{tenant}", tenant)],
    }),
    ...(action === "iam:CreateServiceLinkedRole" && { "iam:AWSServiceName": "ecs.amazonaws.com" }),
  };
}
