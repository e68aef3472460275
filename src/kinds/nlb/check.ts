import type { FindUsed, Used } from "../kind.ts";
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

/** Rules between a listener and the component that it forwards to. */
export function checkTarget(item: Listener, used: FindUsed, report: Report): void {
  const target = used(item.target);
  if (!target) return;
  if (target.kind.name === "ALB") return checkBehind(item, target, report);
  const protocol = protocolOf(item);
  if (protocol !== "TCP" && protocol !== "TLS") {
    report({
      code: "wrong-protocol",
      path: ["target"],
      summary: `Tasks can't be forwarded ${protocol}`,
      why: "the target group of a MicroService speaks TCP",
      fix: "set protocol: TCP, or give the targetGroupArn of a group of your own",
    });
  }
  refuse(report, given(item, ["targetPort"]), {
    code: "alb-only",
    what: "is for an ALB as target",
    why: "the target group of a MicroService has the port of its tasks",
  });
}

function checkBehind(item: Listener, target: Used, report: Report): void {
  if (protocolOf(item) !== "TCP") {
    report({
      code: "wrong-protocol",
      path: ["target"],
      summary: `An ALB can't be forwarded ${protocolOf(item)}`,
      why: "in front of an ALB, AWS takes TCP only, and the ALB speaks TLS",
      fix: "set protocol: TCP, and remove the certificate here",
    });
  }
  const port = item.targetPort ?? item.port;
  const ports = (target.spec.listeners as { port: number }[]).map((listener) => listener.port);
  if (ports.includes(port)) return;
  report({
    code: "unknown-port",
    path: ["target"],
    summary: `"${item.target}" has no listener on ${port}`,
    why: `its ports: ${ports.join(", ")}`,
    fix: `set targetPort: ${ports[0]}`,
  });
}
