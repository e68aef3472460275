import { AWS_PLUGIN_VERSION } from "../../engine/pulumi/program.ts";
import {
  isAtLeast,
  OLDEST_PULUMI,
  platformOf,
  type PulumiRelease,
  pulumiRelease,
} from "../../engine/pulumi/release.ts";
import { FileProblem } from "../../ports/files.ts";
import type { Finding, Machine } from "./finding.ts";

interface Places {
  /** A program or its folder, where the configuration names one, and who does. */
  named?: { path: string; by: string };
  /** panka's cache folder. */
  cache: string;
  release?: PulumiRelease;
}

/** Where the CLI is and how old; nothing is installed. */
export async function checkPulumi(
  machine: Machine,
  { named, cache, release = pulumiRelease }: Places,
): Promise<Finding> {
  const check = "pulumi";
  const cli = `pulumi${exe(machine)}`;
  if (named) {
    const path = isFile(machine, named.path) ? named.path : `${named.path}/${cli}`;
    const fix = `point ${named.by} to pulumi ${OLDEST_PULUMI} or newer, or leave it out`;
    if (!isFile(machine, path)) {
      return { check, status: "fail", detail: `${named.by} names ${path}: not there`, fix };
    }
    const found = await versionOf(machine, path);
    if (found.problem) return { check, status: "fail", detail: `${path} ${found.problem}`, fix };
    return { check, status: "ok", detail: `${found.version}, ${path} (${named.by})` };
  }
  let passedOver = "";
  for (const folder of pathFolders(machine)) {
    const path = `${folder}/${cli}`;
    if (!isFile(machine, path)) continue;
    const found = await versionOf(machine, path);
    if (!found.problem) return { check, status: "ok", detail: `${found.version}, ${path}` };
    passedOver ||= `${path} ${found.problem}; `;
  }
  const own = `${cache}/pulumi/${release.version}/${cli}`;
  if (isFile(machine, own)) return { check, status: "ok", detail: `${release.version}, ${own}` };
  const platform = platformOf(machine.platform.os, machine.platform.arch);
  if (platform && release.sha256[platform]) {
    const detail = `${passedOver}the first apply installs ${release.version}`;
    return { check, status: "ok", detail };
  }
  return {
    check,
    status: "warn",
    detail: `${passedOver}not found, and this build installs none for ${machine.platform.os}`,
    fix:
      `install Pulumi ${OLDEST_PULUMI} or newer (pulumi.com/docs/install) before the first apply`,
  };
}

/** Where Pulumi's AWS plugin is, in the version that panka's programs are made for. */
export function checkPlugin(machine: Machine, { cache }: Places): Finding {
  const check = "aws plugin";
  const file = `pulumi-resource-aws${exe(machine)}`;
  const folder = `resource-aws-v${AWS_PLUGIN_VERSION}`;
  const theirs = machine.env("PULUMI_HOME") ?? (machine.home && `${machine.home}/.pulumi`);
  const places = [
    `${cache}/pulumi-home/plugins/${folder}`,
    ...pathFolders(machine),
    ...theirs ? [`${theirs}/plugins/${folder}`] : [],
  ];
  const found = places.find((place) => isFile(machine, `${place}/${file}`));
  return {
    check,
    status: "ok",
    detail: found
      ? `${AWS_PLUGIN_VERSION}, ${found}`
      : `the first apply has Pulumi install ${AWS_PLUGIN_VERSION}`,
  };
}

const exe = ({ platform }: Machine) => platform.os === "windows" ? ".exe" : "";

const pathFolders = ({ env, platform }: Machine) =>
  (env("PATH") ?? "").split(platform.os === "windows" ? ";" : ":").filter(Boolean);

function isFile({ files }: Machine, path: string): boolean {
  try {
    return files.stat(path)?.kind === "file";
  } catch (error) {
    if (error instanceof FileProblem) return false;
    throw error;
  }
}

async function versionOf(
  { run }: Machine,
  path: string,
): Promise<{ version: string; problem?: string }> {
  const ran = await run([path, "version"]);
  if (!ran || ran.code !== 0) return { version: "", problem: "does not run" };
  // One that tells no version was built from source, and is taken.
  const version = ran.stdout.trim();
  const old = version !== "" && !isAtLeast(version, OLDEST_PULUMI);
  return {
    version: version || "built from source",
    problem: old ? `is ${version}, too old` : undefined,
  };
}
