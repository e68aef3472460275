import { refuse, type Report, under } from "../report.ts";
import type { Ec2Spec } from "./fields.ts";
import { deviceName } from "./volumes.ts";

/** Rules between the fields of its disks. */
export function checkDisks(spec: Ec2Spec, report: Report): void {
  checkDisk(spec.rootVolume, ["rootVolume"], report);
  const taken = new Map<string, string>();
  spec.volumes.forEach((volume, i) => {
    checkDisk(volume, ["volumes", i], report);
    const device = volume.device ?? deviceName(i);
    const other = taken.get(device.slice(-1));
    if (other !== undefined) {
      report({
        code: "duplicate-item",
        path: ["volumes", i],
        summary: `two disks are ${device}`,
        why: `"${other}" is the other`,
        fix: "give each a device of its own, or none",
      });
    }
    taken.set(device.slice(-1), volume.name);
  });
}

function checkDisk(
  { type, iops, throughputMBps }: Ec2Spec["rootVolume"],
  path: (string | number)[],
  report: Report,
): void {
  const isFor = (types: string[], field: string) =>
    refuse(under(report, ...path), types.includes(type) ? [] : [field], {
      code: "unused-field",
      what: `has no meaning for a disk of type ${type}`,
      why: `it is for ${types.join(", ")}`,
      or: `set type: ${types[0]}`,
    });
  if (iops !== undefined) isFor(["gp3", "io1", "io2"], "iops");
  if (throughputMBps !== undefined) isFor(["gp3"], "throughputMBps");
  if (iops === undefined && (type === "io1" || type === "io2")) {
    report({
      code: "missing-field",
      path,
      summary: `a disk of type ${type} needs "iops"`,
      why: "it is bought by input and output operations",
      fix: "add iops: 3000",
    });
  }
}
