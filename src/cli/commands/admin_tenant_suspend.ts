import { suspendTenant } from "../../tenant/tenant_status.ts";
import type { Context, Define } from "../command.ts";
import { examples } from "../options.ts";
import { confirm } from "../prompt/confirm.ts";
import { type ActOptions, addActArguments, openAct } from "../tenant_act.ts";
import { counted } from "../view/style.ts";

export const define: Define = (command, context, done) =>
  examples(
    addActArguments(command, "required")
      .option("--workloads", "also what is deployed may do nothing more: an outage")
      .option("-y, --yes", "go on without asking"),
    "panka admin tenant suspend team-a --reason 'invoice 4711 is open'",
  ).addHelpText(
    "after",
    "\nAWS refuses every write of the tenant at once, also in sessions that are live: a deployment\n" +
      "that runs stops half done. What is deployed goes on with its own roles, and can be looked at.\n" +
      "With --workloads, AWS refuses also what those roles ask; machines and tasks are not ended.",
  ).action((name, options) => done(suspend(context, name, options)));

interface Options extends ActOptions {
  workloads?: boolean;
}

async function suspend(context: Context, name: string, options: Options): Promise<void> {
  const { out } = context;
  const act = await openAct(context, "suspend", name, options);
  const { workloads = false } = options;
  const question = `suspend ${name}? a deployment that runs stops half done${
    workloads ? ", and what is deployed stops working" : ""
  }`;
  await confirm(context, question, options);
  const audit = act.audit("suspended");
  const stopped = await suspendTenant(act.admin.ports, name, options.reason!, audit, { workloads });
  if (out.format !== "table") {
    return await out.document({
      schema: "panka/tenant-suspend@1",
      tenant: name,
      status: "suspended",
      ...workloads && { stopped },
    });
  }
  out.say(`AWS refuses all writes of tenant ${name} from now on; reads and login stay`);
  out.say(
    workloads
      ? `${counted(stopped, "role")} of what it deployed may do nothing; what runs is not ended`
      : "what it deployed goes on with its own roles: --workloads stops that too",
  );
  out.say(`next: panka admin tenant activate ${name} gives them back`);
}
