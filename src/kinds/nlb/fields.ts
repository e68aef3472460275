import { choice, component, type Infer, integer, list, object } from "../../schema/field.ts";
import {
  certificate,
  listenerPort,
  moreCertificates,
  sslPolicyField,
  targetGroupArn,
} from "../shapes/balancer/fields.ts";

/** Limits: Elastic Load Balancing, CreateListener, "Quotas for your Network Load Balancers". */
export const listener = object({
  port: listenerPort,
  protocol: choice(["TCP", "UDP", "TCP_UDP", "TLS"], {
    doc: "What comes in; default: TLS with a certificate, else TCP",
  }),
  target: component({
    doc: "Component that answers: a MicroService with loadBalancer.shared, or an ALB",
    kinds: ["ALB", "MicroService"],
  }),
  targetPort: integer({
    doc: "With an ALB: its port; default: the same",
    min: 1,
    max: 65_535,
  }),
  targetGroupArn,
  certificateArn: certificate,
  additionalCertificateArns: moreCertificates,
  sslPolicy: sslPolicyField("With TLS: versions and ciphers, by the name of a policy of AWS"),
  alpnPolicy: choice(["HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None"], {
    doc: "With TLS: versions of HTTP that clients are offered",
  }),
  idleTimeoutSeconds: integer({
    doc: "With TCP: how long a quiet connection stays open; AWS's default is 350",
    unit: "seconds",
    min: 60,
    max: 6000,
  }),
}, { doc: "One port", exactlyOne: [["target"], ["targetGroupArn"]] });

export type Listener = Infer<typeof listener>;
export const listeners = list(listener, {
  doc: "Ports that it is reached at",
  required: true,
  min: 1,
  max: 50,
  unique: "port",
});

export const protocolOf = ({ protocol, certificateArn }: Listener) =>
  protocol ?? (certificateArn === undefined ? "TCP" : "TLS");
