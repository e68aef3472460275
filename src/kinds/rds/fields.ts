import {
  boolean,
  choice,
  decimal,
  type InferFields,
  integer,
  list,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../kind.ts";
import { loginFields } from "../shapes/database_login.ts";
import { inboundField } from "../shapes/inbound.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { dailyWindow, weeklyWindow } from "../shapes/window.ts";
import { ENGINES } from "./family.ts";
import { storageField } from "./storage.ts";

const engine = object({
  type: choice(ENGINES, {
    doc: "Database engine",
    required: true,
    spellings: { postgresql: "postgres", aurora: "aurora-mysql" },
    replaces: "AWS can't turn one engine into another",
  }),
  version: text({
    doc: "Version, as exact as it is to be pinned: 16, or 16.3",
    required: true,
    pattern: /^\d+(\.\w+)*$/,
    hint: "a version such as 16 or 16.3",
    example: "16",
  }),
  parameters: map(text({ doc: "Value; sizes and times may have a unit: 256MB, 5min" }), {
    doc: "Parameters of the server",
    keyPattern: /^[a-z][a-z0-9_.-]*$/,
    keyHint: "lower-case names as the engine's documentation writes them",
    default: {},
  }),
}, { doc: "Engine and its settings", required: true });

const serverless = object({
  minCapacity: decimal({
    doc: "Least capacity; 0 pauses an idle database",
    unit: "ACU",
    min: 0,
    max: 256,
    default: 0.5,
  }),
  maxCapacity: decimal({
    doc: "Most capacity",
    unit: "ACU",
    min: 1,
    max: 256,
    default: 4,
  }),
}, { doc: "Aurora with class db.serverless: how far it scales" });

const instance = object({
  class: text({
    doc: "Instance class; db.serverless for Aurora Serverless v2",
    required: true,
    pattern: /^db\.[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    hint: "an instance class such as db.t4g.medium",
    example: "db.t4g.medium",
  }),
  storage: storageField,
  multiAZ: boolean({
    doc: "Keep a standby in another zone that takes over by itself; Aurora: at least one reader",
    default: false,
    aliases: ["multiAz"],
  }),
  serverless,
}, { doc: "Machine and disk", required: true });

const database = object({
  name: text({
    doc: "Name of the first database",
    required: true,
    pattern: /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
    hint: "a letter, then up to 62 letters, digits and underscores",
    example: "app",
    replaces: "the first database is made with the server",
  }),
  ...loginFields,
  iamAuthentication: boolean({
    doc:
      "Let clients log in with their role instead of a password; access to it comes with a reference",
    default: false,
  }),
}, { doc: "First database and master user", required: true });

const backup = object({
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
  finalSnapshot: boolean({
    doc: "Keep a snapshot when it is deleted; default: in production and with deletionProtection",
  }),
  restoreFrom: text({
    doc: "Snapshot (name or ARN) to begin with",
    replaces: "a snapshot is restored into a new server",
  }),
}, { doc: "Backups", default: {} });

const maintenance = object({
  preferredWindow: weeklyWindow("When AWS may patch and restart it"),
  autoMinorVersionUpgrade: boolean({ doc: "Take new minor versions by itself", default: true }),
  applyImmediately: boolean({
    doc: "Make changes now; false: in the maintenance window, and until then they show as drift",
    default: true,
  }),
}, { doc: "Maintenance", default: {} });

const monitoring = object({
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

const readReplicas = object({
  count: integer({ doc: "How many", min: 0, max: 15, default: 1 }),
  class: text({
    doc: "Their instance class; default: that of the server",
    pattern: /^db\.[a-z0-9-]+(\.[a-z0-9-]+)*$/,
    hint: "an instance class such as db.t4g.medium",
  }),
}, { doc: "Copies to read from; a number alone is how many", shorthand: "count" });

const encryption = object({
  enabled: boolean({
    doc: "Encrypt disk and backups",
    default: true,
    replaces: "AWS encrypts a database only when it makes it",
  }),
  kmsKeyId: kmsKeyField("AWS can't change the key of a database"),
  inTransit: boolean({ doc: "Refuse connections without TLS", default: true }),
}, { doc: "Encryption", default: {} });

export const rdsFields = {
  engine,
  instance,
  database,
  backup,
  maintenance,
  monitoring,
  readReplicas,
  encryption,
  network: inboundField,
};

export type RdsSpec = InferFields<typeof rdsFields> & CommonSpec;
