import type { AwsClient } from "../aws/client.ts";
import { openAws } from "../aws/open.ts";
import { type CallerIdentity, Sts } from "../aws/sts.ts";
import { textAt } from "../aws/xml.ts";
import { askedProfile } from "../config/asked_profile.ts";
import { chosenBackend } from "../config/chosen_backend.ts";
import type { LockTable } from "../lock/table.ts";
import { appendAudit, type AuditEntry } from "../state/audit.ts";
import type { Platform } from "../tenant/iam/facts.ts";
import type { IamCall } from "../tenant/iam/install.ts";
import type { AdminPorts } from "../tenant/make_tenant.ts";
import { PLATFORM_PATH, tenantRoleName } from "../tenant/names.ts";
import { whoRuns } from "./author.ts";
import { onAws } from "./backend.ts";
import type { Context } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { Failure } from "./failure.ts";
import type { CommonOptions } from "./options.ts";
import { platformConfig } from "./platform_config.ts";
import { cut } from "./view/style.ts";

/** What a command of the platform works with. Its authority is the AWS identity of whoever runs it. */
export interface Admin {
  client: AwsClient;
  identity: CallerIdentity;
  platform: Platform;
  ports: AdminPorts;
  table: LockTable;
  /** Calls to IAM so far, or those that a dry run would make. */
  calls: (IamCall & { outcome: string })[];
}

/** What the platform's trail says that somebody did. */
export type AdminAct =
  & Pick<AuditEntry, "command" | "result" | "reason" | "details">
  & { tenant: string };

/**
 * Opens state, locks and IAM by the ordinary chain of AWS credentials.
 *
 * @throws Failure where the state is in no bucket, and where the credentials are a tenant's
 */
export async function openAdmin(
  context: Context,
  options: CommonOptions,
  config = platformConfig(context, context.world.cwd, options),
): Promise<Admin> {
  const backend = chosenBackend(config);
  if (backend.type !== "s3" || !backend.bucket || !backend.table) {
    throw new Failure({
      code: "no-backend",
      summary: "tenants need a backend in S3",
      fix: "panka admin login --bucket NAME --table NAME; panka backend create makes both",
    });
  }
  const { bucket, table, region } = backend;
  const { clock, random } = context.world;
  const { client } = await openAws({ region, profile: askedProfile(config), clock, random });
  const [{ S3Bucket }, { Iam }, kept, identity] = await Promise.all([
    import("../aws/s3_bucket.ts"),
    import("../aws/iam.ts"),
    onAws(client, { bucket, table }),
    new Sts(client).getCallerIdentity(),
  ]);
  refuseTenant(identity);
  const calls: Admin["calls"] = [];
  return {
    client,
    identity,
    calls,
    platform: {
      accountId: identity.account,
      partition: identity.arn.split(":")[1],
      backend: { bucket, table, region },
    },
    table: kept.table,
    ports: {
      store: kept.store,
      bucket: new S3Bucket(client, bucket),
      iam: new Iam(client),
      clock,
      random,
      emit({ call, outcome }) {
        if (outcome === "unchanged") return;
        calls.push({ ...call, outcome });
        if (outcome === "made") showCall(context, call);
      },
    },
  };
}

/** The platform with the key that its bucket is encrypted with, which a tenant's role must be allowed to use. */
export async function withKey({ platform, ports }: Admin): Promise<Platform> {
  const found = await ports.bucket.getXml("encryption");
  const rule = ["Rule", "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"];
  const kmsKeyArn = textAt(found, ...rule);
  return { ...platform, ...(kmsKeyArn?.startsWith("arn:") && { kmsKeyArn }) };
}

/**
 * Appends to the platform's trail what is done to a tenant, by whom and as which AWS identity. It comes before the last
 * write: what could not be recorded is not complete, and is recorded when the command is run again.
 */
export async function recordAct(
  context: Context,
  { ports, identity }: Admin,
  { tenant, details, ...act }: AdminAct,
): Promise<void> {
  const author = await whoRuns(context, context.world.cwd);
  await appendAudit(ports, {}, {
    ...author,
    ...act,
    details: { ...details, tenant, identity: identity.arn },
  });
}

/** What `admin login` and `admin session` print for machines. */
export const platformSessionJson = (
  backend: Platform["backend"],
  profile: string | undefined,
  identity: CallerIdentity,
) => ({
  schema: "panka/platform-session@1",
  ...backend,
  profile: profile ?? null,
  identity: identity.arn,
});

function refuseTenant({ arn }: CallerIdentity): void {
  const tenant = new RegExp(`:assumed-role/${tenantRoleName("([^/]+)")}/`).exec(arn)?.[1];
  if (tenant === undefined) return;
  throw new Failure({
    code: "tenant-identity",
    summary: `these are the credentials of tenant "${tenant}", and this is for the platform team`,
    why: `they are of ${arn}`,
    fix:
      `set AWS_PROFILE to an identity that may change ${PLATFORM_PATH} in IAM, and unset AWS_SESSION_TOKEN`,
  }, EXIT.denied);
}

function showCall({ out }: Context, { operation, resource, why }: IamCall): void {
  if (out.format !== "table") return;
  const line = cut(`${operation} ${resource}: ${why}`, out.columns - 4);
  out.note(`  ${out.errorColors.green("✓")} ${line}`);
}
