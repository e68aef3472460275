import { refuse, type Report, under } from "../report.ts";
import { isAurora } from "./family.ts";
import type { RdsSpec } from "./fields.ts";

/** Rules between the class of a server and the engine. */
export function checkCapacity({ engine, instance }: RdsSpec, report: Report): void {
  const serverless = instance.class === "db.serverless";
  if (serverless && !isAurora(engine.type)) {
    report({
      code: "wrong-value",
      path: ["instance", "class"],
      summary: `"db.serverless" needs an Aurora engine`,
      why: `engine.type is ${engine.type}`,
      fix: "set class: db.t4g.medium, or take an Aurora engine",
      replacement: "db.t4g.medium",
    });
  }
  // Aurora User Guide, "Supported DB engines for DB instance classes".
  if (
    isAurora(engine.type) &&
    /^db\.(m\d|t\d\w*\.(micro|small|x?large$|2xlarge))/.test(instance.class) &&
    !/^db\.t[34]g?\.large$/.test(instance.class)
  ) {
    report({
      code: "wrong-value",
      path: ["instance", "class"],
      summary: `Aurora doesn't run on "${instance.class}"`,
      fix: "set class: db.t4g.medium, a db.r class, or db.serverless",
      replacement: "db.t4g.medium",
    });
  }
  const limits = instance.serverless;
  if (limits && !serverless) {
    refuse(under(report, "instance"), ["serverless"], {
      what: "needs class: db.serverless",
      why: `class is ${instance.class}`,
      or: "set class: db.serverless",
    });
  }
  if (limits && limits.minCapacity > limits.maxCapacity) {
    report({
      code: "wrong-value",
      path: ["instance", "serverless", "minCapacity"],
      summary: `"minCapacity" must be at most maxCapacity (${limits.maxCapacity})`,
      fix: `set minCapacity: ${limits.maxCapacity} or less`,
      replacement: String(limits.maxCapacity),
    });
  }
}
