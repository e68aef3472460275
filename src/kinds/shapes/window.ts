import { text } from "../../schema/field.ts";
import type { Path } from "../../schema/problem.ts";
import type { Report } from "../report.ts";

const CLOCK = "([01]\\d|2[0-3]):[0-5]\\d";
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WEEK = 7 * 24 * 60;

/** A daily window for backups. */
export const dailyWindow = (doc: string) =>
  text({
    doc: `${doc}, UTC; AWS chooses one where it is absent`,
    pattern: new RegExp(`^${CLOCK}-${CLOCK}$`),
    hint: "two times of day, hh:mm-hh:mm",
    example: "03:00-04:00",
  });

/** A weekly window for maintenance. */
export const weeklyWindow = (doc: string, movedTo?: string) =>
  text({
    movedTo,
    doc: `${doc}, UTC; AWS chooses one where it is absent`,
    pattern: new RegExp(`^(${DAYS.join("|")}):${CLOCK}-(${DAYS.join("|")}):${CLOCK}$`, "i"),
    hint: "two times of the week, ddd:hh:mm-ddd:hh:mm",
    example: "mon:04:00-mon:05:00",
  });

/** Minutes from Monday 00:00, and length in minutes; both windows wrap around. */
function minutes(window: string): { start: number; length: number; every: number } {
  const points = [...window.toLowerCase().matchAll(/(?:([a-z]{3}):)?(\d\d):(\d\d)/g)].map((m) =>
    (m[1] ? DAYS.indexOf(m[1]) * 1440 : 0) + Number(m[2]) * 60 + Number(m[3])
  );
  const every = /[a-z]/i.test(window) ? WEEK : 1440;
  const [start = 0, end = 0] = points;
  return { start, length: (end - start + every) % every, every };
}

/** Length of a window in minutes. */
export const windowMinutes = (window: string): number => minutes(window).length;

/** Whether a daily and a weekly window have a minute in common; AWS refuses that. */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const a = minutes(daily);
  const b = minutes(weekly);
  return Array.from({ length: 7 }, (_, day) => day * 1440 + a.start).some((start) =>
    (b.start - start + WEEK) % WEEK < a.length || (start - b.start + WEEK) % WEEK < b.length
  );
}

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
