import { CloudTrail } from "../../aws/cloud_trail.ts";
import { AwsError, NoAnswer } from "../../aws/errors.ts";
import { explain } from "../../aws/explain.ts";
import { readTrail } from "../../tenant/audit_trail.ts";
import { type FailedLogin, failedLogins } from "../../tenant/failed_logins.ts";
import { readRegistry } from "../../tenant/registry.ts";
import { type Admin, openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { type CommonOptions, count, examples } from "../options.ts";
import { checkTenantName } from "../tenant_answers.ts";
import { moment, timeText } from "../time.ts";
import { auditText } from "../view/audit.ts";

interface Options extends CommonOptions {
  since: string;
  limit: number;
}

export const define: Define = (command, context, done) =>
  examples(
    command.argument("[tenant]", "only what was done to this tenant, or by it")
      .option("--since <time>", "from then on: a time, or 2h or 30d ago", "30d")
      .option("--limit <n>", "at most so many records, newest first", count(1), 100),
    "panka admin audit",
    "panka admin audit team-a --since 2026-01-31",
    "panka admin audit -o json | jq '.failedLogins.logins'",
  ).action((tenant, options) => done(audit(context, tenant, options)));

async function audit(
  context: Context,
  tenant: string | undefined,
  options: Options,
): Promise<void> {
  const { out, world: { clock } } = context;
  if (tenant !== undefined) checkTenantName(tenant);
  const until = clock.wall();
  const since = moment(options.since, until);
  const admin = await openAdmin(context, options);
  const { store } = admin.ports;
  // A trail stays for ever, also of a tenant that is gone: so does its name.
  const tenants = tenant === undefined
    ? (await readRegistry(store)).map(({ name }) => name)
    : [tenant];
  const [trail, logins] = await Promise.all([
    readTrail(store, tenants, {
      since,
      until,
      limit: options.limit,
      ...tenant !== undefined && { about: tenant },
    }),
    refusedLogins(context, admin, since, tenant),
  ]);
  const { records, more, unreadable } = trail;
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/admin-audit@1",
      since: new Date(since).toISOString(),
      records: records.map(({ trail, record }) => ({ ...record, trail })),
      more,
      unreadable,
      failedLogins: logins,
    });
  }
  if (records.length + logins.logins.length > 0) {
    out.text(auditText(records, logins.logins, out.colors, out.columns));
  } else out.say("nothing is recorded since then");
  if (more) out.say(`and older ones: --limit shows more than ${options.limit}`);
  if (unreadable.length > 0) out.say(`no records of panka's: ${unreadable.join(", ")}`);
  if (logins.why !== undefined) out.say(`refused logins: ${logins.why}`);
}

interface RefusedLogins {
  /** Where it was looked: logins are recorded in the region whose STS was asked. */
  region: string;
  logins: FailedLogin[];
  /** Why these may not be all. */
  why?: string;
}

/** Most requests to CloudTrail: 6,000 events, a minute. Services take on roles all the time, and count too. */
const PAGES = 120;
/** How often it is said how far it is, in milliseconds. */
const SAY_MS = 5000;

async function refusedLogins(
  { out, world: { clock } }: Context,
  { client }: Admin,
  since: number,
  tenant: string | undefined,
): Promise<RefusedLogins> {
  const { region } = client;
  try {
    let said = clock.monotonic();
    const onPage = (back: number) => {
      if (out.format !== "table" || clock.monotonic() - said < SAY_MS) return;
      said = clock.monotonic();
      out.say(`refused logins: looked for back to ${timeText(back)}, going on`);
    };
    const found = await new CloudTrail(client, clock)
      .lookupEvents("AssumeRole", { since, pages: PAGES, onPage });
    const { events, complete } = found;
    const back = new Date(events.at(-1)?.at ?? since).toISOString();
    const logins = failedLogins(events).filter((one) =>
      tenant === undefined || one.tenant === tenant
    );
    return {
      region,
      logins,
      ...!complete && {
        why:
          `looked for back to ${back} only, among the newest ${events.length} events of ${region}; CloudTrail has the others`,
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof NoAnswer)) throw error;
    return { region, logins: [], why: `not known: ${explain(error).summary}` };
  }
}
