import type { Attempt, AwsClient } from "../aws/client.ts";
import type { CredentialProvider } from "../aws/credentials/credentials.ts";
import { CredentialsProblem } from "../aws/credentials/ports.ts";
import { RefreshingCredentials } from "../aws/credentials/refreshing.ts";
import { openAws } from "../aws/open.ts";
import { Sts } from "../aws/sts.ts";
import { isDiscovered } from "../config/chosen_backend.ts";
import type { Config } from "../config/resolve.ts";
import type { SessionCredentials, TenantBackend } from "../tenant/session.ts";
import type { Context } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import { Sessions } from "./session_keeping/sessions.ts";
import { callerName, discoverBackend, roleFor, takeRole, tokenExternalId } from "./tenant_login.ts";

export interface AwsOptions {
  region: string;
  profile?: string;
  observe?: (attempt: Attempt) => void;
}

export interface OpenedAws {
  client: AwsClient;
  credentials: CredentialProvider;
}

/** What a tenant's session needs before a renewal, in milliseconds; as {@link RefreshingCredentials} has it. */
const AHEAD_MS = 5 * 60_000;

/** One login for all of a command. */
const opened = new WeakMap<Context["world"], Map<string, Promise<CredentialProvider>>>();

/**
 * The AWS client of a command: with the role of the tenant that the configuration names, else with the
 * identity of the ordinary chain.
 *
 * @throws Failure with exit 4 where a tenant is named and nobody has logged in
 */
export async function openTenantAws(
  context: Context,
  { values }: Pick<Config, "values">,
  options: AwsOptions,
): Promise<OpenedAws> {
  requireLogin(context, { values });
  const { clock, random } = context.world;
  const { client, credentials: base } = await openAws({ ...options, clock, random });
  const { tenant } = values;
  if (tenant === undefined) return { client, credentials: base };
  const known = opened.get(context.world) ?? new Map<string, Promise<CredentialProvider>>();
  opened.set(context.world, known);
  const provider = known.get(tenant) ??
    (values.tenantToken === undefined
      ? fromSession(context, tenant, options.region)
      : fromToken(context, tenant, values.tenantToken, client));
  known.set(tenant, provider);
  const credentials = await provider;
  return { client: client.with({ credentials }), credentials };
}

/** Where the state of a token's tenant is, where no configuration and no session say so. */
export async function tokenBackend(
  context: Context,
  config: Pick<Config, "values" | "sources">,
  options: AwsOptions,
): Promise<TenantBackend | undefined> {
  if (!isDiscovered(config)) return undefined;
  const { client } = await openTenantAws(context, config, options);
  return await discoverBackend(client, config.values.tenant!);
}

/** @throws Failure with exit 4 where the configuration names a tenant, and there is neither session nor token */
export function requireLogin({ world }: Context, { values }: Pick<Config, "values">): void {
  const { tenant, tenantToken } = values;
  if (tenant === undefined || tenantToken !== undefined) return;
  if (!new Sessions(world).known(tenant)) throw loginNeeded(tenant);
}

const loginNeeded = (tenant: string) =>
  new Failure({
    code: "no-session",
    summary: `nobody is logged in as tenant "${tenant}"`,
    fix: `panka login --tenant ${tenant}; in CI, set PANKA_TENANT_TOKEN`,
  }, EXIT.denied);

async function fromToken(
  { world: { clock } }: Context,
  tenant: string,
  token: string,
  client: AwsClient,
): Promise<CredentialProvider> {
  const externalId = await tokenExternalId(token, tenant);
  const identity = await new Sts(client).getCallerIdentity();
  const role = {
    tenant,
    roleArn: roleFor(tenant, identity),
    externalId,
    caller: callerName(identity),
  };
  return new RefreshingCredentials(
    async () => ({
      ...await takeRole(client, role).catch((cause) => {
        // Whoever sends a request with these must see that nothing was sent.
        throw cause instanceof Failure ? new CredentialsProblem(cause.message, { cause }) : cause;
      }),
      source: `tenant "${tenant}"`,
    }),
    clock,
  );
}

async function fromSession(
  { world }: Context,
  tenant: string,
  region: string,
): Promise<CredentialProvider> {
  const { clock, random } = world;
  const sessions = new Sessions(world);
  const session = await sessions.read(tenant);
  if (!session) throw loginNeeded(tenant);
  let kept: SessionCredentials | undefined = session.secret.credentials;
  const renew = async (): Promise<SessionCredentials> => {
    const { client } = await openAws({ region, profile: session.profile, clock, random });
    const caller = callerName(await new Sts(client).getCallerIdentity());
    const { externalId } = session.secret;
    const credentials = await takeRole(client, {
      tenant,
      roleArn: session.roleArn,
      externalId,
      caller,
    });
    await sessions.save({ ...session, secret: { externalId, credentials } });
    return credentials;
  };
  const provider = new RefreshingCredentials(async () => {
    const left = (kept?.expiresAt ?? 0) - clock.wall();
    if (left <= AHEAD_MS) {
      kept = await renew().catch((cause) => {
        if (kept && left > 0) return kept;
        throw new SessionEnded(tenant, { cause });
      });
    }
    return { ...kept!, source: `tenant "${tenant}"` };
  }, clock);
  return {
    get: (signal) => provider.get(signal),
    forget(refused) {
      if (kept?.accessKeyId === refused.accessKeyId) kept = undefined;
      provider.forget(refused);
    },
  };
}

/** The session is over and can't be renewed. */
export class SessionEnded extends CredentialsProblem {
  override name = "SessionEnded";

  constructor(readonly tenant: string, options: ErrorOptions) {
    super(`the session of tenant "${tenant}" has ended`, options);
  }
}
