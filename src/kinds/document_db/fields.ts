import {
  boolean,
  choice,
  type InferFields,
  integer,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { databasePort, loginFields } from "../shapes/database_login.ts";
import { inboundField } from "../shapes/inbound.ts";
import { finalSnapshot } from "../shapes/keep.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { dailyWindow, weeklyWindow } from "../shapes/window.ts";

export const documentdbFields = {
  instance: object({
    class: text({
      doc: "Instance class",
      required: true,
      pattern: /^db\.[a-z0-9]+\.[a-z0-9]+$/,
      hint: "an instance class such as db.t4g.medium",
      example: "db.t4g.medium",
    }),
    // 16: "Amazon DocumentDB quotas and limits".
    count: integer({
      doc: "Number of instances: one that writes, the others read and take over",
      min: 1,
      max: 16,
      default: 1,
    }),
    storageType: choice(["standard", "iopt1"], {
      doc: "iopt1: a flat rate for input and output",
      default: "standard",
    }),
  }, { doc: "Machines", required: true }),
  engine: object({
    version: choice(["4.0.0", "5.0.0", "8.0.0"], {
      doc: "Version",
      default: "5.0.0",
      spellings: {
        "4": "4.0.0",
        "4.0": "4.0.0",
        "5": "5.0.0",
        "5.0": "5.0.0",
        "8": "8.0.0",
        "8.0": "8.0.0",
      },
    }),
    parameters: map(text({ doc: "Value" }), {
      doc: "Parameters of the cluster",
      keyPattern: /^[a-z][a-z0-9_]*$/,
      keyHint: "lower-case names as DocumentDB's documentation writes them",
      default: {},
    }),
  }, { doc: "Engine", default: {} }),
  database: object({
    ...loginFields,
    port: databasePort("AWS can't change the port of a cluster"),
  }, { doc: "Master user", required: true }),
  backup: object({
    retentionDays: integer({
      doc: "How long daily backups are kept",
      unit: "days",
      min: 1,
      max: 35,
      default: 7,
    }),
    preferredWindow: dailyWindow("When the daily backup is taken"),
    finalSnapshot,
    restoreFrom: text({
      doc: "Snapshot (name or ARN) to begin with",
      replaces: "a snapshot is restored into a new cluster",
    }),
  }, { doc: "Backups", default: {} }),
  maintenance: object({
    preferredWindow: weeklyWindow("When AWS may patch and restart it"),
    autoMinorVersionUpgrade: boolean({ doc: "Take new minor versions by itself", default: true }),
    applyImmediately: boolean({
      doc: "Make changes now; false: in the maintenance window",
      default: true,
    }),
  }, { doc: "Maintenance", default: {} }),
  monitoring: object({
    logs: list(choice(["audit", "profiler"], { doc: "Log" }), {
      doc: "Logs sent to CloudWatch; each is turned on by its parameter (audit_logs, profiler)",
      unique: "",
      default: [],
    }),
    performanceInsights: boolean({ doc: "Load by query", default: false }),
  }, { doc: "Monitoring", default: {} }),
  encryption: object({
    enabled: boolean({
      doc: "Encrypt disk and backups",
      default: true,
      replaces: "AWS encrypts a cluster only when it makes it",
    }),
    kmsKeyId: kmsKeyField("AWS can't change the key of a cluster"),
    inTransit: boolean({ doc: "Refuse connections without TLS", default: true }),
  }, { doc: "Encryption", default: {} }),
  network: inboundField,
};

export type DocumentDBSpec = InferFields<typeof documentdbFields> & CommonSpec;
