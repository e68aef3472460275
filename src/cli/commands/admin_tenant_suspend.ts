import type { Command } from "@commander-js/extra-typings";
import { suspendTenant } from "../../tenant/tenant_status.ts";
import type { CommandModule, Context } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { examples } from "../help_examples.ts";
import { say } from "../next_step.ts";
import { confirm } from "../prompt/confirm.ts";
import { type ActOptions, addActArguments, auditAs, openAct } from "../tenant_act.ts";

export const { define }: CommandModule = {
  define(command: Command, context, done) {
    examples(
      addActArguments(command, "required").option("-y, --yes", "go on without asking"),
      "panka admin tenant suspend team-a --reason 'invoice 4711 is open'",
    ).addHelpText(
      "after",
      "\nAWS refuses every write of the tenant at once, also in sessions that are live: a deployment\n" +
        "that runs stops half done. What is deployed stays as it is, and can be looked at.",
    ).action((name, options) => done(suspend(context, name, options as unknown as ActOptions)));
  },
};

async function suspend(context: Context, name: string, options: ActOptions): Promise<ExitCode> {
  const { out } = context;
  const act = await openAct(context, "suspend", name, options);
  const question = `suspend ${name}? a deployment that runs stops half done`;
  await confirm(context, question, options);
  await suspendTenant(act.admin.ports, name, options.reason!, auditAs(act, "suspended"));
  if (out.format !== "table") {
    await out.document({ schema: "panka/tenant-suspend@1", tenant: name, status: "suspended" });
    return EXIT.done;
  }
  say(out, `AWS refuses all writes of tenant ${name} from now on; reads and login stay`);
  say(out, `next: panka admin tenant activate ${name} gives them back`);
  return EXIT.done;
}
