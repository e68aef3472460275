import type { AwsClient } from "../../aws/client.ts";
import { Sts } from "../../aws/sts.ts";
import { askedProfile } from "../../config/asked_profile.ts";
import { chosenBackend } from "../../config/chosen_backend.ts";
import type { Config } from "../../config/resolve.ts";
import type { DocumentTexts } from "../../tenant/documents.ts";
import { TENANT_NAME, TENANT_NAME_HINT } from "../../tenant/names.ts";
import type { TenantBackend, TenantSession } from "../../tenant/session.ts";
import { onAws } from "../backend.ts";
import type { Context, Define } from "../command.ts";
import { readConfig } from "../config.ts";
import { Failure, usage } from "../failure.ts";
import { type CommonOptions, examples, timespan } from "../options.ts";
import { answered, askText, questionStreams } from "../prompt/ask.ts";
import { SESSION_DAMAGED, Sessions } from "../session_keeping/sessions.ts";
import {
  callerName,
  discoverBackend,
  ofSession,
  roleFor,
  takeRole,
  tokenExternalId,
} from "../tenant_login.ts";

interface Options extends CommonOptions {
  tokenStdin?: boolean;
  identity?: boolean;
  account?: string;
  roleArn?: string;
  duration?: number;
}

export const define: Define = (command, context, done) =>
  examples(
    command
      .option("--token-stdin", "read the token from standard input")
      .option("--identity", "without a token, by AWS identity alone (CI, SSO)")
      .option("--account <id>", "account of the tenant's role (default: yours)")
      .option("--role-arn <arn>", "the role, where it has a name of its own")
      .option(
        "--duration <time>",
        "how long the session lasts until renewal, 15m to 12h",
        timespan,
      ),
    "panka login --tenant notifications-team",
    "panka login --tenant notifications-team --identity",
  ).action((options) => done(login(context, options)));

async function login(context: Context, options: Options): Promise<void> {
  const { out, world } = context;
  const { clock, random } = world;
  if (options.identity && options.tokenStdin) {
    throw usage("--identity needs no token", "leave out --token-stdin");
  }
  const duration = options.duration && options.duration / 1000;
  if (duration !== undefined && (duration < 900 || duration > 43_200)) {
    throw usage("a session lasts 15 minutes to 12 hours", "write --duration 1h");
  }
  const sessions = new Sessions(world);
  // Its damaged session is no reason not to log in again.
  if (options.tenant && sessions.folder) await forgetDamaged(sessions, options.tenant);
  const config = readConfig(context, undefined, options);
  const tenant = options.tenant ?? config.values.tenant ?? await askTenant(context);
  if (!TENANT_NAME.test(tenant)) {
    throw usage(`"${tenant}" is no tenant's name`, `write ${TENANT_NAME_HINT}`);
  }
  const token = await tokenOf(context, config, options);
  const externalId = token && await tokenExternalId(token, tenant);
  const { openAws } = await import("../../aws/open.ts");
  const profile = askedProfile(config);
  const { client } = await openAws({ region: config.values.region, profile, clock, random });
  const identity = await new Sts(client).getCallerIdentity();
  const roleArn = options.roleArn ?? roleFor(tenant, identity, options.account);
  const credentials = await takeRole(client, {
    tenant,
    roleArn,
    externalId,
    caller: callerName(identity),
    durationSeconds: duration,
  });
  const asTenant = client.with({ credentials: ofSession(credentials) });
  const backend = await backendOf(config, asTenant, tenant);
  const documents = await documentsOf(asTenant, backend, tenant);
  const session: TenantSession = {
    tenant,
    roleArn,
    accountId: roleArn.split(":")[4]!,
    backend,
    ...profile !== undefined && { profile },
    loggedInAt: new Date(clock.wall()).toISOString(),
    by: externalId ? "token" : "identity",
    secret: { ...externalId && { externalId }, credentials },
  };
  const kept = await sessions.save(session);
  sessions.keepDocuments(tenant, { ...documents, readAt: clock.wall() });
  const until = new Date(credentials.expiresAt).toISOString();
  const where = kept === "keyring"
    ? sessions.keyring!.name
    : `${sessions.folder}/${tenant}.secret, which only you may read: no keyring took it`;
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/login@1",
      tenant,
      roleArn,
      backend,
      expiresAt: until,
      kept,
    });
  }
  out.say(`${out.errorColors.green("✓")} logged in as tenant ${tenant}, by ${roleArn}`);
  out.say(`  state in s3://${backend.bucket}, locks in ${backend.table} (${backend.region})`);
  out.say(`  session until ${until}, renewed while your AWS identity is good; kept in ${where}`);
  out.say("next: panka plan");
}

async function forgetDamaged(sessions: Sessions, tenant: string): Promise<void> {
  try {
    sessions.known(tenant);
  } catch (error) {
    if (!(error instanceof Failure) || error.diagnostic.code !== SESSION_DAMAGED) throw error;
    await sessions.remove(tenant);
  }
}

const nameProblem = (name: string) =>
  TENANT_NAME.test(name) ? undefined : `write ${TENANT_NAME_HINT}`;

async function askTenant({ out, world }: Context): Promise<string> {
  if (!out.interactive) throw usage("no tenant is named", "add --tenant NAME");
  return await askText(world, "Tenant", "", nameProblem);
}

/** The token; undefined to log in by identity alone. */
async function tokenOf(
  { out, world }: Context,
  config: Config,
  { identity, tokenStdin }: Options,
): Promise<string | undefined> {
  if (identity) return undefined;
  if (tokenStdin) {
    const text = (await world.stdin()).trim();
    if (text) return text;
    throw usage("standard input has no token", "pipe it in, or leave out --token-stdin");
  }
  if (config.values.tenantToken) return config.values.tenantToken;
  if (!out.interactive) {
    throw usage(
      "no token is given, and nobody is here to be asked",
      "set PANKA_TENANT_TOKEN, pipe it in with --token-stdin, or add --identity",
    );
  }
  const { password } = await import("@clack/prompts");
  const message = "Token (empty: by your AWS identity alone)";
  return (await answered(password({ message, ...questionStreams(world) })) ?? "").trim() ||
    undefined;
}

async function backendOf(
  config: Config,
  client: AwsClient,
  tenant: string,
): Promise<TenantBackend> {
  const chosen = chosenBackend(config);
  // What an earlier session said may have changed.
  if (chosen.type === "s3" && config.sources["backend.bucket"]?.from !== "session") {
    const { bucket, table, region } = chosen;
    if (bucket && table) return { bucket, table, region };
  }
  return await discoverBackend(client, tenant);
}

/** @throws Failure where they are not there or wrong */
async function documentsOf(
  client: AwsClient,
  backend: TenantBackend,
  tenant: string,
): Promise<DocumentTexts> {
  const { requireDocuments } = await import("../tenant_documents.ts");
  const { store } = await onAws(client.with({ region: backend.region }), backend);
  return await requireDocuments(store, tenant);
}
