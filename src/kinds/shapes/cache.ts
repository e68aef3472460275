import type { Expression } from "../../engine/resource.ts";
import { boolean, integer, map, object, text } from "../../schema/field.ts";
import type { Report } from "../report.ts";
import { dailyWindow, weeklyWindow } from "./window.ts";

export const parametersField = map(text({ doc: "Value" }), {
  doc: "Parameters of the engine",
  keyPattern: /^[a-z][a-z0-9_-]*$/,
  keyHint: "lower-case names as the engine's documentation writes them",
  default: {},
});

export const portField = (usual: number) =>
  integer({
    doc: "Port that it listens on",
    min: 1150,
    max: 65_535,
    default: usual,
    replaces: "AWS can't change the port of a cache",
  });

export const backupField = (retentionDays: number) =>
  object({
    retentionDays: integer({
      doc: "How long daily snapshots are kept; 0: none are taken",
      unit: "days",
      min: 0,
      max: 35,
      default: retentionDays,
      aliases: ["snapshotRetentionDays", "snapshotRetentionLimit"],
    }),
    preferredWindow: dailyWindow("When the daily snapshot is taken"),
    finalSnapshot: boolean({
      doc: "Keep a snapshot when it is deleted; default: with snapshots, where it is protected",
    }),
    restoreFrom: text({
      doc: "Name of a snapshot to begin with",
      replaces: "a snapshot is restored into a new cache",
    }),
  }, { doc: "Snapshots", default: {} });

export const maintenanceField = (replaces?: string) =>
  object({
    preferredWindow: weeklyWindow("When AWS may patch and restart it"),
    autoMinorVersionUpgrade: boolean({
      doc: "Take new minor versions by itself; default: AWS's, which is yes",
      replaces,
    }),
  }, { doc: "Maintenance", default: {} });

/** What clients of Redis connect to, without a password. */
export const clientUrl = (tls: boolean, host: Expression, port: number): Expression => ({
  $join: [tls ? "rediss://" : "redis://", host, `:${port}`],
});

/** Reports a password without TLS: the services refuse it. */
export function checkSecret(
  security: { transitEncryption: boolean; authSecret?: unknown },
  report: Report,
): void {
  if (security.authSecret === undefined || security.transitEncryption) return;
  report({
    code: "wrong-value",
    path: ["security", "authSecret"],
    at: "key",
    summary: `"authSecret" needs transitEncryption`,
    why: "AWS takes no password over an open connection",
    fix: "set transitEncryption: true",
  });
}
