import { usesOfService } from "../../operations/service_uses.ts";
import { nearest } from "../../schema/nearest.ts";
import { readStackHead } from "../../stack/stack_head.ts";
import type { Context, Define, Folder } from "../command.ts";
import { readConfig } from "../config.ts";
import { EXIT } from "../exit_code.ts";
import { cancelled, Failure, Invalid } from "../failure.ts";
import { type CommonOptions, stackOptions } from "../options.ts";
import { inFolder } from "../paths.ts";
import { editableStack } from "../stack_command.ts";
import { counted } from "../view/style.ts";

interface Options extends CommonOptions {
  yes?: boolean;
  stack?: string;
}

export const define: Define = (command, context, done) =>
  command
    .argument("<service>", "name of the service")
    .argument("[folder]", "stack folder (default: the nearest)")
    .option("-y, --yes", "don't ask")
    .addOption(stackOptions.stack)
    .action((name, folder, options) => done(remove(context, name, folder, options)));

async function remove(
  context: Context,
  service: string,
  folder: Folder,
  options: Options,
): Promise<void> {
  const { out, world } = context;
  const root = editableStack(context, folder, options.stack);
  const { services } = readStackHead(world.files, root);
  const path = inFolder(root, `services/${service}`);
  if (!services.includes(service)) {
    const meant = nearest(service, services);
    throw new Failure({
      code: "unknown-service",
      summary: `there is no folder "${path}"`,
      why: services.length ? `services: ${services.join(", ")}` : "the stack has no services",
      fix: meant ? `panka service remove ${meant}` : "panka service list shows what there is",
    });
  }
  const { tenant, region } = readConfig(context, root, options).values;
  refuseUses(service, usesOfService(world.files, { root, tenant, region }, service));
  if (!options.yes && !await confirmed(context, path)) {
    throw cancelled(`"${path}" stays`, "answer yes to remove it");
  }
  world.remove(path);
  if (out.format !== "table") {
    await out.document({ schema: "panka/service-remove@1", service, folder: root, removed: path });
  } else {
    out.text(`removed ${path}`);
    const where = root === "." ? "" : ` ${root}`;
    out.hint(
      `what it had deployed is still there; next: panka plan${where} shows what apply deletes`,
    );
  }
}

function refuseUses(service: string, { uses, errors }: ReturnType<typeof usesOfService>): void {
  if (uses.length) {
    throw new Failure({
      code: "in-use",
      summary: `service "${service}" is referred to in ${counted(uses.length, "place")}`,
      place: uses[0]!.place,
      why: uses.slice(0, 20)
        .map(({ what, place }) => `${what}: ${place.file}:${place.line}:${place.column}`).join(
          "; ",
        ),
      fix: "remove these references first",
    });
  }
  // Then nobody can say what refers to it.
  if (errors.length > 0) throw new Invalid(errors, 0);
}

async function confirmed({ out, world }: Context, path: string): Promise<boolean> {
  if (!out.interactive) {
    throw new Failure({
      code: "approval-needed",
      summary: `nobody is here to say that "${path}" may go`,
      fix: "add --yes, or run it on a terminal",
    }, EXIT.usage);
  }
  const { askWhether } = await import("../prompt/ask.ts");
  return await askWhether(world, `Remove ${path} and all in it?`);
}
