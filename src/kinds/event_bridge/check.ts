import { refuse, type Report, under } from "../report.ts";
import type { EventBridgeSpec } from "./fields.ts";
import { checkRule } from "./rule_check.ts";

/** Rules between the fields of a bus and its rules. */
export function checkEventBridge(spec: EventBridgeSpec, report: Report): void {
  const own = spec.bus === "own";
  if (own && spec.existingBus !== undefined) {
    refuse(report, ["existingBus"], {
      code: "exclusive-fields",
      what: 'and "bus: own" can\'t be given together',
      why: "a rule is on one bus",
      or: '"bus"',
    });
  }
  for (const field of ["allowedAccounts", "kmsKeyId"] as const) {
    const given = field === "kmsKeyId" ? spec.kmsKeyId !== undefined : spec[field].length > 0;
    if (own || !given) continue;
    report({
      code: "own-bus-only",
      path: [field],
      at: "key",
      summary: `"${field}" needs a bus of the component's own`,
      why: "other buses are shared, and so are their settings",
      fix: `set bus: own, or remove "${field}"`,
    });
  }
  spec.rules.forEach((item, i) =>
    checkRule(
      item,
      own || spec.existingBus !== undefined,
      under(report, "rules", i),
    )
  );
}
