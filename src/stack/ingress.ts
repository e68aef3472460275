import { type Document, placeIn } from "./documents.ts";
import type { Stack } from "./model.ts";
import type { Report } from "./report.ts";

/** Says so when the stack has ingress rules and no load balancer that would get them. */
export function checkIngress(stack: Stack, documents: readonly Document[], report: Report): void {
  if (!stack.networking?.securityGroup?.ingress.length) return;
  if (stack.components.some(({ kind, spec }) => kind.balances?.(spec))) return;
  const written = documents.find(({ kind, spec }) =>
    kind === "Networking" ? spec.securityGroup : kind === "Stack" && spec.networking
  );
  const path = written?.kind === "Stack"
    ? ["spec", "networking", "securityGroup", "ingress"]
    : ["spec", "securityGroup", "ingress"];
  report.at(written && placeIn(written, path, "key"), {
    severity: "note",
    code: "unused-rules",
    summary: "the rules of securityGroup.ingress have no effect",
    why: "they are for load balancers, and the stack has none",
  });
}
