import { explain } from "../explain.ts";
import { type AssumeRole, Sts } from "../sts.ts";
import { AwsClient } from "../client.ts";
import { containerSource } from "./container.ts";
import { type CredentialProvider, type Credentials, fixedCredentials } from "./credentials.ts";
import { environmentSource } from "./environment.ts";
import type { Section } from "./ini.ts";
import { instanceSource } from "./instance.ts";
import { type CredentialPorts, type CredentialSource, CredentialsProblem } from "./ports.ts";
import { processCredentials } from "./process.ts";
import { chosenProfile, expandHome, type Profiles, readProfiles } from "./profiles.ts";
import { ssoCredentials } from "./sso.ts";
import { webIdentityCredentials } from "./web_identity.ts";

/** A profile of the AWS CLI's files: keys, a role by another profile, SSO, a program, or web identity. */
export function profileSource(
  ports: CredentialPorts,
  region: string,
  profile?: string,
): CredentialSource {
  const name = profile ?? chosenProfile(ports);
  return {
    name: `profile "${name}"`,
    async find(signal) {
      const profiles = await readProfiles(ports);
      const settings = profiles.get(name);
      const where = profiles.files.map((file) => `"${file}"`).join(" and ");
      if (!settings) {
        if (name !== "default") {
          throw new CredentialsProblem(`No profile "${name}" in ${where}; check AWS_PROFILE`);
        }
        return { nothing: `no default profile in ${where}` };
      }
      const found = await new Resolver(ports, profiles, region).resolve(name, settings, signal);
      return found ?? { nothing: `the profile "${name}" has no credentials in ${where}` };
    },
  };
}

/** Follows a profile to its credentials. */
class Resolver {
  /** Profiles on the way here. */
  readonly #path: string[] = [];

  constructor(
    private readonly ports: CredentialPorts,
    private readonly profiles: Profiles,
    private readonly region: string,
  ) {}

  async resolve(
    name: string,
    settings: Section,
    signal?: AbortSignal,
  ): Promise<Credentials | undefined> {
    if (this.#path.includes(name)) {
      const circle = [...this.#path, name].map((one) => `"${one}"`).join(" → ");
      throw new CredentialsProblem(`The profiles lead in a circle: ${circle}`);
    }
    this.#path.push(name);
    if (settings.has("role_arn")) return await this.#role(name, settings, signal);
    const keys = staticKeys(name, settings);
    if (keys) return keys;
    if (settings.has("sso_account_id") || settings.has("sso_start_url")) {
      return await ssoCredentials(name, settings, this.profiles, this.ports, signal);
    }
    const command = settings.get("credential_process");
    if (command) return await processCredentials(command, name, this.ports, signal);
  }

  async #role(name: string, settings: Section, signal?: AbortSignal): Promise<Credentials> {
    const role: AssumeRole = {
      roleArn: settings.get("role_arn")!,
      sessionName: settings.get("role_session_name") ?? "panka",
      externalId: settings.get("external_id"),
      durationSeconds: Number(settings.get("duration_seconds")) || undefined,
    };
    const file = settings.get("web_identity_token_file");
    try {
      if (file) {
        const token = { ...role, file: expandHome(file, this.ports.home) };
        return await webIdentityCredentials(token, this.ports, this.#sts(nobody), signal);
      }
      const base = await this.#baseOf(name, settings, signal);
      const serial = settings.get("mfa_serial");
      if (serial) role.mfa = { serial, code: await this.#mfaCode(name, serial) };
      return await this.#sts(fixedCredentials(base)).assumeRole(role, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      if (cause instanceof CredentialsProblem) throw cause;
      throw new CredentialsProblem(
        `Profile "${name}" can't take on role "${role.roleArn}": ${explain(cause).summary}`,
        { cause },
      );
    }
  }

  /** The credentials that ask for the role. */
  async #baseOf(name: string, settings: Section, signal?: AbortSignal): Promise<Credentials> {
    const from = settings.get("source_profile");
    if (from === undefined) return await this.#fromSource(name, settings, signal);
    const base = this.profiles.get(from);
    if (!base) {
      throw new CredentialsProblem(
        `Profile "${name}" has the source_profile "${from}", which does not exist`,
      );
    }
    // A profile may be its own source: its keys then ask for its role.
    const found = from === name
      ? staticKeys(name, settings)
      : await this.resolve(from, base, signal);
    if (!found) throw new CredentialsProblem(`The source_profile "${from}" has no credentials`);
    return found;
  }

  async #fromSource(name: string, settings: Section, signal?: AbortSignal): Promise<Credentials> {
    const wanted = settings.get("credential_source") ?? "";
    const sources: Record<string, CredentialSource> = {
      Environment: environmentSource(this.ports.env),
      EcsContainer: containerSource(this.ports),
      Ec2InstanceMetadata: instanceSource(this.ports),
    };
    const found = await sources[wanted]?.find(signal);
    if (!found) {
      const names = Object.keys(sources).join(", ");
      throw new CredentialsProblem(
        `Set source_profile, or credential_source to one of ${names}, for the profile "${name}"`,
      );
    }
    if ("nothing" in found) {
      throw new CredentialsProblem(
        `Profile "${name}" has the credential_source "${wanted}", but ${found.nothing}`,
      );
    }
    return found;
  }

  async #mfaCode(name: string, serial: string): Promise<string> {
    if (!this.ports.askMfaCode) {
      throw new CredentialsProblem(
        `Profile "${name}" needs a code of the MFA device "${serial}", and nobody can be asked here`,
      );
    }
    return await this.ports.askMfaCode(serial);
  }

  #sts(credentials: CredentialProvider): Sts {
    return new Sts(new AwsClient({ ...this.ports, region: this.region, credentials }));
  }
}

const nobody: CredentialProvider = {
  get: () => Promise.reject(new CredentialsProblem("This request needs no credentials")),
  forget: () => {},
};

function staticKeys(name: string, settings: Section): Credentials | undefined {
  const accessKeyId = settings.get("aws_access_key_id");
  const secretAccessKey = settings.get("aws_secret_access_key");
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (!accessKeyId || !secretAccessKey) {
    throw new CredentialsProblem(
      `Profile "${name}" has only one of aws_access_key_id and aws_secret_access_key`,
    );
  }
  const sessionToken = settings.get("aws_session_token") || undefined;
  return { accessKeyId, secretAccessKey, sessionToken, source: `profile "${name}"` };
}
