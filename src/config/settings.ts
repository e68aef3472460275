import { type Field, object, type ObjectField, text } from "../schema/field.ts";
import { stackSpec } from "../stack/core_kinds.ts";
import type { Place } from "../stack/model.ts";

export const SETTING_KEYS = [
  "backend.type",
  "backend.bucket",
  "backend.region",
  "backend.table",
  "backend.directory",
  "tenant",
  "tenantToken",
  "env",
  "region",
  "profile",
  "pulumi",
  "log",
] as const;
export type SettingKey = typeof SETTING_KEYS[number];

export interface Setting {
  doc: string;
  /** How it is given on the command line. */
  flag?: string;
  /** Environment variables, the first that is set counts. */
  env: readonly string[];
  /** Whether `.panka.yaml` may hold it. */
  file: boolean;
  /**
   * Where the stack's own word ranks: `usual` after flags and environment; `first` where a stack must
   * not move because of who deploys it; `last` where it only fills in.
   */
  stack?: "usual" | "first" | "last";
  /** Never shown. */
  secret?: true;
  /** What counts when nobody says anything, in words where it is no fixed value. */
  default: { value?: string; words?: string };
}

/** Every setting that has more than one source. The order is how they are shown. */
export const SETTINGS: Readonly<Record<SettingKey, Setting>> = {
  "backend.type": {
    doc: "Where state and locks are kept: s3 or directory",
    env: ["PANKA_BACKEND_TYPE"],
    file: true,
    stack: "usual",
    default: { value: "directory" },
  },
  "backend.bucket": {
    doc: "S3 bucket of the state; implies s3",
    env: ["PANKA_BACKEND_BUCKET"],
    file: true,
    stack: "usual",
    default: {},
  },
  "backend.region": {
    doc: "Region of the bucket and the table",
    env: ["PANKA_BACKEND_REGION"],
    file: true,
    stack: "usual",
    default: { words: "as region" },
  },
  "backend.table": {
    doc: "DynamoDB table of the locks",
    env: ["PANKA_BACKEND_TABLE"],
    file: true,
    stack: "usual",
    default: {},
  },
  "backend.directory": {
    doc: "Folder of a directory backend",
    env: ["PANKA_BACKEND_DIRECTORY"],
    file: true,
    default: { words: ".panka beside the stack" },
  },
  tenant: {
    doc: "Tenant to act for",
    flag: "--tenant",
    env: ["PANKA_TENANT"],
    file: true,
    stack: "last",
    default: {},
  },
  tenantToken: {
    doc: "The tenant's token, for where nobody can log in",
    env: ["PANKA_TENANT_TOKEN"],
    file: false,
    secret: true,
    default: {},
  },
  env: {
    doc: "Environment to deploy to",
    flag: "--env",
    env: ["PANKA_ENV"],
    file: true,
    default: { value: "dev" },
  },
  region: {
    doc: "AWS region of the stack",
    env: ["AWS_REGION", "AWS_DEFAULT_REGION"],
    file: true,
    stack: "first",
    default: { value: "us-east-1" },
  },
  profile: {
    doc: "Profile in ~/.aws to take credentials from",
    env: ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"],
    file: true,
    stack: "usual",
    default: {},
  },
  pulumi: {
    doc: "The pulumi program, or its folder",
    env: ["PANKA_PULUMI"],
    file: true,
    default: { words: "PATH, else installed" },
  },
  log: {
    doc: "debug: show what failed inside",
    env: ["PANKA_LOG"],
    file: false,
    default: {},
  },
};

/** A setting's value in one source, and where it is written there. */
export interface Given {
  value: string;
  place?: Place;
}
export type GivenSettings = Partial<Record<SettingKey, Given>>;

const { provider, backend } = stackSpec.fields as Record<string, ObjectField>;
const ownText = (key: SettingKey): Field => text({ doc: SETTINGS[key].doc });

/** What `.panka.yaml` may hold. */
export const pankaFileSchema = object({
  backend: object({ ...backend!.fields, directory: ownText("backend.directory") }, {
    doc: "Where state and locks are kept",
  }),
  tenant: ownText("tenant"),
  env: text({ doc: SETTINGS.env.doc, aliases: ["environment"] }),
  region: provider!.fields.region!,
  profile: ownText("profile"),
  pulumi: ownText("pulumi"),
}, { doc: "Settings of everyone who works below this folder" });
