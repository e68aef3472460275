import type { Context, Define, Folder } from "../command.ts";
import type { ExitCode } from "../exit_code.ts";
import { Failure, usage } from "../failure.ts";
import { sameRun, sameStack, shellWord } from "../next_step.ts";
import {
  addRunOptions,
  addScopeOptions,
  addStackArguments,
  type ApplyOptions,
  examples,
} from "../options.ts";

interface Options extends ApplyOptions {
  from: string;
  to: string;
}

const HELP = `
What is promoted is which build of each program runs: image.tag and image.digest, and of Lambda
code.s3Key, code.s3ObjectVersion, code.imageUri and code.zipFile, as --from has them deployed,
variables and all. Everything else is what the folder says for --to: sizes, counts, names, settings,
repositories, buckets of code, config files. Code in a folder can be promoted only while the folder
holds what runs in --from. Refused where something in --from is failed or unhealthy.`;

export const define: Define = (command, context, done) =>
  examples(
    addScopeOptions(
      addRunOptions(addStackArguments(command))
        .requiredOption("--from <environment>", "whose builds are taken")
        .requiredOption("--to <environment>", "where they are deployed"),
    )
      .option("--no-rollback", "when it fails, leave things as they are"),
    "panka promote --from staging --to production",
  ).addHelpText("after", HELP)
    .action((folder, options) => done(promote(context, folder, options)));

async function promote(context: Context, folder: Folder, options: Options): Promise<ExitCode> {
  const { from, to } = options;
  if (options.env ?? options.environment) {
    throw usage("promote names both environments itself", "leave out -e; use --from and --to");
  }
  if (from === to) throw usage("--from and --to are the same", "name two environments");
  const [{ deployAndShow, wanted }, { loadValid }, { addressed, recordedState }, { promoted }] =
    await Promise.all([
      import("../deploy_and_show.ts"),
      import("../stack_command.ts"),
      import("../recorded.ts"),
      import("../../operations/promote.ts"),
    ]);
  const loaded = await loadValid(context, folder, { ...options, env: to }, true);
  const source = await recordedState(await addressed(context, folder, { ...options, env: from }));
  const fromTo = `--from ${shellWord(from)} --to ${shellWord(to)}`;
  context.out.again = sameStack(folder, to, options);
  const { stack, carried, problems, apart } = promoted(loaded.stack, source.document);
  if (problems.length) {
    throw new Failure({
      code: "not-promotable",
      summary: `what ${from} runs can't be promoted`,
      why: problems.map(({ id, why }) => `${id}: ${why}`).join("\n"),
      fix: `mend ${from} first, or check out what it was deployed from`,
    });
  }
  const { out } = context;
  const number = source.document.deployments[0]?.number;
  out.note(`${from} runs deployment ${number}; what it brings to ${to}:`);
  for (const { id, field, value } of carried) {
    out.note(`  ${id}  ${field}  ${value.split("\n")[0]}`);
  }
  if (!carried.length) out.note("  nothing: the folder says the same builds");
  if (apart.length) out.note(`  as the folder says, not in both: ${apart.join(", ")}`);
  return await deployAndShow(context, folder, {
    verb: "promote",
    again: sameRun(sameStack(folder, to, options, fromTo), options),
    ...wanted(stack, loaded.tenant, options),
    approval: { question: `promote ${from} to ${to}?`, savable: false },
  }, options);
}
