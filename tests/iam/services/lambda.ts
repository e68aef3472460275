import { decodeOnce, parseJson } from "../http_ask.ts";
import { arnOf, type Asked, tagKeys, type Wanted } from "../wanted.ts";
import { tagsOf } from "./tags.ts";

/** What Lambda's REST paths stand for; undefined for those that {@link others} reads as well. */
export async function lambdaPaths(asked: Asked): Promise<Wanted | undefined> {
  const { ask, world } = asked;
  const [, , kind, name] = ask.path.split("/").map(decodeOnce);
  const input = ask.body.length > 0 ? parseJson(ask.body) : {};
  const context = tagKeys(tagsOf(input));
  if (kind === "tags") {
    const verb = { GET: "ListTags", POST: "TagResource" }[ask.method as "GET"] ?? "UntagResource";
    return { action: `lambda:${verb}`, resource: name!, context };
  }
  if (kind !== "event-source-mappings") return undefined;
  if (name === undefined || name === "") {
    if (ask.method === "GET") return { action: "lambda:ListEventSourceMappings", resource: "*" };
    return {
      action: "lambda:CreateEventSourceMapping",
      resource: "*",
      context: { ...context, "lambda:FunctionArn": functionArn(asked, String(input.FunctionName)) },
    };
  }
  const verb = { GET: "Get", PUT: "Update" }[ask.method as "GET"] ?? "Delete";
  const of = await world.mappedFunction(name);
  return {
    action: `lambda:${verb}EventSourceMapping`,
    resource: arnOf(asked, "lambda", `event-source-mapping:${name}`),
    context: { ...context, ...of !== undefined && { "lambda:FunctionArn": of } },
  };
}

const functionArn = (asked: Asked, name: string): string =>
  name.startsWith("arn:") ? name : arnOf(asked, "lambda", `function:${name}`);
