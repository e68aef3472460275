import { makeTenant, type TenantDocument } from "../../tenant/make_tenant.ts";
import { TenantRefused } from "../../tenant/refused.ts";
import { vpcOf } from "../../tenant/tenant_config.ts";
import { type Admin, recordAct } from "../admin.ts";
import type { Context } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { failureOf } from "../explain_error.ts";
import type { Failure } from "../failure.ts";
import { giveTokens, type NamedToken, writeTokens } from "../token_output.ts";
import { outcomesText } from "../view/tenants.ts";

/** Makes one after the other. One that fails does not keep the others of a batch from being made. */
export async function makeTenants(
  context: Context,
  admin: Admin,
  wanted: readonly TenantDocument[],
  options: { there: readonly string[]; batch: boolean; tokenFile?: string; expires?: number },
): Promise<ExitCode | void> {
  const { out, world } = context;
  const given: NamedToken[] = [];
  const failed: { name: string; failure: Failure }[] = [];
  let broken: unknown;
  for (const document of wanted) {
    const { name } = document.config;
    if (out.format === "table" && options.batch) out.note(name);
    try {
      const from = admin.calls.length;
      const expires = options.expires && world.clock.wall() + options.expires;
      const token = await makeTenant(admin.ports, admin.platform, document, {
        expires,
        audit: ({ entry }) =>
          recordAct(context, admin, {
            tenant: name,
            command: `panka admin tenant init ${name}`,
            result: "created",
            details: { credential: entry.id, calls: admin.calls.length - from },
          }),
      });
      given.push({ name, ...token });
      writeTokens(world, given, options);
    } catch (error) {
      const failure = failureOf(error);
      if (failure && options.batch) failed.push({ name, failure });
      else {
        broken = error;
        if (out.format === "table" && !(error instanceof TenantRefused)) {
          out.say(`run it again when that is mended: it completes what is made of tenant ${name}`);
        }
        break;
      }
    }
  }
  // What was made before something broke has tokens that nothing else can show.
  if (broken !== undefined && given.length === 0) throw broken;
  if (options.batch && out.format === "table") {
    const outcomes = [
      ...options.there.map((name) => ({ name, outcome: "there already", more: "" })),
      ...given.map(({ name, entry }) => ({ name, outcome: "made", more: `token ${entry.id}` })),
      ...failed.map(({ name, failure }) => ({ name, outcome: "failed", more: failure.message })),
    ];
    out.note(outcomesText(outcomes, out.errorColors, out.columns));
  }
  await giveTokens(context, given, {
    schema: "panka/tenant-init@1",
    ...options,
    others: [
      ...options.there.map((name) => ({ name, outcome: "there-already" })),
      ...failed.map(({ name, failure: { diagnostic, exitCode } }) => ({
        name,
        outcome: "failed",
        exitCode,
        summary: diagnostic.summary,
      })),
    ],
  });
  if (broken !== undefined) throw broken;
  const networks = wanted.flatMap(({ config: { name, spec } }) =>
    vpcOf(spec) && given.some((one) => one.name === name) ? [name] : []
  );
  if (networks.length > 0 && out.format === "table") {
    const name = networks.length > 1 ? "NAME" : networks[0];
    out.say(`next, for the platform: panka admin network apply ${name} makes its VPC`);
  }
  return failed[0]?.failure.exitCode;
}
