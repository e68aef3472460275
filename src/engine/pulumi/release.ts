/** Platforms as Pulumi's releases name them. */
export type Platform = "linux-x64" | "linux-arm64" | "darwin-x64" | "darwin-arm64";

/** One official release of the CLI. */
export interface PulumiRelease {
  version: string;
  /** Where the archive of a platform is. */
  url(platform: Platform): string;
  /** sha256 of the archive, in hex. A platform without one is never downloaded for. */
  sha256: Partial<Record<Platform, string>>;
}

/** The oldest CLI that panka runs with. */
export const OLDEST_PULUMI = "3.200.0";

/**
 * The release that panka installs where none is found. The checksums come from the release's own
 * `pulumi-VERSION-checksums.txt`; a platform gets an entry only from someone who has fetched that
 * file and compared it with the archive. None has been so far.
 */
export const pulumiRelease: PulumiRelease = {
  version: "3.274.1",
  url: (platform) =>
    `https://get.pulumi.com/releases/sdk/pulumi-v${pulumiRelease.version}-${platform}.tar.gz`,
  sha256: {},
};

/** This machine, as releases name it; `undefined` when there is no release that panka can unpack. */
export function platformOf(os: string, arch: string): Platform | undefined {
  if (os !== "linux" && os !== "darwin") return undefined;
  return `${os}-${arch === "aarch64" ? "arm64" : "x64"}`;
}

/** Whether `version` ("v3.274.1", "3.200.0-alpha") is at least `oldest`. Pre-releases count as their release. */
export function isAtLeast(version: string, oldest: string): boolean {
  const have = numbers(version);
  const need = numbers(oldest);
  for (const [i, wanted] of need.entries()) {
    if ((have[i] ?? 0) !== wanted) return (have[i] ?? 0) > wanted;
  }
  return true;
}

const numbers = (version: string) =>
  version.replace(/^v/, "").split(/[-+]/)[0]!.split(".").map(Number);
