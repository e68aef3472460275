import { choice, component, type Infer, integer, list, object, text } from "../../schema/field.ts";

const AUTHORIZER = {
  pattern: /^[a-z][a-z0-9-]{0,39}$/,
  hint: "1 to 40 lower-case letters, digits and dashes that start with a letter",
} as const;

/** Bounds: API Gateway, "Quotas for configuring and running an HTTP API". */
export const route = object({
  path: text({
    doc: "Path, with {name} for a part and {name+} for all that is left, or $default",
    required: true,
    pattern: /^(\$default|\/[\w\-.~%:@!$&'()*+,;={}/]*)$/,
    maxLength: 512,
    hint: 'a path such as "/orders/{id}" or "/{proxy+}", or $default',
    example: "/orders/{id}",
  }),
  method: choice(["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"], {
    doc: "HTTP method",
    default: "ANY",
  }),
  target: component({
    doc:
      "Component that answers: a Lambda, a MicroService or balancer in the VPC, or an SQS that takes the body as a message",
    kinds: ["ALB", "Lambda", "MicroService", "NLB", "SQS"],
  }),
  url: text({
    doc: "URL of something else that answers, with {name} as in path",
    reference: true,
    pattern: /^https?:\/\/\S+$/,
    hint: "a URL that starts with https://",
  }),
  authorizer: text({
    doc: "Who may call: the name of an authorizer, iam, or none; default: defaultAuthorizer",
    ...AUTHORIZER,
  }),
  scopes: list(text({ doc: "Scope of OAuth" }), {
    doc: "With a jwt authorizer: scopes of which the token needs one",
    default: [],
    max: 10,
    unique: "",
  }),
  timeoutMillis: integer({
    doc: "How long to wait for an answer",
    unit: "milliseconds",
    min: 50,
    max: 30_000,
    default: 30_000,
  }),
}, { doc: "Who answers which requests", exactlyOne: [["target"], ["url"]] });

export const authorizer = object({
  name: text({ doc: "Name for routes", required: true, ...AUTHORIZER, example: "users" }),
  jwt: object({
    issuer: text({
      doc: "Who issues the tokens",
      required: true,
      reference: true,
      pattern: /^https:\/\/\S+$/,
      hint: "a URL that starts with https://",
      example: "https://example.com/",
    }),
    audiences: list(text({ doc: "Audience" }), {
      doc: "For whom tokens are issued",
      required: true,
      min: 1,
      max: 50,
    }),
  }, { doc: "Tokens of OAuth or OpenID Connect" }),
  component: component({ doc: "Lambda that decides", kinds: ["Lambda"] }),
  identitySources: list(text({ doc: "Where it is found, such as $request.header.Authorization" }), {
    doc: "What it is decided by, and kept for; default: the Authorization header",
    max: 5,
  }),
  cacheSeconds: integer({
    doc: "With a component: how long a decision is kept",
    unit: "seconds",
    min: 0,
    max: 3600,
    default: 300,
  }),
}, { doc: "Decides who may call", exactlyOne: [["jwt"], ["component"]] });

export type Route = Infer<typeof route>;
export type Authorizer = Infer<typeof authorizer>;
