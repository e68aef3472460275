import { choice, type Infer, list, object } from "../../schema/field.ts";
import {
  certificate,
  listenerPort,
  moreCertificates,
  sslPolicyField,
} from "../shapes/balancer/fields.ts";
import { rule } from "./rule_fields.ts";

export const listener = object({
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
