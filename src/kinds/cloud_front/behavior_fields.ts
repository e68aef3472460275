import { boolean, choice, type Infer, list, object, text } from "../../schema/field.ts";
import { NAME, PATH } from "./fields.ts";

export const behavior = object({
  path: text({ doc: "Requests that it is for; without it, all that are left", ...PATH }),
  origin: text({ doc: "Name of the origin; default: the first", ...NAME }),
  cache: choice(["static", "origin", "off"], {
    doc:
      "static: for a day unless the origin says otherwise; origin: as it says; default: static for S3, else off",
  }),
  cachePolicyId: text({
    doc: "Cache policy, in place of cache",
    pattern: /^[0-9a-f-]{36}$/,
    hint: "the id of a cache policy",
  }),
  originRequestPolicyId: text({
    doc: "What is passed on; default: all but the host, and nothing to S3",
    pattern: /^[0-9a-f-]{36}$/,
    hint: "the id of an origin request policy",
  }),
  responseHeadersPolicyId: text({
    doc: "Headers that are added to answers; default: AWS's security headers",
    pattern: /^[0-9a-f-]{36}$/,
    hint: "the id of a response headers policy",
  }),
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
  viewerRequestFunction: text({
    doc: "ARN of a CloudFront function that sees every request",
    pattern: /^arn:[\w-]+:cloudfront::\d{12}:function\/\S+$/,
    hint: "the ARN of a CloudFront function",
  }),
  viewerResponseFunction: text({
    doc: "ARN of a CloudFront function that sees every answer",
    pattern: /^arn:[\w-]+:cloudfront::\d{12}:function\/\S+$/,
    hint: "the ARN of a CloudFront function",
  }),
  keyGroups: list(text({ doc: "Id of a key group" }), {
    doc: "Key groups that signed URLs and cookies are checked with",
    default: [],
    unique: "",
  }),
}, { doc: "What happens with some requests", atMostOne: ["cache", "cachePolicyId"] });

export type Behavior = Infer<typeof behavior>;
