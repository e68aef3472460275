import { given, refuse, type Report } from "../report.ts";
import { type Engine, isAurora } from "./family.ts";
import { BASE, type Rate, type Storage, STRIPED_GB } from "./storage.ts";

/** Rules between type, size and speed of storage. */
export function checkStorage(engine: Engine, storage: Storage, report: Report): void {
  if (isAurora(engine)) {
    if (storage.iops === undefined && storage.maxAllocatedGB === undefined) return;
    report({
      severity: "note",
      code: "ignored-field",
      path: [storage.iops === undefined ? "maxAllocatedGB" : "iops"],
      at: "key",
      summary: "Aurora's storage takes no size and no rates",
      why: "it grows and speeds up by itself",
    });
    return;
  }
  const { type, allocatedGB, maxAllocatedGB, iops, throughputMBps } = storage;
  const [what, or] = [`can't be set on a ${type} disk`, "set type: gp3"];
  if (type === "aurora-iopt1") {
    report({
      code: "wrong-value",
      path: ["type"],
      summary: `"aurora-iopt1" needs an Aurora engine`,
      why: `engine.type is ${engine}`,
      fix: "set type: gp3",
      replacement: "gp3",
    });
  }
  if (maxAllocatedGB !== undefined && maxAllocatedGB < allocatedGB * 11 / 10) {
    const least = Math.ceil(allocatedGB * 11 / 10);
    report({
      code: "wrong-value",
      path: ["maxAllocatedGB"],
      summary: `"maxAllocatedGB" must be at least ${least}, not ${maxAllocatedGB}`,
      why: `RDS wants room to grow by a tenth of allocatedGB (${allocatedGB})`,
      fix: `set maxAllocatedGB: ${least} or more, or remove it`,
      replacement: String(least),
    });
  }
  if (type === "io1" || type === "io2") checkProvisioned(storage, report);
  else if (type === "gp3") {
    checkGp3(allocatedGB, { field: "iops", value: iops, base: "iops", max: 64_000 }, report);
    checkGp3(
      allocatedGB,
      { field: "throughputMBps", value: throughputMBps, base: "mbps", max: 4000 },
      report,
    );
    return;
  } else if (iops !== undefined) {
    refuse(report, ["iops"], { what, why: "its rate follows from its size", or });
  }
  refuse(report, given(storage, ["throughputMBps"]), { what, or });
}

function checkProvisioned({ type, allocatedGB, iops }: Storage, report: Report): void {
  if (allocatedGB < 100) {
    report({
      code: "wrong-value",
      path: ["allocatedGB"],
      summary: `"allocatedGB" must be at least 100 for ${type}, not ${allocatedGB}`,
      fix: "set allocatedGB: 100, or type: gp3",
      replacement: "100",
    });
  }
  const perGB = type === "io1" ? 50 : 1000;
  const most = Math.min(256_000, perGB * allocatedGB);
  if (iops === undefined) {
    report({
      code: "missing-field",
      path: [],
      at: "key",
      summary: `"storage" needs "iops"`,
      why: `a ${type} disk is bought with its rate`,
      fix: "add iops: 3000, or set type: gp3",
    });
  } else if (iops < 1000 || iops > most) {
    report({
      code: "wrong-value",
      path: ["iops"],
      summary: `"iops" must be 1000 to ${most} for ${allocatedGB} GiB of ${type}, not ${iops}`,
      fix: `set iops: ${Math.min(most, Math.max(1000, iops))}`,
      replacement: String(Math.min(most, Math.max(1000, iops))),
    });
  }
}

function checkGp3(allocatedGB: number, { field, value, base, max }: Rate, report: Report): void {
  if (value === undefined) return;
  const path = [field];
  const striped = allocatedGB >= STRIPED_GB;
  const included = BASE[striped ? "striped" : "small"][base];
  if (value <= included) {
    const size = striped ? `of ${STRIPED_GB} GiB or more` : `under ${STRIPED_GB} GiB`;
    report({
      severity: "note",
      code: "ignored-field",
      path,
      at: "key",
      summary: `"${field}: ${value}" changes nothing: gp3 ${size} has ${included} anyway`,
      why: "less can't be bought",
    });
  } else if (!striped) {
    report({
      code: "wrong-value",
      path,
      summary: `"${field}" can't be over ${included} on a gp3 disk of ${allocatedGB} GiB`,
      why: `RDS lets it be set from ${STRIPED_GB} GiB on`,
      fix: `remove "${field}", set allocatedGB: ${STRIPED_GB}, or take type: io2`,
    });
  } else if (value > max) {
    report({
      code: "wrong-value",
      path,
      summary: `"${field}" must be at most ${max}, not ${value}`,
      why: "more than gp3 can do",
      fix: `set ${field}: ${max}, or take type: io2`,
      replacement: String(max),
    });
  }
}
