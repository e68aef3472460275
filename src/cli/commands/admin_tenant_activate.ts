import { activateTenant } from "../../tenant/tenant_status.ts";
import type { Context, Define } from "../command.ts";
import { examples } from "../options.ts";
import { type ActOptions, addActArguments, openAct } from "../tenant_act.ts";

export const define: Define = (command, context, done) =>
  examples(
    addActArguments(command, "wanted"),
    "panka admin tenant activate team-a --reason 'invoice 4711 is paid'",
  ).action((name, options) => done(activate(context, name, options)));

async function activate(context: Context, name: string, options: ActOptions): Promise<void> {
  const { out } = context;
  const act = await openAct(context, "activate", name, options);
  await activateTenant(act.admin.ports, name, act.audit("activated"));
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/tenant-activate@1",
      tenant: name,
      status: "active",
    });
  }
  out.say(`tenant ${name} may write again; sessions that are live go on`);
  out.say("next, for the team: panka apply completes what stopped half done");
}
