import { delimiter, join, resolve } from "node:path";
import type { PulumiTools } from "./engine.ts";
import { downloadArchive, type DownloadProgress } from "./download.ts";
import { runProcess } from "./process.ts";
import { AWS_PLUGIN_VERSION } from "./program.ts";
import {
  isAtLeast,
  OLDEST_PULUMI,
  platformOf,
  type PulumiRelease,
  pulumiRelease,
} from "./release.ts";

export interface PulumiSearch {
  /** What `--pulumi` says: the program, or the folder it is in. */
  option?: string;
  /** panka's own environment: `PANKA_PULUMI`, `PATH`, proxies. */
  environment: Record<string, string>;
  /** panka's cache folder; programs and plugins go below it. */
  cache: string;
  onProgress?(progress: InstallProgress): void;
  /** What is installed where nothing is found. */
  release?: PulumiRelease;
  fetch?: typeof fetch;
}

export type InstallProgress =
  | ({ step: "pulumi"; version: string } & DownloadProgress)
  | { step: "plugin"; version: string };

/** A program that can't be found or installed: what it is and what to do. */
export class PulumiMissing extends Error {
  override readonly name = "PulumiMissing";
  constructor(message: string, readonly fix: string) {
    super(message);
  }
}

/** Where a CLI was found, and its version where it tells one. */
export interface FoundPulumi {
  path: string;
  from: "--pulumi" | "PANKA_PULUMI" | "PATH" | "cache" | "download";
  version?: string;
}

const EXE = Deno.build.os === "windows" ? ".exe" : "";
const CLI = `pulumi${EXE}`;
const PLUGIN = `pulumi-resource-aws${EXE}`;
const CLI_FILES = [CLI, `pulumi-language-yaml${EXE}`];
const PLUGIN_FOLDER = `resource-aws-v${AWS_PLUGIN_VERSION}`;

/** Finds the CLI and the AWS plugin, and installs what is missing. Throws {@link PulumiMissing}. */
export async function findPulumi(search: PulumiSearch): Promise<PulumiTools> {
  // Absolute: the CLI runs in folders of its own.
  const pulumi = resolve((await findCli(search)).path);
  const home = resolve(search.cache, "pulumi-home");
  await Deno.mkdir(home, { recursive: true });
  const plugin = await findPlugin(search, pulumi, home);
  return { pulumi, home, pluginFolder: plugin && resolve(plugin) };
}

/**
 * Finds the CLI: `--pulumi`, `PANKA_PULUMI`, `PATH`, panka's cache, else downloads the release.
 * One that is named must do; one on `PATH` that is too old is passed over. A CLI that tells no
 * version was built from source and is taken.
 */
export async function findCli(search: PulumiSearch): Promise<FoundPulumi> {
  const { option, environment, cache, release = pulumiRelease } = search;
  if (option) return await named(option, "--pulumi");
  if (environment.PANKA_PULUMI) return await named(environment.PANKA_PULUMI, "PANKA_PULUMI");
  let tooOld: string | undefined;
  for (const folder of pathFolders(environment)) {
    const path = join(folder, CLI);
    if (!await isFile(path)) continue;
    const version = await versionOf(path);
    if (isRecent(version)) return { path, from: "PATH", version };
    tooOld ??= `"${path}" is ${version}, too old; `;
  }
  const folder = join(cache, "pulumi", release.version);
  const path = join(folder, CLI);
  if (await isFile(path)) return { path, from: "cache", version: release.version };
  await install(search, release, folder, tooOld ?? "");
  return { path, from: "download", version: release.version };
}

async function named(given: string, from: "--pulumi" | "PANKA_PULUMI"): Promise<FoundPulumi> {
  const path = await isFile(given) ? given : join(given, CLI);
  const fix = `point ${from} to the pulumi program (${OLDEST_PULUMI} or newer), or leave it out`;
  if (!await isFile(path)) {
    throw new PulumiMissing(`${from} names "${given}", which isn't there`, fix);
  }
  const version = await versionOf(path);
  if (!isRecent(version)) {
    throw new PulumiMissing(`"${path}" (${from}) is ${version}, older than ${OLDEST_PULUMI}`, fix);
  }
  return { path: await Deno.realPath(path), from, version };
}

