import { parseIni, type Section } from "./ini.ts";
import { type CredentialPorts, CredentialsProblem } from "./ports.ts";

/** The AWS CLI's two files as one. */
export interface Profiles {
  /** Settings of both files; the credentials file wins. */
  get(profile: string): Section | undefined;
  ssoSession(name: string): Section | undefined;
  /** Where was looked, for messages. */
  files: string[];
}

/** The profile that is meant when nobody names one. */
export function chosenProfile(ports: Pick<CredentialPorts, "env">): string {
  return ports.env("AWS_PROFILE") || ports.env("AWS_DEFAULT_PROFILE") || "default";
}

/** Reads `~/.aws/config` and `~/.aws/credentials`, or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name. */
export async function readProfiles(
  ports: Pick<CredentialPorts, "env" | "home" | "readText">,
): Promise<Profiles> {
  const at = (variable: string, name: string) =>
    expandHome(ports.env(variable) || `~/.aws/${name}`, ports.home);
  const files = [at("AWS_CONFIG_FILE", "config"), at("AWS_SHARED_CREDENTIALS_FILE", "credentials")];
  const [config, credentials] = await Promise.all(files.map((file) => readIni(file, ports)));
  return {
    files,
    get(profile) {
      const parts = [
        profile === "default" ? config!.get("default") : undefined,
        config!.get(`profile ${profile}`),
        credentials!.get(profile),
      ].filter((part) => part !== undefined);
      return parts.length === 0 ? undefined : new Map(parts.flatMap((part) => [...part]));
    },
    ssoSession: (name) => config!.get(`sso-session ${name}`),
  };
}

/** The region that the environment or the profile says; undefined when neither does. */
export async function configuredRegion(
  ports: Pick<CredentialPorts, "env" | "home" | "readText">,
  profile?: string,
): Promise<string | undefined> {
  const region = ports.env("AWS_REGION") || ports.env("AWS_DEFAULT_REGION");
  if (region) return region;
  return (await readProfiles(ports)).get(profile ?? chosenProfile(ports))?.get("region");
}

/** A path with "~/" made whole. */
export function expandHome(path: string, home: string | undefined): string {
  return path.startsWith("~/") && home !== undefined ? home + path.slice(1) : path;
}

async function readIni(
  path: string,
  ports: Pick<CredentialPorts, "readText">,
): Promise<Map<string, Section>> {
  let text: string | undefined;
  try {
    text = await ports.readText(path);
  } catch (cause) {
    throw new CredentialsProblem(`Can't read "${path}"`, { cause });
  }
  try {
    return parseIni(text ?? "");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CredentialsProblem(`Mend "${path}": ${why}`, { cause });
  }
}
