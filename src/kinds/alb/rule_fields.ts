import {
  boolean,
  choice,
  component,
  type Infer,
  integer,
  list,
  object,
  text,
} from "../../schema/field.ts";
import { targetGroupArn } from "../shapes/balancer/fields.ts";

const HOST = {
  pattern: /^[\w*?.-]{1,128}$/,
  hint: "a host name of at most 128 characters, * and ? allowed",
} as const;

const PATH = {
  pattern: /^\/[\w\-.$/~"'@:+&*?]{0,127}$/,
  hint: "a path of at most 128 characters that starts with /, * and ? allowed",
} as const;

const action = {
  target: component({
    doc: "Component that answers: a MicroService with loadBalancer.shared, or a Lambda",
    kinds: ["MicroService", "Lambda"],
  }),
  targetGroupArn,
  redirect: object({
    host: text({ doc: "Host to go to; default: the same", maxLength: 128 }),
    path: text({ doc: "Path to go to; default: the same", ...PATH }),
    port: integer({ doc: "Port to go to; default: the same", min: 1, max: 65_535 }),
    protocol: choice(["HTTP", "HTTPS"], { doc: "Protocol to go to", default: "HTTPS" }),
    permanent: boolean({ doc: "Answer 301, which browsers remember, and not 302", default: true }),
  }, { doc: "Send the client elsewhere" }),
  response: object({
    status: integer({ doc: "HTTP status", min: 200, max: 599, required: true, example: 503 }),
    contentType: choice(
      ["text/plain", "text/css", "text/html", "application/javascript", "application/json"],
      { doc: "Type of the body", default: "text/plain" },
    ),
    body: text({ doc: "What is answered", maxLength: 1024, default: "" }),
  }, { doc: "Answer by itself" }),
};

/** Limits: Elastic Load Balancing, "Quotas for your Application Load Balancers", RuleCondition. */
export const rule = object({
  host: text({ doc: "Host that is asked for", ...HOST, example: "api.example.com" }),
  path: text({ doc: "Path that is asked for", ...PATH, example: "/api/*" }),
  hosts: list(text({ doc: "Host", ...HOST }), { doc: "Several hosts", max: 5, unique: "" }),
  paths: list(text({ doc: "Path", ...PATH }), { doc: "Several paths", max: 5, unique: "" }),
  methods: list(
    text({ doc: "Method", pattern: /^[A-Z_-]{1,40}$/, hint: "a method such as GET" }),
    { doc: "HTTP methods", max: 5, unique: "" },
  ),
  headers: list(
    object({
      name: text({ doc: "Name of the header", required: true, maxLength: 40 }),
      values: list(text({ doc: "Value, * and ? allowed", maxLength: 128 }), {
        doc: "Values that match",
        required: true,
        min: 1,
        max: 5,
      }),
    }, { doc: "One header" }),
    { doc: "Headers that must match", max: 5 },
  ),
  sourceCIDRs: list(
    text({
      doc: "Block of addresses",
      pattern: /^[\d.]+\/\d{1,2}$|^[\da-fA-F:]+\/\d{1,3}$/,
      hint: "a block such as 10.0.0.0/8",
    }),
    { doc: "Addresses that the request comes from", max: 5, unique: "" },
  ),
  priority: integer({
    doc: "Rules are tried from the lowest; default: 10, 20, … in the order of the list",
    min: 1,
    max: 50_000,
  }),
  ...action,
}, {
  doc: "What happens with some requests; a rule without conditions takes those that are left",
  exactlyOne: [["target"], ["targetGroupArn"], ["redirect"], ["response"]],
});

export type Rule = Infer<typeof rule>;

/** Whether a rule is the listener's default. */
export const isDefault = (rule: Rule): boolean =>
  [rule.host, rule.path, rule.hosts, rule.paths, rule.methods, rule.headers, rule.sourceCIDRs]
    .every((condition) => condition === undefined || condition.length === 0);
