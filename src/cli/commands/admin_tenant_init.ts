import { Option } from "@commander-js/extra-typings";
import { tenantDocumentKey } from "../../state/paths.ts";
import { freeAddresses } from "../../tenant/addresses.ts";
import { readText } from "../../tenant/change_object.ts";
import { tenantIam } from "../../tenant/iam/tenant_iam.ts";
import { factsOf, type TenantDocument } from "../../tenant/make_tenant.ts";
import { readRegistry } from "../../tenant/registry.ts";
import { type Admin, openAdmin, withKey } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { usage } from "../failure.ts";
import { checkRegion } from "../new_parts.ts";
import { checkTenants } from "../new_tenants/check_tenants.ts";
import { makeTenants } from "../new_tenants/make_tenants.ts";
import { planTenants } from "../new_tenants/plan_tenants.ts";
import { type CommonOptions, examples, repeatable, timespan } from "../options.ts";
import { checkTenantName, type TenantAnswers, tenantText } from "../tenant_answers.ts";
import { readTenantFile, readTenantTexts } from "../tenant_files.ts";

interface Options extends Omit<CommonOptions, "config"> {
  config?: string;
  batch?: string;
  contact?: string;
  region?: string;
  account?: string;
  cidr?: string;
  nat: TenantAnswers["nat"];
  loginAccount: string[];
  principal: string[];
  expires?: number;
  tokenFile?: string;
  dryRun?: boolean;
  printIam?: boolean;
}

export const define: Define = (command, context, done) =>
  examples(
    command
      .argument("[name]", "name of the tenant")
      .option("--config <file>", "take all of it from this TenantConfig")
      .option("--batch <file>", "make every tenant of this file, one TenantConfig each")
      .option("--contact <text>", "whom its team asks: a person, a channel, an address")
      .option("--region <name>", "where the tenant deploys to (default: as configured)")
      .option("--account <id>", "the AWS account it deploys to (default: yours)")
      .option("--cidr <block>", "addresses of its own VPC (default: none)")
      .addOption(
        new Option("--nat <how>", "how private subnets of its VPC reach the internet")
          .choices(["none", "single", "per-az"] as const).default("single" as const),
      )
      .addOption(
        repeatable(
          "--login-account <id>",
          "account whose identities may log in with the token (repeatable; default: yours)",
        ),
      )
      .addOption(
        repeatable("--principal <arn>", "identity that logs in without a token (repeatable)"),
      )
      .option("--expires <time>", "how long the token is good, such as 90d", timespan)
      .option("--token-file <file>", "write the token there, for you alone; print none")
      .option("--dry-run", "say what would be written, and write nothing")
      .option("--print-iam", "print the IAM documents, and write nothing"),
    "panka admin tenant init",
    "panka admin tenant init team-a --contact '#platform' --cidr 10.20.0.0/16",
    "panka admin tenant init --batch tenants.yaml --token-file tokens.txt",
    "panka admin tenant init team-a --print-iam > team-a-iam.json",
  ).action((name, options) => done(init(context, name, options)));

async function init(
  context: Context,
  name: string | undefined,
  options: Options,
): Promise<ExitCode | void> {
  const { batch, config, tokenFile, expires } = options;
  if (batch !== undefined && (config !== undefined || name !== undefined)) {
    throw usage("--batch names the tenants itself", "leave out the name and --config");
  }
  if (tokenFile !== undefined && context.world.files.stat(tokenFile)) {
    throw usage(`"${tokenFile}" is there already`, "name a new file for the token");
  }
  // What is wrong in a file is told before anybody is asked.
  const path = batch ?? config;
  const given = path === undefined ? undefined : readTenantFile(context, path);
  const admin = await openAdmin(context, { tenant: options.tenant });
  const documents = given ?? await begunBefore(context, admin, name, options) ??
    [await asked(context, admin, name, options)];
  if (batch === undefined) checkOne(documents, name);
  const platform = await withKey(admin);
  if (options.printIam) return await printIam(context, { ...admin, platform }, documents);
  const several = batch !== undefined;
  const { wanted, there } = await checkTenants({ ...admin, platform }, documents, several);
  if (options.dryRun) return await planTenants(context, { ...admin, platform }, wanted);
  return await makeTenants(context, { ...admin, platform }, wanted, {
    there,
    batch: several,
    tokenFile,
    expires,
  });
}

function checkOne(documents: readonly TenantDocument[], name: string | undefined): void {
  if (documents.length !== 1) {
    throw usage(
      `the file has ${documents.length} documents`,
      "name a file with one, or use --batch",
    );
  }
  const [{ config }] = documents as [TenantDocument];
  if (name !== undefined && config.name !== name) {
    throw usage(`the file is of tenant "${config.name}", not of "${name}"`, "write one name");
  }
  checkTenantName(config.name);
}

/** What was said of a tenant that was not made to its end, where nothing is said now. */
async function begunBefore(
  context: Context,
  { ports: { store } }: Admin,
  name: string | undefined,
  { contact, region, account, cidr, nat, loginAccount, principal }: Options,
): Promise<TenantDocument[] | undefined> {
  const said = [contact, region, account, cidr, ...loginAccount, ...principal]
    .some((value) => value !== undefined) || nat !== "single";
  if (name === undefined || said) return undefined;
  const known = (await readRegistry(store)).find((one) => one.name === name);
  const key = tenantDocumentKey(checkTenantName(name));
  const text = known?.status === "creating" ? await readText(store, key) : undefined;
  if (text === undefined) return undefined;
  context.out.say(`tenant ${name} was begun before: it goes on with what was said then`);
  return readTenantTexts(context, key, [text]);
}

/** The document that follows from flags, and from answers where somebody is there to give them. */
async function asked(
  context: Context,
  { identity, platform, ports }: Admin,
  name: string | undefined,
  options: Options,
): Promise<TenantDocument> {
  const { out, world } = context;
  const { contact, cidr, nat, loginAccount, principal } = options;
  const offered = { region: platform.backend.region, cidrBlock: undefined as string | undefined };
  const known: Partial<TenantAnswers> = {
    name: name && checkTenantName(name),
    contact,
    cidrBlock: cidr,
    region: options.region && checkRegion(options.region),
  };
  if (name === undefined && !out.interactive) {
    throw usage("no tenant is named", "write panka admin tenant init NAME");
  }
  let answers: Pick<TenantAnswers, "name" | "contact" | "region" | "cidrBlock"> = {
    ...known,
    name: known.name!,
    region: known.region ?? offered.region,
  };
  if (out.interactive) {
    offered.cidrBlock = freeAddresses(await readRegistry(ports.store));
    const { askForTenant } = await import("../prompt/tenant.ts");
    answers = await askForTenant(world, known, offered);
  }
  const text = tenantText({
    ...answers,
    accountId: options.account ?? identity.account,
    nat,
    accounts: loginAccount,
    principals: principal,
  });
  return readTenantTexts(context, "what you gave", [text])[0]!;
}

async function printIam(
  { out, world }: Context,
  { platform }: Admin,
  documents: readonly TenantDocument[],
): Promise<void> {
  const tenants = documents.map(({ config }) => ({
    tenant: config.name,
    ...tenantIam(factsOf(platform, config), world.clock.wall()),
  }));
  const document = { schema: "panka/tenant-iam@1", tenants };
  if (out.format === "table") out.text(JSON.stringify(document, null, 2));
  else await out.document(document);
}
