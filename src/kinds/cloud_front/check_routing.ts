import type { Report } from "../report.ts";
import type { Behavior } from "./behavior_fields.ts";
import { originName } from "./check.ts";
import type { Origin } from "./fields.ts";

/** Rules between origins and behaviors. */
export function checkRouting(
  origins: readonly Origin[],
  behaviors: readonly Behavior[],
  report: Report,
): void {
  const names = origins.map(originName);
  names.forEach((name, i) => {
    if (names.indexOf(name) === i) return;
    report({
      code: "duplicate-item",
      path: ["origins", i],
      summary: `Two origins are called "${name}"`,
      why: "behaviors could not tell them apart",
      fix: "give one of them another name",
    });
  });
  let rest: number | undefined;
  behaviors.forEach(({ path, origin, keyGroups }, i) => {
    if (origin !== undefined && !names.includes(origin)) {
      report({
        code: "unknown-origin",
        path: ["behaviors", i, "origin"],
        summary: `there is no origin "${origin}"`,
        why: `origins: ${names.join(", ")}`,
        fix: `set origin: ${names[0]}`,
      });
    }
    if (keyGroups.length > 4) {
      report({
        code: "wrong-length",
        path: ["behaviors", i, "keyGroups"],
        summary: `A behavior takes 4 key groups, not ${keyGroups.length}`,
        why: "that is CloudFront's quota",
        fix: "put keys together in fewer groups",
      });
    }
    if (path !== undefined && path !== "/*") return;
    if (rest !== undefined) {
      report({
        code: "second-default",
        path: ["behaviors", i],
        summary: "Only one behavior can take the requests that are left",
        why: `behavior ${rest + 1} has no path either`,
        fix: "add a path to one of them",
      });
    }
    rest ??= i;
  });
}
