import { Option } from "@commander-js/extra-typings";
import { stackFiles } from "../../operations/scaffold.ts";
import type { Context, Define } from "../command.ts";
import { Failure } from "../failure.ts";
import { answersFrom, type InitAnswers, type InitOptions, withDefaults } from "../init_answers.ts";
import { repeatable } from "../options.ts";
import { stackFileIn } from "../paths.ts";
import { ignoreInGit, writeNew, writeSchema } from "../write_new.ts";

export const define: Define = (command, context, done) =>
  command
    .argument("[folder]", "folder of the stack (default: this one)")
    .option("--name <name>", "name of the stack (default: the folder's)")
    .option("--services <names>", "services, separated by commas (default: api)")
    .addOption(
      repeatable("--component <kind:name>", "component of the first service (repeatable)"),
    )
    .option("--region <region>", "AWS region")
    .addOption(new Option("--backend <type>", "where state is kept").choices(["directory", "s3"]))
    .option("--bucket <name>", "bucket of an s3 backend")
    .option("--table <name>", "lock table of an s3 backend")
    .action((folder, options) => done(init(context, folder ?? ".", options)));

async function init(context: Context, given: string, options: InitOptions): Promise<void> {
  const { out, world } = context;
  const folder = given.replace(/(.)\/+$/, "$1");
  refuseStack(context, folder);
  const known = answersFrom(context, folder, options);
  const answers = out.interactive
    ? await (await import("../prompt/init.ts")).askForMissing(world, folder, known)
    : withDefaults(known, world.cwd, folder);
  const files = writeNew(
    context,
    folder,
    filesOf(answers),
    "remove it, or name another folder",
  );
  files.push(...await writeSchema(context, folder), ...ignoreInGit(context, folder));
  if (out.format !== "table") {
    return await out.document({ schema: "panka/init@1", stack: answers.name, folder, files });
  }
  for (const path of files) out.text(path);
  const { backend, region } = answers;
  const where = folder === "." ? "" : ` ${folder}`;
  out.hint(
    backend.type === "s3"
      ? `next: panka backend create --bucket ${backend.bucket} --table ${backend.table} --region ${region}`
      : `next: panka plan --offline${where}`,
  );
}

/** Said first, before anything is asked. */
function refuseStack({ world }: Context, folder: string): void {
  const taken = stackFileIn(world.files, folder);
  if (taken === undefined) return;
  throw new Failure({
    code: "exists",
    summary: `"${taken}" is there already`,
    fix: "panka service add NAME adds to this stack; panka stack init NAME writes another one",
  });
}

function filesOf({ name, tenant, region, services, components, backend }: InitAnswers) {
  const stack = stackFiles({
    name,
    tenant,
    region,
    services: services.map((name, i) => ({ name, components: i === 0 ? components : [] })),
  });
  if (backend.type !== "s3") return stack;
  const { bucket, table } = backend;
  return {
    ...stack,
    ".panka.yaml": `backend:\n  bucket: ${bucket}\n  table: ${table}\n  region: ${region}\n`,
  };
}
