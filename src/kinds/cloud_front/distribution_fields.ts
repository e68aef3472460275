import { boolean, choice, type InferFields, list, object, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { HOSTED_ZONE } from "../shapes/balancer/fields.ts";
import { behavior } from "./behavior_fields.ts";
import { errorPage, origin } from "./fields.ts";

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
