import { AwsClient } from "../client.ts";
import { explain } from "../explain.ts";
import { type AssumeRole, Sts } from "../sts.ts";
import { containerSource } from "./container.ts";
import type { CredentialProvider, Credentials } from "./credentials.ts";
import { environmentSource } from "./environment.ts";
import { instanceSource } from "./instance.ts";
import { type CredentialPorts, type CredentialSource, CredentialsProblem } from "./ports.ts";
import { profileSource } from "./profile.ts";
import { RefreshingCredentials } from "./refreshing.ts";
import { webIdentitySource } from "./web_identity.ts";

/** No source has credentials. */
export class NoCredentials extends CredentialsProblem {
  override name = "NoCredentials";

  constructor(readonly tried: { source: string; why: string }[]) {
    const lines = tried.map(({ source, why }) => `  ${source}: ${why}`);
    super(["No AWS credentials found. Looked at:", ...lines].join("\n"));
  }
}

export interface ChainOptions {
  /** For STS. */
  region: string;
  /** A profile that was asked for outright: then the environment's keys don't count. */
  profile?: string;
}

/**
 * AWS's usual order: environment, profile, web identity, container, instance. The first source that is set up
 * decides; its failure is an error, not a reason to go on with somebody else's credentials.
 */
export function defaultCredentials(
  ports: CredentialPorts,
  { region, profile }: ChainOptions,
): CredentialProvider {
  const anonymous: CredentialProvider = {
    get: () => Promise.reject(new CredentialsProblem("Web identity needs no credentials")),
    forget: () => {},
  };
  const sts = new Sts(new AwsClient({ ...ports, region, credentials: anonymous }));
  const sources = profile !== undefined ? [profileSource(ports, region, profile)] : [
    environmentSource(ports.env),
    profileSource(ports, region),
    webIdentitySource(ports, sts),
    containerSource(ports),
    instanceSource(ports),
  ];
  return new RefreshingCredentials(() => firstOf(sources), ports.clock);
}

/** A role taken on with other credentials, anew before it ends: a tenant's, with external id and session tags. */
export function assumedRole(
  base: CredentialProvider,
  role: AssumeRole,
  ports: CredentialPorts,
  region: string,
): CredentialProvider {
  const sts = new Sts(new AwsClient({ ...ports, region, credentials: base }));
  const find = () =>
    sts.assumeRole(role)
      .catch((cause) => problem(`Can't take on role "${role.roleArn}"`, cause));
  return new RefreshingCredentials(find, ports.clock);
}

/** So that a request whose credentials can't be had is not taken for one whose own answer is missing. */
function problem(what: string, cause: unknown): never {
  if (cause instanceof CredentialsProblem) throw cause;
  throw new CredentialsProblem(`${what}: ${explain(cause).summary}`, { cause });
}

async function firstOf(sources: CredentialSource[]): Promise<Credentials> {
  const tried: { source: string; why: string }[] = [];
  for (const source of sources) {
    const found = await source.find().catch((cause) => problem(source.name, cause));
    if (!("nothing" in found)) return found;
    tried.push({ source: source.name, why: found.nothing });
  }
  throw new NoCredentials(tried);
}
