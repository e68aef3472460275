import type { Diagnostic } from "../stack/model.ts";
import { TENANT_REGISTRY_KEY, tenantCredentialKey, tenantDocumentKey } from "../state/paths.ts";
import { readText } from "../tenant/change_object.ts";
import { tenantIam } from "../tenant/iam/tenant_iam.ts";
import {
  factsOf,
  type GivenToken,
  makeTenant,
  planTenant,
  type TenantDocument,
  withNewTenant,
} from "../tenant/make_tenant.ts";
import { readRegistry } from "../tenant/registry.ts";
import { type Admin, recordAct } from "./admin.ts";
import type { Context } from "./command.ts";
import { EXIT, type ExitCode } from "./exit_code.ts";
import { failureOf } from "./explain_error.ts";
import { Failure, Invalid } from "./failure.ts";
import { say } from "./next_step.ts";
import { giveTokens } from "./token_output.ts";
import { diagnosticsText } from "./view/diagnostics.ts";
import { recordsText } from "./view/records.ts";

/** The tenants that are to be made, and the names of those that are there exactly so. */
export interface Checked {
  wanted: TenantDocument[];
  there: string[];
}

/** Checks all before any is made, against what is there and against each other. @throws Invalid with all that is wrong */
export async function checkTenants(
  { out }: Context,
  { ports, platform }: Admin,
  documents: readonly TenantDocument[],
  batch: boolean,
): Promise<Checked> {
  let tenants = await readRegistry(ports.store);
  const wanted: TenantDocument[] = [];
  const there: string[] = [];
  const wrong: Diagnostic[] = [];
  for (const document of documents) {
    const { config: { name }, text } = document;
    const known = tenants.find((one) => one.name === name);
    const before = wanted.some(({ config }) => config.name === name);
    if (
      known?.status === "active" && batch &&
      text === await readText(ports.store, tenantDocumentKey(name))
    ) {
      there.push(name);
      continue;
    }
    try {
      if (before) throw new Failure(twice(name));
      tenantIam(factsOf(platform, document.config));
      tenants = withNewTenant(tenants, document.config, "");
      wanted.push(document);
    } catch (error) {
      const failure = error instanceof Failure ? error : failureOf(error);
      if (!failure || !batch) throw error;
      wrong.push({ severity: "error", ...failure.diagnostic });
    }
  }
  if (wrong.length === 0) return { wanted, there };
  if (out.format === "table") out.note(diagnosticsText(wrong, out.errorColors, out.columns));
  throw new Invalid(wrong, 0);
}

const twice = (name: string) => ({
  code: "tenant",
  summary: `tenant "${name}" stands twice in the file`,
  fix: "leave one out",
});

/** Shows what would be written. */
export async function planTenants(
  { out }: Context,
  admin: Admin,
  wanted: readonly TenantDocument[],
): Promise<ExitCode> {
  const tenants = [];
  for (const document of wanted) {
    const { name } = document.config;
    const from = admin.calls.length;
    await planTenant(admin.ports, admin.platform, document);
    tenants.push({
      name,
      objects: [TENANT_REGISTRY_KEY, tenantDocumentKey(name), tenantCredentialKey(name)],
      document: document.text,
      calls: admin.calls.slice(from),
    });
  }
  if (out.format !== "table") {
    await out.document({ schema: "panka/tenant-init-plan@1", tenants });
    return EXIT.done;
  }
  for (const { objects, document, calls } of tenants) {
    out.text(objects.map((key) => `PutObject ${admin.ports.store.location}/${key}`).join("\n"));
    out.text(document.trimEnd().replace(/^/gm, "  "));
    out.text(
      calls.map(({ operation, resource, why }) => `${operation} ${resource}: ${why}`).join("\n"),
    );
  }
  say(
    out,
    "nothing was written, and no token was made; --print-iam shows the documents. next: the same without --dry-run",
  );
  return EXIT.done;
}

/** Makes one after the other. One that fails does not keep the others of a batch from being made. */
export async function makeTenants(
  context: Context,
  admin: Admin,
  wanted: readonly TenantDocument[],
  options: { there: readonly string[]; batch: boolean; tokenFile?: string; expires?: number },
): Promise<ExitCode> {
  const { out, world } = context;
  const given: (GivenToken & { name: string })[] = [];
  const failed: { name: string; failure: Failure }[] = [];
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
    } catch (error) {
      const failure = error instanceof Failure ? error : failureOf(error);
      if (!failure || !options.batch) throw error;
      failed.push({ name, failure });
    }
  }
  if (options.batch && out.format === "table") {
    const rows = [
      ...options.there.map((name) => [name, "there already", ""]),
      ...given.map(({ name, entry }) => [name, "made", `token ${entry.id}`]),
      ...failed.map(({ name, failure }) => [name, "failed", failure.message]),
    ];
    const red = new Set(failed.map(({ name }) => name));
    out.note(
      recordsText(
        ["tenant", "outcome", ""],
        rows,
        out.errorColors,
        out.columns,
        (row) => red.has(rows[row]![0]!) ? out.errorColors.red : undefined,
      ),
    );
  }
  await giveTokens(context, given, {
    schema: "panka/tenant-init@1",
    tokenFile: options.tokenFile,
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
  return failed[0]?.failure.exitCode ?? EXIT.done;
}
