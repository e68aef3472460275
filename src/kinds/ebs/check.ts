import { given, refuse, type Report } from "../report.ts";
import { type EBSSpec, TYPES } from "./fields.ts";

/** Rules between the fields of a disk. */
export function checkEbs(spec: EBSSpec, report: Report): void {
  const { type } = spec;
  const [least, most] = TYPES[type].size;
  if (spec.sizeGB < least || spec.sizeGB > most) {
    const near = Math.min(most, Math.max(least, spec.sizeGB));
    report({
      code: "wrong-value",
      path: ["sizeGB"],
      summary: `"sizeGB" of ${type} must be ${least} to ${most}, not ${spec.sizeGB}`,
      fix: `set sizeGB: ${near}, or type: gp3`,
      replacement: String(near),
    });
  }
  checkIops(spec, report);
  if (type !== "gp3") {
    const what = `can't be set on volumes of type ${type}`;
    refuse(report, given(spec, ["throughputMBps"]), { what, or: "set type: gp3" });
  }
  if (spec.multiAttach && !type.startsWith("io")) {
    report({
      code: "wrong-value",
      path: ["multiAttach"],
      summary: `"multiAttach" needs type: io2 or io1`,
      why: `type is ${type}`,
      fix: `remove "multiAttach", or set type: io2 with iops`,
      replacement: "false",
    });
  }
  if (!spec.encrypted) {
    refuse(report, given(spec, ["kmsKeyId"]), {
      code: "exclusive-fields",
      what: "has no use without encryption",
      why: "encrypted is false",
      or: "set encrypted: true",
    });
  }
}

/** Rules between a disk's size and its speed. */
function checkIops({ type, iops, sizeGB }: EBSSpec, report: Report): void {
  const { iops: range, iopsPerGB = 0 } = TYPES[type];
  if (range === undefined) {
    if (iops === undefined) return;
    const what = `can't be set on volumes of type ${type}`;
    const why = "its rate follows from its size";
    return refuse(report, ["iops"], { what, why, or: "set type: gp3" });
  }
  if (iops === undefined) {
    if (type === "gp3") return;
    report({
      code: "missing-field",
      path: ["type"],
      at: "key",
      summary: `"type: ${type}" needs "iops"`,
      why: "its rate is bought",
      fix: "add iops: 3000, or set type: gp3",
    });
    return;
  }
  // Every gp3 volume has its 3000, however small.
  const most = Math.max(type === "gp3" ? range[0] : 0, Math.min(range[1], iopsPerGB * sizeGB));
  if (iops >= range[0] && iops <= most) return;
  const near = Math.min(most, Math.max(range[0], iops));
  report({
    code: "wrong-value",
    path: ["iops"],
    summary: `"iops" must be ${range[0]} to ${most} for ${sizeGB} GiB of ${type}, not ${iops}`,
    fix: `set iops: ${near}`,
    replacement: String(near),
  });
}
