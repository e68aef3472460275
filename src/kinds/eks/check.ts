import type { Report } from "../report.ts";
import type { EksSpec } from "./fields.ts";

/** Rules between the fields of a cluster. */
export function checkEks(spec: EksSpec, report: Report): void {
  spec.nodeGroups.forEach(({ name, minSize, maxSize, desiredSize = minSize }, i) => {
    if (minSize <= maxSize && desiredSize >= minSize && desiredSize <= maxSize) return;
    const wrong = minSize > maxSize ? "minSize" : "desiredSize";
    report({
      code: "wrong-range",
      path: ["nodeGroups", i, wrong],
      summary: `"${wrong}" of node group "${name}" is outside its limits`,
      why: `minSize is ${minSize}, desiredSize ${desiredSize}, maxSize ${maxSize}`,
      fix: minSize > maxSize
        ? `set maxSize: ${minSize}`
        : `set desiredSize: ${Math.min(maxSize, Math.max(minSize, desiredSize))}`,
    });
  });
  const late = spec.addons.find(({ name }) => name === "coredns");
  if (late && spec.nodeGroups.length === 0) {
    report({
      severity: "warning",
      code: "no-nodes",
      path: ["nodeGroups"],
      at: "key",
      summary: "the cluster has no nodes, so coredns never gets ready",
      why: "its pods have nowhere to run",
      fix: "add a node group, or take coredns out of addons",
    });
  }
}
