import { stackFiles } from "../../operations/scaffold.ts";
import type { Context, Define } from "../command.ts";
import { meantTenant, readConfig } from "../config.ts";
import { usage } from "../failure.ts";
import { checkName, checkRegion, nameList, newComponents } from "../new_parts.ts";
import { type CommonOptions, repeatable } from "../options.ts";
import { ignoreInGit, writeNew, writeSchema } from "../write_new.ts";

interface Options extends CommonOptions {
  services?: string;
  component: string[];
  region?: string;
}

export const define: Define = (command, context, done) =>
  command
    .argument("<name>", "name of the stack; it is written to stacks/NAME")
    .option("--services <names>", "services, separated by commas")
    .addOption(
      repeatable("--component <kind:name>", "component of the first service (repeatable)"),
    )
    .option("--region <region>", "AWS region (default: as configured, else us-east-1)")
    .action((name, options) => done(init(context, name, options)));

async function init(context: Context, given: string, options: Options): Promise<void> {
  const { out, world } = context;
  const name = checkName("stack", given);
  const folder = `stacks/${name}`;
  const services = nameList("service", options.services ?? "");
  const components = newComponents(options.component);
  if (components.length && !services.length) {
    throw usage("a component needs a service", "add --services NAME");
  }
  const config = readConfig(context, folder, options);
  const region = options.region === undefined ? config.values.region! : checkRegion(options.region);
  const stack = stackFiles({
    name,
    tenant: meantTenant(config, world),
    region,
    services: services.map((name, i) => ({ name, components: i === 0 ? components : [] })),
  });
  const files = writeNew(context, folder, stack, "remove it, or choose another name");
  files.push(...await writeSchema(context, folder), ...ignoreInGit(context, "."));
  if (out.format !== "table") {
    return await out.document({ schema: "panka/stack-init@1", stack: name, folder, files });
  }
  for (const path of files) out.text(path);
  out.hint(
    components.length
      ? `next: panka plan --offline ${folder}`
      : `next: panka service add ${services[0] ?? "NAME"} --component SQS:jobs --stack ${name}`,
  );
}
