import { type BackendEvent, createBackend, planBackend } from "../../aws/backend/backend.ts";
import type { Call } from "../../aws/backend/step.ts";
import { openAws } from "../../aws/open.ts";
import { askedProfile } from "../../config/asked_profile.ts";
import { appendAudit } from "../../state/audit.ts";
import { whoRuns } from "../author.ts";
import { onAws } from "../backend.ts";
import { type BackendChoice, backendFile, writeBackendFile } from "../backend_file.ts";
import type { Context, Define } from "../command.ts";
import { readConfig } from "../config.ts";
import { auditMissing } from "../edit_command.ts";
import { cancelled } from "../failure.ts";
import { type CommonOptions, examples } from "../options.ts";
import { openTelemetry } from "../telemetry.ts";
import { type Colors, wrap } from "../view/style.ts";

interface Options extends CommonOptions {
  bucket: string;
  table: string;
  region?: string;
  kmsKey?: string;
  dryRun?: boolean;
  write?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    command
      .requiredOption(
        "--bucket <name>",
        "S3 bucket for the state; made, or mended if it is yours",
      )
      .requiredOption("--table <name>", "DynamoDB table for the locks")
      .option("--region <name>", "where both are (default: as configured)")
      .option("--kms-key <arn>", "encrypt the state with this key instead of S3's own")
      .option("--dry-run", "print the calls that would be made, and make none")
      .option("--write", "write the backend into .panka.yaml without asking"),
    "panka backend create --bucket acme-panka-state --table acme-panka-locks --region eu-west-1",
    "panka backend create --bucket acme-panka-state --table acme-panka-locks --dry-run",
  ).action((options) => done(create(context, options)));

async function create(context: Context, options: Options): Promise<void> {
  const { out, world } = context;
  const { bucket, table, kmsKey } = options;
  const config = readConfig(context, undefined, {
    config: options.config,
    tenant: options.tenant,
  });
  const { values } = config;
  const region = options.region ?? values["backend.region"] ?? values.region;
  const { clock, random } = world;
  const telemetry = openTelemetry(context, { command: "panka backend create", address: {} });
  const { client } = await openAws({
    region,
    profile: askedProfile(config),
    clock,
    random,
    observe: (attempt) => telemetry.request(attempt),
  });
  const names = { bucket, table, kmsKeyArn: kmsKey };
  if (options.dryRun) {
    const calls = planBackend(names, { client, clock });
    return await showPlan(context, calls);
  }
  const { store, table: locks } = await onAws(client, { bucket, table });
  const calls: Record<string, unknown>[] = [];
  const stop = new AbortController();
  const restore = world.onInterrupt(() =>
    stop.abort(
      cancelled("cancelled: what was made so far stays", "run it again; it goes on from here"),
    )
  );
  try {
    const { made, fencing } = await createBackend(names, {
      client,
      clock,
      store,
      table: locks,
      emit(event) {
        if (event.type === "call") calls.push({ ...event.call, outcome: event.outcome });
        if (out.format === "table") out.note(lineOf(event, context));
      },
    }, stop.signal);
    const author = await whoRuns(context, world.cwd);
    const command = `panka backend create --bucket ${bucket} --table ${table}`;
    await appendAudit({ store, clock, random }, { tenant: options.tenant }, {
      ...author,
      command,
      result: made > 0 ? "created" : "unchanged",
      details: { bucket, table, region: client.region, made, fencing },
    }).catch((error) => {
      throw auditMissing(error, "the backend is ready");
    });
    const choice: BackendChoice = { bucket, table, region: client.region };
    if (out.format !== "table") {
      const written = options.write ? writeBackendFile(world, choice) : null;
      return await out.document({
        schema: "panka/backend-create@1",
        ...choice,
        made,
        fencing,
        calls,
        written,
      });
    }
    out.text(backendFile(choice));
    await offer(context, choice, options.write === true);
  } finally {
    restore();
    await telemetry.close();
  }
}

/** Offers to write what was printed. */
async function offer(context: Context, choice: BackendChoice, write: boolean): Promise<void> {
  const { out, world } = context;
  let wanted = write;
  if (!write && out.interactive) {
    const { askWhether } = await import("../prompt/ask.ts");
    wanted = await askWhether(world, "write this into .panka.yaml?", true);
  }
  if (!wanted) return out.say("next: put the lines above into .panka.yaml, where your stacks are");
  const path = writeBackendFile(world, choice);
  out.say(`next: commit ${path}, so that all who deploy use the same state`);
}

async function showPlan({ out }: Context, calls: readonly Call[]): Promise<void> {
  if (out.format !== "table") {
    return await out.document({ schema: "panka/backend-plan@1", calls });
  }
  out.text(calls.map((call) => callText(call, out.colors, out.columns)).join("\n"));
  out.say(
    "these are the calls on an empty account; what is right already is left as it is, and one test write, lock and " +
      "release follow. next: the same without --dry-run",
  );
}

function lineOf(event: BackendEvent, { out }: Context): string {
  const c = out.errorColors;
  switch (event.type) {
    case "call": {
      const { outcome, call } = event;
      const done = outcome === "made";
      return `  ${done ? c.green("✓") : " "} ${call.operation} ${call.resource}${
        done ? `: ${call.why}` : c.dim(" is so already")
      }`;
    }
    case "proved":
      return `  ${c.green("✓")} ${
        event.what === "writes" ? "a test write" : "a test lock and its release"
      } in ${event.resource}`;
    case "fencing":
      return `  ${event.fencing === "enforced" ? c.green("✓") : c.yellow("~")} ${event.summary}`;
  }
}

/** One call as it would be made, with the document that it sends. */
function callText(
  { service, operation, resource, why, document }: Call,
  c: Colors,
  columns: number,
): string {
  const lines = [
    `${service} ${operation} ${resource}`,
    `  ${c.dim(wrap(why, columns - 2, "  "))}`,
  ];
  if (document !== undefined) lines.push(`  ${document}`);
  return lines.join("\n");
}
