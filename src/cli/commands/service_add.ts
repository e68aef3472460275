import { componentFiles, serviceFiles } from "../../operations/scaffold.ts";
import type { Context, Define, Folder } from "../command.ts";
import { readConfig } from "../config.ts";
import { Failure } from "../failure.ts";
import { checkName, newComponents } from "../new_parts.ts";
import { type CommonOptions, repeatable, stackOptions } from "../options.ts";
import { inFolder } from "../paths.ts";
import { editableStack } from "../stack_command.ts";
import { writeNew, writeSchema } from "../write_new.ts";

interface Options extends CommonOptions {
  component: string[];
  stack?: string;
}

export const define: Define = (command, context, done) =>
  command
    .argument("<service>", "name of the service; new components may go to one that is there")
    .argument("[folder]", "stack folder (default: the nearest)")
    .addOption(
      repeatable(
        "--component <kind:name>",
        "component to add, with its kind's example (repeatable)",
      ),
    )
    .addOption(stackOptions.stack)
    .action((name, folder, options) => done(add(context, name, folder, options)));

async function add(
  context: Context,
  given: string,
  folder: Folder,
  options: Options,
): Promise<void> {
  const { out, world } = context;
  const service = checkName("service", given);
  const components = newComponents(options.component);
  const root = editableStack(context, folder, options.stack);
  const { loadStack } = await import("../../stack/load.ts");
  const { partial } = loadStack(world.files, { root });
  const known = partial?.services.some((one) => one.name === service) ||
    world.files.stat(inFolder(root, `services/${service}`)) !== undefined;
  if (known && components.length === 0) {
    throw new Failure({
      code: "exists",
      summary: `service "${service}" is there already`,
      fix: "choose another name, or add to it with --component KIND:name",
    });
  }
  for (const { name } of components) {
    const taken = partial?.components.find(({ id }) => id === `${service}/${name}`);
    if (!taken) continue;
    throw new Failure({
      code: "exists",
      summary: `service "${service}" has a component "${name}" already`,
      why: `it is in ${taken.place.file}`,
      fix: "choose another name: --component KIND:name",
    });
  }
  const region = readConfig(context, root, options).values.region!;
  const files = writeNew(
    context,
    root,
    known
      ? componentFiles(service, components, region)
      : serviceFiles({ name: service, components }, region),
    "choose another name",
  );
  files.push(...await writeSchema(context, root));
  if (out.format !== "table") {
    return await out.document({ schema: "panka/service-add@1", service, folder: root, files });
  }
  for (const path of files) out.text(path);
  const where = root === "." ? "" : ` ${root}`;
  out.hint(
    components.length
      ? `next: edit ${
        files.find((path) => !path.endsWith("/service.yaml"))
      }, then panka validate${where}`
      : `next: panka service add ${service}${where} --component SQS:jobs`,
  );
}
