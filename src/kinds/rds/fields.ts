import {
  boolean,
  choice,
  type InferFields,
  integer,
  map,
  object,
  text,
} from "../../schema/field.ts";
import type { CommonSpec } from "../common_fields.ts";
import { loginFields } from "../shapes/database_login.ts";
import { inboundField } from "../shapes/inbound.ts";
import { kmsKeyField } from "../shapes/kms_key.ts";
import { backup, maintenance, monitoring } from "./care_fields.ts";
import { ENGINES } from "./family.ts";
import { instance } from "./instance_fields.ts";

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
