import { describeEntry } from "../../tenant/describe_tenant.ts";
import { readRegistry } from "../../tenant/registry.ts";
import { openAdmin } from "../admin.ts";
import type { Context, Define } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { type CommonOptions, examples } from "../options.ts";
import { counted } from "../view/style.ts";
import { tenantJson } from "../view/tenant.ts";

export const define: Define = (command, context, done) =>
  examples(
    command,
    "panka admin export > tenants.yaml",
    "panka admin export -o json | jq -r '.tenants[].name'",
  ).action((options) => done(exportAll(context, options)));

/** Twice the same where nothing changed in between, so that two days can be compared. */
async function exportAll(context: Context, options: CommonOptions): Promise<ExitCode> {
  const { out } = context;
  const { ports, platform: { accountId, backend } } = await openAdmin(context, options);
  const entries = await readRegistry(ports.store);
  const tenants = await Promise.all(entries.map((entry) => describeEntry(ports, entry)));
  const damaged = tenants.filter(({ damage }) => damage !== undefined);
  const exitCode = damaged.length > 0 ? EXIT.error : EXIT.done;
  const forPeople = out.format === "table";
  if (forPeople) out.format = "yaml";
  await out.document({
    schema: "panka/admin-export@1",
    accountId,
    backend,
    tenants: tenants.map(tenantJson),
  });
  if (!forPeople) return exitCode;
  out.say(`${counted(tenants.length, "tenant")}; no token is among this, as nobody has them`);
  if (damaged.length > 0) {
    out.say(`documents can't be read of ${damaged.map(({ entry }) => entry.name).join(", ")}`);
  }
  return exitCode;
}
