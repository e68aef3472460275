import {
  boolean,
  choice,
  component,
  type Infer,
  type InferFields,
  integer,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { HOSTED_ZONE } from "../shapes/balancer/fields.ts";

const NAME = {
  pattern: /^[\w.-]{1,128}$/,
  hint: "1 to 128 letters, digits, _ . and -",
} as const;
const PATH = {
  pattern: /^\/[\w\-.$/~"'@:+&*?%]*$/,
  maxLength: 255,
  hint: "a path that starts with /",
} as const;

/** Bounds: Amazon CloudFront, Origin, "Quotas". */
const origin = object({
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

const errorPage = object({
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

const policyId = (doc: string, what: string) =>
  text({ doc, pattern: /^[0-9a-f-]{36}$/, hint: `the id of ${what}` });

const functionSeeing = (what: string) =>
  text({
    doc: `ARN of a CloudFront function that sees every ${what}`,
    pattern: /^arn:[\w-]+:cloudfront::\d{12}:function\/\S+$/,
    hint: "the ARN of a CloudFront function",
  });

const behavior = object({
  path: text({ doc: "Requests that it is for; without it, all that are left", ...PATH }),
  origin: text({ doc: "Name of the origin; default: the first", ...NAME }),
  cache: choice(["static", "origin", "off"], {
    doc:
      "static: for a day unless the origin says otherwise; origin: as it says; default: static for S3, else off",
  }),
  cachePolicyId: policyId(
    "Cache policy, in place of cache",
    "a cache policy",
  ),
  originRequestPolicyId: policyId(
    "What is passed on; default: all but the host, and nothing to S3",
    "an origin request policy",
  ),
  responseHeadersPolicyId: policyId(
    "Headers that are added to answers; default: AWS's security headers",
    "a response headers policy",
  ),
  methods: choice(["read", "readOptions", "all"], {
    doc: "read: GET and HEAD; readOptions: OPTIONS too; default: read for S3, else all",
  }),
  insecure: choice(["redirect", "allow", "refuse"], {
    doc: "What happens with plain HTTP",
    default: "redirect",
    aliases: ["viewerProtocolPolicy"],
    spellings: {
      "redirect-to-https": "redirect",
      "allow-all": "allow",
      "https-only": "refuse",
    },
  }),
  compress: boolean({ doc: "Compress what can be", default: true }),
  viewerRequestFunction: functionSeeing("request"),
  viewerResponseFunction: functionSeeing("answer"),
  keyGroups: list(text({ doc: "Id of a key group" }), {
    doc: "Key groups that signed URLs and cookies are checked with",
    default: [],
    unique: "",
  }),
}, { doc: "What happens with some requests", atMostOne: ["cache", "cachePolicyId"] });

export type Behavior = Infer<typeof behavior>;

export const distributionFields = {
  origins: list(origin, {
    doc: "Where content comes from",
    required: true,
    min: 1,
    max: 25,
  }),
  behaviors: list(behavior, {
    doc: "What happens with which requests, the first that fits first",
    default: [],
    max: 25,
  }),
  aliases: list(
    text({
      doc: "Host name",
      pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
      hint: "a host name such as www.example.com",
    }),
    { doc: "Names that clients use", default: [], max: 100, unique: "" },
  ),
  certificateArn: text({
    doc: "ACM certificate for the aliases, in us-east-1",
    reference: true,
    pattern: /^arn:[\w-]+:acm:us-east-1:\d{12}:certificate\/.+$/,
    hint: "the ARN of a certificate in us-east-1",
  }),
  hostedZoneId: text({
    doc: "Hosted zone of Route 53 that the aliases are in: they then lead here",
    ...HOSTED_ZONE,
  }),
  defaultRootObject: text({
    doc: "What / shows",
    pattern: /^[^/].{0,254}$/,
    hint: "a file name such as index.html",
    example: "index.html",
  }),
  singlePage: boolean({
    doc: "Show defaultRootObject, with status 200, wherever nothing is found",
    default: false,
    aliases: ["spa"],
  }),
  errorPages: list(errorPage, {
    doc: "What is shown in place of errors",
    default: [],
    unique: "status",
  }),
  priceClass: choice(["100", "200", "all"], {
    doc: "Where it is served: 100 in Europe and North America, 200 also in Asia, all everywhere",
    default: "100",
    spellings: { PriceClass_100: "100", PriceClass_200: "200", PriceClass_All: "all" },
  }),
  waf: text({
    doc: "ARN of a web ACL of AWS WAF that filters requests, for CloudFront",
    pattern: /^arn:[\w-]+:wafv2:us-east-1:\d{12}:global\/webacl\/\S+$/,
    hint: "the ARN of a global web ACL in us-east-1",
    aliases: ["webAclArn"],
  }),
  geoRestriction: object({
    type: choice(["allow", "deny"], {
      doc: "allow: only from these countries; deny: from all others",
      default: "allow",
      spellings: { whitelist: "allow", blacklist: "deny" },
    }),
    countries: list(
      text({ doc: "Country", pattern: /^[A-Z]{2}$/, hint: "a code of two letters such as DE" }),
      { doc: "Countries, by codes of two letters", required: true, min: 1, unique: "" },
    ),
  }, { doc: "Which countries are served" }),
  minimumTls: choice(["TLSv1.2_2021", "TLSv1.2_2019", "TLSv1.2_2018", "TLSv1.1_2016"], {
    doc: "Oldest version of TLS that clients may use, with aliases",
    default: "TLSv1.2_2021",
  }),
  enabled: boolean({ doc: "Whether it answers", default: true }),
};

export type CloudFrontSpec = InferFields<typeof distributionFields> & CommonSpec;
