import { nearest } from "../schema/nearest.ts";
import type { Diagnostic, Place } from "../stack/model.ts";
import type { PankaFile } from "./panka_file.ts";
import {
  type Given,
  type GivenSettings,
  SETTING_KEYS,
  type SettingKey,
  SETTINGS,
} from "./settings.ts";
import type { StackSettings } from "./stack_file.ts";

/** Where a value came from. */
export interface Source {
  from: "flag" | "environment" | "stack" | "tenant" | "file" | "session" | "default";
  /** "--tenant", "PANKA_TENANT", "stack.yaml:12", "default". */
  name: string;
  place?: Place;
}

export interface Candidate {
  value: string;
  source: Source;
}

export interface ConfigInputs {
  flags?: Partial<Record<SettingKey, string>>;
  env(name: string): string | undefined;
  stack?: StackSettings;
  /** Nearest first. */
  files?: readonly PankaFile[];
  /** What was written down at login. */
  session?: Partial<Record<SettingKey, string>>;
}

export interface Config {
  values: Partial<Record<SettingKey, string>>;
  sources: Partial<Record<SettingKey, Source>>;
  /** What would have counted otherwise, best first. */
  hidden: Partial<Record<SettingKey, Candidate[]>>;
  diagnostics: Diagnostic[];
}

type Level = { source(key: SettingKey, given: Given): Source; settings: GivenSettings };

/**
 * Every setting's value and where it came from: flags, environment, the stack, `.panka.yaml` (nearest,
 * then home), session, defaults. Some of the stack's own rank differently: see {@link SETTINGS}.
 */
export function resolveConfig(inputs: ConfigInputs): Config {
  const config: Config = { values: {}, sources: {}, hidden: {}, diagnostics: [] };
  config.diagnostics.push(...inputs.files?.flatMap((file) => file.diagnostics) ?? []);
  const settle = (key: SettingKey, found: Candidate[]) => {
    const [best, ...rest] = found;
    if (!best) return;
    config.values[key] = best.value;
    config.sources[key] = best.source;
    config.hidden[key] = rest;
  };
  const outer = levels(inputs);
  const only = inputs.stack?.environments ?? [];
  settle("env", [
    ...candidates("env", outer),
    only.length === 1
      ? { value: only[0]!, source: { from: "default", name: "the stack's only environment" } }
      : { value: "dev", source: { from: "default", name: "default" } },
  ]);
  const stack: Level = {
    settings: inputs.stack?.settings(config.values.env!) ?? {},
    source: (_, { place }) => ({ from: "stack", name: written(place, "stack.yaml"), place }),
  };
  for (const key of SETTING_KEYS) {
    if (key === "env") continue;
    const found = candidates(key, ranked(SETTINGS[key].stack, outer, stack));
    const { value } = SETTINGS[key].default;
    if (value !== undefined) found.push({ value, source: { from: "default", name: "default" } });
    settle(key, found);
  }
  if (config.values["backend.region"] === undefined) {
    config.values["backend.region"] = config.values.region;
    config.sources["backend.region"] = { from: "default", name: "as region" };
  }
  checkBackend(config);
  return config;
}

/** All but the stack's, in order. */
function levels({ flags = {}, env, files = [], session = {} }: ConfigInputs): Level[] {
  const named = (settings: Partial<Record<SettingKey, string>>): GivenSettings =>
    Object.fromEntries(
      Object.entries(settings).filter(([, value]) => value).map(([key, value]) => [key, { value }]),
    );
  const environment: GivenSettings = {};
  const variables: Partial<Record<SettingKey, string>> = {};
  for (const key of SETTING_KEYS) {
    const name = SETTINGS[key].env.find((name) => env(name));
    if (name === undefined) continue;
    environment[key] = { value: env(name)! };
    variables[key] = name;
  }
  return [
    {
      settings: named(flags),
      source: (key) => ({ from: "flag", name: SETTINGS[key].flag ?? `--${key}` }),
    },
    {
      settings: environment,
      source: (key) => ({ from: "environment", name: variables[key] ?? key }),
    },
    ...files.map((file): Level => ({
      settings: file.settings,
      source: (_, { place }) => ({ from: "file", name: written(place, file.path), place }),
    })),
    { settings: named(session), source: () => ({ from: "session", name: "session" }) },
  ];
}

function ranked(rank: "usual" | "first" | "last" | undefined, outer: Level[], stack: Level) {
  if (rank === "first") return [stack, ...outer];
  if (rank === "last") return [...outer, stack];
  return rank === "usual" ? [...outer.slice(0, 2), stack, ...outer.slice(2)] : outer;
}

const written = (place: Place | undefined, file: string) =>
  place ? `${place.file}:${place.line}` : file;

function candidates(key: SettingKey, levels: readonly Level[]): Candidate[] {
  return levels.flatMap((level) => {
    const given = level.settings[key];
    if (given) return [{ value: given.value, source: level.source(key, given) }];
    // A bucket implies s3, with the rank of whoever names the bucket.
    const bucket = key === "backend.type" ? level.settings["backend.bucket"] : undefined;
    return bucket ? [{ value: "s3", source: level.source("backend.bucket", bucket) }] : [];
  });
}

function checkBackend({ values, sources, diagnostics }: Config): void {
  const wrong = (key: SettingKey, diagnostic: Omit<Diagnostic, "severity" | "place">) =>
    diagnostics.push({ severity: "error", place: sources[key]?.place, ...diagnostic });
  const type = values["backend.type"]!;
  const types = ["s3", "directory"];
  if (!types.includes(type)) {
    const meant = nearest(type, types);
    wrong("backend.type", {
      code: "wrong-value",
      summary: `"backend.type" must be s3 or directory, not "${type}"`,
      why: `it comes from ${sources["backend.type"]!.name}`,
      fix: `set it to ${meant ?? "s3 or directory"}`,
    });
  }
  for (
    const key of ["backend.type", "backend.bucket", "backend.region", "backend.table"] as const
  ) {
    if (!values[key]?.includes("${")) continue;
    wrong(key, {
      code: "wrong-value",
      summary: `variables are not filled in "${key}"`,
      why: "the state must be found before anything is known of variables",
      fix: "write the value out, or set it in the environment",
    });
  }
  if (type !== "s3") return;
  for (const key of ["backend.bucket", "backend.table"] as const) {
    if (values[key]) continue;
    const what = key.replace("backend.", "");
    wrong("backend.type", {
      code: "missing-setting",
      summary: `state is kept in S3, and no ${what} is named`,
      why: `"s3" comes from ${sources["backend.type"]!.name}`,
      fix: `set PANKA_BACKEND_${what.toUpperCase()}, or ${what}: under backend: in .panka.yaml`,
    });
  }
}
