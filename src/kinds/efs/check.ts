import { given, refuse, type Report } from "../report.ts";
import { DAYS, type EFSSpec } from "./fields.ts";

/** Rules between the fields of a file system. */
export function checkEfs(spec: EFSSpec, report: Report): void {
  const provisioned = spec.throughputMode === "provisioned";
  if (provisioned !== (spec.provisionedMiBps !== undefined)) {
    report({
      code: provisioned ? "missing-field" : "wrong-value",
      path: provisioned ? ["throughputMode"] : ["provisionedMiBps"],
      at: "key",
      summary: provisioned
        ? `"throughputMode: provisioned" needs "provisionedMiBps"`
        : `"provisionedMiBps" needs throughputMode: provisioned`,
      fix: provisioned
        ? "add provisionedMiBps: 10, or set throughputMode: elastic"
        : `remove "provisionedMiBps", or set throughputMode: provisioned`,
    });
  }
  if (spec.performanceMode === "maxIO" && spec.throughputMode === "elastic") {
    report({
      code: "wrong-value",
      path: ["performanceMode"],
      summary: `"performanceMode: maxIO" needs throughputMode: bursting or provisioned`,
      why: "AWS refuses it with elastic throughput",
      fix: "set performanceMode: generalPurpose",
      replacement: "generalPurpose",
    });
  }
  const { lifecycleDays = 0, archiveDays } = spec;
  if (archiveDays !== undefined && archiveDays <= lifecycleDays) {
    const next = DAYS.find((days) => days > lifecycleDays) ?? 365;
    report({
      code: "wrong-value",
      path: ["archiveDays"],
      summary: `"archiveDays" must be over lifecycleDays (${lifecycleDays}), not ${archiveDays}`,
      fix: `set archiveDays: ${next}`,
      replacement: String(next),
    });
  }
  if (spec.throughputMode !== "elastic") {
    refuse(report, given(spec, ["archiveDays"]), {
      what: "needs throughputMode: elastic",
      why: `throughputMode is ${spec.throughputMode}`,
      or: "set throughputMode: elastic",
    });
  }
}
