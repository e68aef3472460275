import {
  boolean,
  choice,
  type Infer,
  type InferFields,
  integer,
  list,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import {
  balancerFields,
  certificate,
  listenerPort,
  moreCertificates,
  sslPolicyField,
} from "../shapes/balancer/fields.ts";
import { rule } from "./rule_fields.ts";

const listener = object({
  port: listenerPort,
  protocol: choice(["HTTP", "HTTPS"], {
    doc: "What clients speak; default: HTTPS with a certificate",
  }),
  certificateArn: certificate,
  additionalCertificateArns: moreCertificates,
  sslPolicy: sslPolicyField("Versions and ciphers of TLS, by the name of a policy of AWS"),
  rules: list(rule, { doc: "What happens with requests", default: [], max: 100 }),
}, { doc: "One port" });

export type Listener = Infer<typeof listener>;

/** What clients speak with a listener. */
export const protocolOf = ({ protocol, certificateArn }: Listener): "HTTP" | "HTTPS" =>
  protocol ?? (certificateArn === undefined ? "HTTP" : "HTTPS");

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
