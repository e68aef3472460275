import type { FindUsed } from "../kind.ts";
import type { Report } from "../report.ts";
import type { Route } from "./fields.ts";

/** Rules between routes and the components that answer. */
export function checkTargets(routes: readonly Route[], used: FindUsed, report: Report): void {
  routes.forEach(({ target, method }, i) => {
    const answers = used(target);
    const path = ["routes", i, "target"];
    if (answers?.kind.name === "MicroService") {
      const balancer = answers.spec.loadBalancer as
        | { enabled: boolean; shared: boolean; certificateArn?: unknown; hostname?: string }
        | undefined;
      if (!balancer?.enabled || balancer.shared) {
        report({
          code: "unreachable",
          path,
          summary: `API Gateway can't reach "${target}"`,
          why: "it enters the VPC by a load balancer's listener, and the component has none",
          fix: balancer?.shared
            ? "name the ALB or NLB component in front of it"
            : `add loadBalancer: {internal: true} to "${target}"`,
        });
      } else if (balancer.certificateArn !== undefined && balancer.hostname === undefined) {
        report({
          code: "unknown-name",
          path,
          summary: `API Gateway can't check the certificate of "${target}"`,
          why: "nothing says which name is in it",
          fix: `add loadBalancer.hostname to "${target}"`,
        });
      }
    }
    if (answers?.kind.name === "ALB" || answers?.kind.name === "NLB") {
      const { listeners, records } = answers.spec as {
        listeners: { certificateArn?: unknown }[];
        records: unknown[];
      };
      if (listeners[0]?.certificateArn !== undefined && records.length === 0) {
        report({
          code: "unknown-name",
          path,
          summary: `API Gateway can't check the certificate of "${target}"`,
          why: "it calls the first listener, and nothing says which name is in its certificate",
          fix: `add records to "${target}", or put a listener without a certificate first`,
        });
      }
    }
    if (answers?.kind.name === "SQS" && method !== "POST" && method !== "PUT") {
      report({
        code: "no-body",
        path: ["routes", i, "method"],
        summary: `A ${method} request can't be sent to a queue`,
        why: "its body becomes the message",
        fix: "set method: POST",
      });
    }
  });
}
