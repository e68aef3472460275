import { boolean, choice, integer, list, object, text } from "../../schema/field.ts";
import { finalSnapshot } from "../shapes/keep.ts";
import { dailyWindow, weeklyWindow } from "../shapes/window.ts";

export const backup = object({
  enabled: boolean({ doc: "Daily snapshots and point-in-time recovery", default: true }),
  retentionDays: integer({
    doc: "How long they are kept",
    unit: "days",
    min: 1,
    max: 35,
    default: 7,
  }),
  preferredWindow: dailyWindow("When the daily snapshot is taken"),
  maintenanceWindow: weeklyWindow(
    "Older place of maintenance.preferredWindow",
    "maintenance.preferredWindow",
  ),
  finalSnapshot,
  restoreFrom: text({
    doc: "Snapshot (name or ARN) to begin with",
    replaces: "a snapshot is restored into a new server",
  }),
}, { doc: "Backups", default: {} });

export const maintenance = object({
  preferredWindow: weeklyWindow("When AWS may patch and restart it"),
  autoMinorVersionUpgrade: boolean({ doc: "Take new minor versions by itself", default: true }),
  applyImmediately: boolean({
    doc: "Make changes now; false: in the maintenance window, and until then they show as drift",
    default: true,
  }),
}, { doc: "Maintenance", default: {} });

export const monitoring = object({
  enhancedMonitoring: boolean({
    doc: "Metrics of the operating system, to CloudWatch Logs",
    default: false,
  }),
  monitoringInterval: integer({
    doc: "How often they are taken",
    unit: "seconds",
    oneOf: [1, 5, 10, 15, 30, 60],
    default: 60,
  }),
  performanceInsights: boolean({
    doc: "Load by query, 7 days of it free; default: on where the class has it",
  }),
  performanceInsightsRetentionDays: integer({
    doc: "How long that is kept: 7 is free, else months of 31 days up to 713, or 731",
    unit: "days",
    oneOf: [7, ...Array.from({ length: 23 }, (_, i) => (i + 1) * 31), 731],
    default: 7,
  }),
  logs: list(
    choice(["postgresql", "upgrade", "error", "general", "slowquery", "audit"], {
      doc: "Log to send",
    }),
    { doc: "Logs sent to CloudWatch; default: the engine's error log", unique: "" },
  ),
}, { doc: "Monitoring", default: {} });
