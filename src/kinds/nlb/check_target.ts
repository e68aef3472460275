import type { Problem } from "../../schema/problem.ts";
import type { FindUsed, Used } from "../kind.ts";
import { given, refuse, type Report } from "../report.ts";
import { type Listener, protocolOf } from "./fields.ts";

/** Rules between a listener and the component that it forwards to. */
export function checkTarget(item: Listener, used: FindUsed, report: Report): void {
  const target = item.target === undefined ? undefined : used(item.target);
  const protocol = protocolOf(item);
  if (!target) return;
  const say = (problem: Omit<Problem, "severity" | "at" | "path">) =>
    report({ ...problem, path: ["target"] });
  if (target.kind.name === "ALB") {
    checkBehind(item, target, say);
  } else if (protocol !== "TCP" && protocol !== "TLS") {
    say({
      code: "wrong-protocol",
      summary: `Tasks can't be forwarded ${protocol}`,
      why: "the target group of a MicroService speaks TCP",
      fix: "set protocol: TCP, or give the targetGroupArn of a group of your own",
    });
  }
  if (target.kind.name !== "ALB") {
    refuse(report, given(item, ["targetPort"]), {
      code: "alb-only",
      what: "is for an ALB as target",
      why: "the target group of a MicroService has the port of its tasks",
    });
  }
}

function checkBehind(
  item: Listener,
  target: Used,
  say: (problem: Omit<Problem, "severity" | "at" | "path">) => void,
): void {
  if (protocolOf(item) !== "TCP") {
    say({
      code: "wrong-protocol",
      summary: `An ALB can't be forwarded ${protocolOf(item)}`,
      why: "in front of an ALB, AWS takes TCP only, and the ALB speaks TLS",
      fix: "set protocol: TCP, and remove the certificate here",
    });
  }
  const port = item.targetPort ?? item.port;
  const ports = (target.spec.listeners as { port: number }[]).map((listener) => listener.port);
  if (ports.includes(port)) return;
  say({
    code: "unknown-port",
    summary: `"${item.target}" has no listener on ${port}`,
    why: `its ports: ${ports.join(", ")}`,
    fix: `set targetPort: ${ports[0]}`,
  });
}
