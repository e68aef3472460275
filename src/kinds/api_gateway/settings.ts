import { boolean, decimal, type Infer, integer, list, object, text } from "../../schema/field.ts";
import { certificate, HOSTED_ZONE } from "../shapes/balancer/fields.ts";

export const cors = object({
  allowOrigins: list(text({ doc: "Origin such as https://example.com, or *" }), {
    doc: "Pages that may call",
    required: true,
    min: 1,
    aliases: ["allowedOrigins"],
  }),
  allowMethods: list(text({ doc: "Method, or *" }), {
    doc: "Methods that they may use",
    default: ["*"],
    aliases: ["allowedMethods"],
  }),
  allowHeaders: list(text({ doc: "Header, or *" }), {
    doc: "Headers that they may send",
    default: ["content-type", "authorization"],
    aliases: ["allowedHeaders"],
  }),
  exposeHeaders: list(text({ doc: "Header, or *" }), {
    doc: "Headers that they may read",
    default: [],
  }),
  allowCredentials: boolean({ doc: "Whether they may send cookies", default: false }),
  maxAgeSeconds: integer({
    doc: "How long browsers remember the answer",
    unit: "seconds",
    min: -1,
    max: 86_400,
    default: 300,
    aliases: ["maxAge"],
  }),
}, { doc: "Which web pages may call from browsers" });

export const domain = object({
  name: text({
    doc: "Host name",
    required: true,
    pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
    hint: "a host name such as api.example.com",
    example: "api.example.com",
    replaces: "AWS can't rename a domain name",
  }),
  certificateArn: certificate,
  hostedZoneId: text({
    doc: "Hosted zone of Route 53 that the name is in: it then leads here",
    ...HOSTED_ZONE,
  }),
  basePath: text({
    doc: "First part of the path, where several APIs share the name",
    pattern: /^[\w\-/]{1,300}$/,
    hint: "letters, digits, _, - and /",
  }),
}, { doc: "Name of the API's own", exactlyOne: [["name", "certificateArn"]] });

/** What an account has: API Gateway, "Account-level throttling per Region". */
export const RATE = 10_000;

export const BURST = 5000;

export const throttle = object({
  ratePerSecond: decimal({
    doc: "Requests per second, in the long run",
    unit: "per second",
    min: 0,
    default: RATE,
  }),
  burst: integer({ doc: "Requests at once", min: 0, default: BURST }),
}, {
  doc:
    "How many requests get through; the others get 429. Taken out, the last limits stay: {} sets those of an account",
});

export type Domain = Infer<typeof domain>;
