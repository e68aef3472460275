import { choice, component, type Infer, integer, map, object, text } from "../../schema/field.ts";

export const NAME = {
  pattern: /^[\w.-]{1,128}$/,
  hint: "1 to 128 letters, digits, _ . and -",
} as const;
export const PATH = {
  pattern: /^\/[\w\-.$/~"'@:+&*?%]*$/,
  maxLength: 255,
  hint: "a path that starts with /",
} as const;

/** Bounds: Amazon CloudFront, Origin, "Quotas". */
export const origin = object({
  name: text({
    doc: "Name for behaviors; default: the component's, else the domain",
    ...NAME,
    example: "site",
  }),
  component: component({
    doc: "Component that answers: an S3 with cloudFront: true, a public ALB, or an APIGateway",
    kinds: ["ALB", "APIGateway", "S3"],
  }),
  domainName: text({
    doc: "Host name of something else that answers",
    reference: true,
    pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
    hint: "a host name such as www.example.com",
    example: "www.example.com",
  }),
  path: text({
    doc: "Put before the path of every request",
    pattern: /^\/[\w\-.$/~"'@:+&%]*[^/]$/,
    maxLength: 255,
    hint: "a path that starts with / and does not end with it",
    aliases: ["originPath"],
  }),
  protocol: choice(["http", "https", "match"], {
    doc: "How CloudFront connects; default: https, or http to an ALB without a record of its own",
  }),
  headers: map(text({ doc: "Value of the header", maxLength: 1783 }), {
    doc: "Headers that are added to every request",
    keyPattern: /^[\w-]{1,256}$/,
    keyHint: "names of headers",
    default: {},
  }),
  connectTimeoutSeconds: integer({
    doc: "How long to wait for a connection",
    unit: "seconds",
    min: 1,
    max: 10,
    default: 10,
  }),
  readTimeoutSeconds: integer({
    doc: "How long to wait for an answer; not with S3",
    unit: "seconds",
    min: 1,
    max: 120,
    default: 30,
  }),
  shieldRegion: text({
    doc: "Region of one more cache before the origin (Origin Shield)",
    pattern: /^[a-z]{2}(-[a-z]+)+-\d$/,
    hint: "a region such as eu-west-1",
  }),
}, { doc: "Where content comes from", exactlyOne: [["component"], ["domainName"]] });

export const errorPage = object({
  status: integer({
    doc: "HTTP status of the origin",
    required: true,
    oneOf: [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504],
    example: 404,
  }),
  path: text({ doc: "What is shown in its place", ...PATH, example: "/404.html" }),
  respondWith: integer({ doc: "HTTP status that clients see", min: 200, max: 599 }),
  cacheSeconds: integer({
    doc: "How long the error is kept",
    unit: "seconds",
    min: 0,
    max: 31_536_000,
    default: 10,
  }),
}, { doc: "What is shown in place of an error" });

export type Origin = Infer<typeof origin>;
