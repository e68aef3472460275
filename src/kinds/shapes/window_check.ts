import type { Path } from "../../schema/problem.ts";
import type { Report } from "../report.ts";
import { windowMinutes, windowsOverlap } from "./window.ts";

/** Reports a window of less than the 30 minutes that AWS wants. */
export function checkWindow(window: string | undefined, path: Path, report: Report): void {
  if (window === undefined || windowMinutes(window) >= 30) return;
  report({
    code: "wrong-value",
    path,
    summary: `"${path.at(-1)}" must last at least 30 minutes, not ${windowMinutes(window)}`,
    fix: "end it half an hour after it begins, or later",
  });
}

/**
 * Reports windows that are too short, that overlap, or a maintenance window that is
 * written in its older place too.
 */
export function checkWindows(
  { backup, maintenance: care }: {
    backup: { preferredWindow?: string; maintenanceWindow?: string };
    maintenance: { preferredWindow?: string };
  },
  report: Report,
): void {
  const daily = { window: backup.preferredWindow, path: ["backup", "preferredWindow"] };
  const weekly = { window: care.preferredWindow, path: ["maintenance", "preferredWindow"] };
  const older = { window: backup.maintenanceWindow, path: ["backup", "maintenanceWindow"] };
  for (const { window, path } of [daily, weekly, older]) checkWindow(window, path, report);
  if (older.window !== undefined && weekly.window !== undefined) {
    report({
      code: "exclusive-fields",
      path: older.path,
      at: "key",
      summary: `"${older.path.join(".")}" and "${weekly.path.join(".")}" are the same field`,
      fix: `remove "${older.path.join(".")}"`,
    });
  }
  const maintenance = weekly.window !== undefined ? weekly : older;
  if (daily.window === undefined || maintenance.window === undefined) return;
  if (!windowsOverlap(daily.window, maintenance.window)) return;
  report({
    code: "wrong-value",
    path: maintenance.path,
    summary: `"${maintenance.path.at(-1)}" overlaps the backup window`,
    why: `${maintenance.window} has a part of ${daily.window}, which AWS refuses`,
    fix: "begin it when the backup window has ended",
  });
}
