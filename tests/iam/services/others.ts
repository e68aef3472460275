import { decodeOnce, parseForm, parseJson } from "../http_ask.ts";
import { arnOf, type Asked, type Builder, tagKeys, type Wanted } from "../wanted.ts";
import { lambdaPaths } from "./lambda.ts";
import { formTags, tagsOf } from "./tags.ts";
import { thingOf } from "./things.ts";

/** IAM's name of a service whose signature has another. */
const PREFIXES: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  email: "ses",
  tagging: "tag",
};

/** From what a request calls its thing to the thing's ARN, where policies go by names. */
const NAMES: Readonly<Record<string, readonly [parameter: string, rest: string][]>> = {
  sqs: [["QueueName", ""]],
  sns: [["Name", ""]],
  lambda: [["FunctionName", "function:"]],
  logs: [["logGroupName", "log-group:"]],
  events: [["Name", "rule/"], ["Rule", "rule/"]],
};

/**
 * Any other service, less exactly: the action is its operation (of a REST service its method), the resource
 * the first ARN of the service in the request, else what {@link NAMES} says, else `*`. A role in the
 * request must be passed.
 */
export const others: Builder = async (asked) => {
  const { ask } = asked;
  const prefix = PREFIXES[ask.service] ?? ask.service;
  const known = prefix === "lambda" ? await lambdaPaths(asked) : undefined;
  if (known) return [known];
  const type = ask.headers.get("content-type") ?? "";
  const target = ask.headers.get("x-amz-target");
  const text = new TextDecoder().decode(ask.body);
  const form = /form-urlencoded/.test(type) || ask.query.has("Action")
    ? parseForm(text || ask.target.split("?")[1] || "")
    : undefined;
  const input = form ? Object.fromEntries(form) : /^\s*\{/.test(text) ? parseJson(ask.body) : {};
  const action = target?.split(".").at(-1) ?? form?.get("Action") ?? restAction(asked, prefix);
  const tags = form ? formTags(form) : tagsOf(input);
  // What load balancers there are is asked of the whole account.
  const ofAll = prefix === "elasticloadbalancing" && action.startsWith("Describe");
  const resource = ofAll
    ? "*"
    : thingOf(asked, prefix, action, input) ?? resourceOf(asked, prefix, input);
  return [
    {
      action: `${prefix}:${action}`,
      resource,
      context: {
        ...tagKeys(tags),
        ...(action === "PutRule" && heard(input)),
        ...(prefix === "lambda" && subnetsOf(input)),
      },
    },
    ...(prefix === "elasticloadbalancing" && /^Create/.test(action) && Object.keys(tags).length > 0
      ? [{
        action: "elasticloadbalancing:AddTags",
        resource: "*",
        context: { ...tagKeys(tags), "elasticloadbalancing:CreateAction": action },
      }]
      : []),
    ...passed(prefix, input),
  ];
};

function resourceOf(asked: Asked, prefix: string, input: Record<string, unknown>): string {
  const path = asked.ask.path.split("/").map(decodeOnce);
  const texts = [...Object.values(input), ...path].filter((value) => typeof value === "string");
  const own = texts.find((value) => value.startsWith(`arn:aws:${prefix}:`));
  if (own) return own;
  const queue = /^https?:\/\/[^/]+\/\d{12}\/([\w.-]+)$/.exec(String(input.QueueUrl))?.[1];
  if (queue) return arnOf(asked, prefix, queue);
  const bus = input.EventBusName;
  const onBus = typeof bus === "string" && bus !== "default" ? `rule/${bus}/` : "rule/";
  for (const [parameter, before] of NAMES[prefix] ?? []) {
    const rest = before === "rule/" ? onBus : before;
    const name = input[parameter];
    if (typeof name === "string") return arnOf(asked, prefix, rest + name);
  }
  const called = prefix === "lambda" && path[2] === "functions" ? path[3] : undefined;
  return called ? arnOf(asked, prefix, `function:${called}`) : "*";
}

/** Whose events a rule names: EventBridge User Guide, "Using IAM policy conditions". */
function heard({ EventPattern }: Record<string, unknown>): Record<string, string[]> {
  const source: unknown[] = JSON.parse(String(EventPattern ?? "{}")).source ?? [];
  const named = source.map((one) => typeof one === "string" ? one : JSON.stringify(one));
  return named.length > 0 ? { "events:source": named } : {};
}

/** Where a function is to stand: Lambda Developer Guide, "Using IAM condition keys for VPC settings". */
function subnetsOf({ VpcConfig }: Record<string, unknown>): Record<string, string[]> {
  const { SubnetIds = [] } = (VpcConfig ?? {}) as { SubnetIds?: string[] };
  return SubnetIds.length > 0 ? { "lambda:SubnetIds": SubnetIds } : {};
}

function restAction({ ask }: Asked, prefix: string): string {
  if (prefix !== "lambda") return ask.method;
  const [, , kind = "", name, part] = ask.path.split("/");
  const one = kind === "functions" ? "Function" : kind;
  const verb = { GET: name ? "Get" : "List", POST: name ? "Update" : "Create", PUT: "Update" };
  const start = verb[ask.method as "GET"] ?? "Delete";
  if (part === "invocations") return "InvokeFunction";
  return part === undefined
    ? start + one + (start === "List" ? "s" : "")
    : `${start}${one}${part[0]!.toUpperCase() + part.slice(1)}`;
}

/** Roles that a service shall act as: `iam:PassRole` (IAM User Guide, "Grant permissions to pass a role"). */
function passed(prefix: string, input: Record<string, unknown>): Wanted[] {
  const texts = JSON.stringify(input).matchAll(/"arn:aws:iam::\d{12}:role\/[\w+=,.@\/-]+"/g);
  const service = prefix === "ecs" ? "ecs-tasks" : prefix;
  return [...new Set([...texts].map(([text]) => JSON.parse(text) as string))].map((resource) => ({
    action: "iam:PassRole",
    resource,
    context: { "iam:PassedToService": `${service}.amazonaws.com` },
  }));
}
