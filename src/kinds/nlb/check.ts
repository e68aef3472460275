import { given, refuse, type Report } from "../report.ts";
import { type Listener, protocolOf } from "./fields.ts";

/** Rules between the fields of one listener. */
export function checkListener(item: Listener, report: Report): void {
  const protocol = protocolOf(item);
  if (protocol === "TLS" && item.certificateArn === undefined) {
    report({
      code: "missing-field",
      path: ["protocol"],
      summary: 'TLS needs "certificateArn"',
      why: "clients check the name in the certificate",
      fix: "add certificateArn: the ARN of an ACM certificate",
    });
  }
  const tls = {
    certificateArn: item.certificateArn !== undefined,
    additionalCertificateArns: item.additionalCertificateArns.length > 0,
    sslPolicy: item.sslPolicy !== undefined,
    alpnPolicy: item.alpnPolicy !== undefined,
  };
  for (const [field, given] of Object.entries(tls)) {
    if (protocol === "TLS" || !given) continue;
    report({
      code: "tls-only",
      path: [field],
      at: "key",
      summary: `"${field}" needs protocol TLS`,
      why: `the listener on ${item.port} passes ${protocol} on as it is`,
      fix: `set protocol: TLS, or remove "${field}"`,
    });
  }
  if (protocol !== "TCP") {
    refuse(report, given(item, ["idleTimeoutSeconds"]), {
      code: "tcp-only",
      what: "needs protocol TCP",
      why: `AWS fixes the time for ${protocol}`,
    });
  }
}
