import type { Report } from "../report.ts";
import { parameterFamily } from "./family.ts";
import type { RdsSpec } from "./fields.ts";
import { convertParameter } from "./parameters.ts";

/** Reports a version that panka has no parameter family for. */
export function checkVersion({ engine }: RdsSpec, report: Report): void {
  const found = parameterFamily(engine.type, engine.version);
  if ("family" in found) return;
  report({
    code: "wrong-value",
    path: ["engine", "version"],
    summary: `"version" of ${engine.type} must be ${found.wanted}, not "${engine.version}"`,
    why: "the parameter group's family follows from it",
    fix: `write ${found.wanted}`,
  });
}

/** Reports parameters whose values can't be converted. */
export function checkParameters({ engine }: RdsSpec, report: Report): void {
  for (const [name, value] of Object.entries(engine.parameters)) {
    const path = ["engine", "parameters", name];
    const converted = convertParameter(engine.type, name, value);
    if ("problem" in converted) {
      report({
        code: "wrong-unit",
        path,
        summary: `"${name}: ${value}" can't be converted`,
        why: converted.problem,
        fix: converted.fix,
      });
    } else if (converted.note) {
      report({ severity: "note", code: "converted", path, summary: converted.note });
    }
  }
}