async function install(
  { onProgress, fetch }: PulumiSearch,
  release: PulumiRelease,
  folder: string,
  why: string,
): Promise<void> {
  const { version } = release;
  const platform = platformOf(Deno.build.os, Deno.build.arch);
  const sha256 = platform && release.sha256[platform];
  const byHand = `install Pulumi ${OLDEST_PULUMI} or newer (pulumi.com/docs/install) so that ` +
    `"pulumi" is on PATH, or unpack a release into "${folder}"`;
  if (!sha256) {
    const here = platform ?? `${Deno.build.os} ${Deno.build.arch}`;
    throw new PulumiMissing(
      `Pulumi isn't installed; ${why}this build of panka holds no checksum of Pulumi ${version} ` +
        `for ${here}, and it runs no download that it can't check`,
      byHand,
    );
  }
  try {
    await downloadArchive({
      url: release.url(platform),
      sha256,
      files: CLI_FILES,
      folder,
      fetch,
      onProgress: (progress) => onProgress?.({ step: "pulumi", version, ...progress }),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PulumiMissing(
      `Pulumi isn't installed; ${why}version ${version} could not be downloaded: ${reason}`,
      byHand,
    );
  }
}

/** The plugin's folder when it is outside of `home`: on `PATH`, or where the user's own Pulumi keeps it. */
async function findPlugin(
  { environment, onProgress }: PulumiSearch,
  pulumi: string,
  home: string,
): Promise<string | undefined> {
  const own = join(home, "plugins", PLUGIN_FOLDER);
  if (await isFile(join(own, PLUGIN))) return undefined;
  for (const folder of [...pathFolders(environment), ...userPlugins(environment)]) {
    if (await isFile(join(folder, PLUGIN))) return folder;
  }
  onProgress?.({ step: "plugin", version: AWS_PLUGIN_VERSION });
  // The CLI's own installer: the one who vouches for the CLI vouches for what it fetches.
  const { code, stderr } = await runProcess({
    command: pulumi,
    args: ["plugin", "install", "resource", "aws", AWS_PLUGIN_VERSION, "--non-interactive"],
    folder: home,
    environment: { ...environment, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  if (code !== 0 || !await isFile(join(own, PLUGIN))) {
    throw new PulumiMissing(
      `Pulumi's AWS plugin ${AWS_PLUGIN_VERSION} could not be installed: ${lastLine(stderr)}`,
      `on a machine with network access download pulumi-resource-aws-v${AWS_PLUGIN_VERSION} for ` +
        `this platform and unpack "${PLUGIN}" into "${own}", or put it on PATH`,
    );
  }
}

/** `undefined` when the program tells none. */
async function versionOf(path: string): Promise<string | undefined> {
  const { code, stdout, stderr } = await runProcess({
    command: path,
    args: ["version"],
    folder: Deno.cwd(),
    environment: { PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  if (code !== 0) {
    throw new PulumiMissing(`"${path}" doesn't run: ${lastLine(stderr)}`, "reinstall it");
  }
  return stdout.trim() || undefined;
}

const isRecent = (version: string | undefined) =>
  version === undefined || isAtLeast(version, OLDEST_PULUMI);

const pathFolders = (environment: Record<string, string>) =>
  (environment.PATH ?? "").split(delimiter).filter(Boolean);

function userPlugins({ PULUMI_HOME, HOME }: Record<string, string>): string[] {
  const home = PULUMI_HOME || (HOME && join(HOME, ".pulumi"));
  return home ? [join(home, "plugins", PLUGIN_FOLDER)] : [];
}

const isFile = (path: string) => Deno.stat(path).then((info) => info.isFile, () => false);

const lastLine = (text: string) => text.trim().split("\n").at(-1) || "it said nothing";
