import { SETTLED_MS } from "../../tenant/iam/operations.ts";
import { readEntry } from "../../tenant/registry.ts";
import { restoreTenant } from "../../tenant/tenant_status.ts";
import type { Context, Define } from "../command.ts";
import { examples } from "../options.ts";
import { type ActOptions, addActArguments, openAct } from "../tenant_act.ts";
import { nextForTenant } from "../view/tenant.ts";

export const define: Define = (command, context, done) =>
  examples(
    addActArguments(command, "wanted"),
    "panka admin tenant restore team-a --reason 'deleted by mistake'",
  ).action((name, options) => done(restore(context, name, options)));

async function restore(context: Context, name: string, options: ActOptions): Promise<void> {
  const { out, world } = context;
  const act = await openAct(context, "restore", name, options);
  const { since } = await readEntry(act.admin.ports.store, name);
  if (out.format === "table" && world.clock.wall() - Date.parse(since) < SETTLED_MS) {
    out.say(`a login can begin in ${SETTLED_MS / 1000} s, when sessions from before are over`);
  }
  const entry = await restoreTenant(act.admin.ports, name, act.audit("restored"));
  const { status } = entry;
  if (out.format !== "table") {
    return await out.document({ schema: "panka/tenant-restore@1", tenant: name, status });
  }
  out.say(
    `tenant ${name} is ${status} again; its tokens are good as before, its old sessions are over`,
  );
  out.say(nextForTenant(entry));
}
