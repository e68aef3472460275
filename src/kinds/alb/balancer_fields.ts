import { boolean, type InferFields, integer, list, text } from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { balancerFields } from "../shapes/balancer/fields.ts";
import { listener } from "./fields.ts";

export const albFields = {
  ...balancerFields,
  listeners: list(listener, {
    doc: "Ports that it is reached at",
    required: true,
    min: 1,
    max: 50,
    unique: "port",
  }),
  idleTimeoutSeconds: integer({
    doc: "How long a quiet connection stays open",
    unit: "seconds",
    min: 1,
    max: 4000,
    default: 60,
    aliases: ["idleTimeout"],
  }),
  http2: boolean({ doc: "Speak HTTP/2 with clients", default: true }),
  dropInvalidHeaders: boolean({
    doc: "Take out headers whose names are not valid",
    default: true,
  }),
  waf: text({
    doc: "ARN of a web ACL of AWS WAF that filters requests",
    pattern: /^arn:[\w-]+:wafv2:\S+:regional\/webacl\/\S+$/,
    hint: "the ARN of a regional web ACL",
    aliases: ["webAclArn"],
  }),
};

export type AlbSpec = InferFields<typeof albFields> & CommonSpec;
