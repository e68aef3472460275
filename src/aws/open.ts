import type { Clock, Random } from "../ports/clock.ts";
import { type Attempt, AwsClient } from "./client.ts";
import { defaultCredentials } from "./credentials/chain.ts";
import type { CredentialProvider } from "./credentials/credentials.ts";
import { denoCredentialPorts } from "./credentials/deno_ports.ts";
import { type CredentialPorts, CredentialsProblem } from "./credentials/ports.ts";
import { configuredRegion } from "./credentials/profiles.ts";
import { openTransport } from "./transport.ts";

export interface OpenOptions {
  /** Before AWS_REGION, AWS_DEFAULT_REGION and the profile's. */
  region?: string;
  /** Before AWS_PROFILE, and before keys in the environment. */
  profile?: string;
  clock: Clock;
  random: Random;
  askMfaCode?: CredentialPorts["askMfaCode"];
  observe?: (attempt: Attempt) => void;
}

/**
 * The AWS client of this process, by its environment and the user's AWS files. Credentials are looked for at the
 * first request.
 *
 * @throws CredentialsProblem without a region; Error when AWS_CA_BUNDLE can't be used
 */
export async function openAws(
  options: OpenOptions,
): Promise<{ client: AwsClient; ports: CredentialPorts; credentials: CredentialProvider }> {
  const { clock, random, askMfaCode, profile, observe } = options;
  const send = await openTransport((name) => Deno.env.get(name));
  const ports = denoCredentialPorts({ send, clock, random, askMfaCode });
  const region = options.region ?? await configuredRegion(ports, profile);
  if (!region) {
    throw new CredentialsProblem(
      "Set the AWS region: --region, PANKA_BACKEND_REGION, AWS_REGION, or region in the profile",
    );
  }
  const credentials = defaultCredentials(ports, { region, profile });
  const client = new AwsClient({
    region,
    credentials,
    send,
    clock,
    random,
    env: ports.env,
    observe,
  });
  return { client, ports, credentials };
}
