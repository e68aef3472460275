import { isEmulated } from "../engine/pulumi/environment.ts";
import { exportProgram } from "../engine/pulumi/export.ts";
import { interruptedIntents, prepare } from "../operations/prepare.ts";
import { unitOf } from "../operations/unit.ts";
import { unitsFor } from "../operations/units.ts";
import { readState } from "../state/history.ts";
import { openBackend, stackAddress } from "./backend.ts";
import type { Context, Folder } from "./command.ts";
import type { ExportOptions } from "./commands/export_pulumi.ts";
import { validConfig } from "./config.ts";
import { exportReadme } from "./export_readme.ts";
import { Failure } from "./failure.ts";
import { refuseClashes } from "./guard_plan.ts";
import { sameStack } from "./next_step.ts";
import { absolute, relative } from "./paths.ts";
import { recordsOf } from "./records.ts";
import { loadValid } from "./stack_command.ts";
import { writeNew } from "./write_new.ts";

/** Writes a stack as the Pulumi program that the engine runs, and how to go on with it by hand. */
export async function exportPulumi(
  context: Context,
  folder: Folder,
  options: ExportOptions,
): Promise<void> {
  const { world, out } = context;
  const { stack } = await loadValid(context, folder, options, true);
  refuseClashes(stack);
  const backend = await openBackend(context, stack, validConfig(context, stack.folder, options));
  const { name, environment } = stack;
  const found = await readState(backend.store, stackAddress(stack));
  // What a sandbox made is nothing that Pulumi could take over.
  const document = found?.document.engine === "pulumi" ? found.document : undefined;
  const records = recordsOf(
    backend.store,
    document,
    unitsFor(stack, document, undefined),
  );
  if (interruptedIntents(records).length) {
    throw new Failure({
      code: "in-flight",
      summary: `a deployment of ${name} in ${environment} is going on, or was cut off`,
      why: "what it has made is not all known yet",
      fix: `let it end, or go on from it: panka apply ${sameStack(folder, environment, options)}`,
    });
  }
  const unit = await unitOf(records, prepare(records, stack, undefined), "pulumi");
  const there = absolute(world.cwd, options.out);
  const { files, secrets } = exportProgram(
    unit,
    isEmulated(Deno.env.toObject()),
    (path) => relative(there, absolute(world.cwd, path)),
  );
  const about = { stack, unit, secrets, passphraseCommand: backend.passphraseCommand };
  const all = { ...files, "README.md": exportReadme(about) };
  const written = writeNew(context, options.out, all, "name another folder with --out");
  if (out.format === "table") {
    out.text(written.join("\n"));
    out.say(`next: read ${written.at(-1)}; it says how the Pulumi CLI goes on from here`);
  } else {
    await out.document({
      schema: "panka/export@1",
      folder: options.out,
      files: Object.keys(all),
      stack: unit.name,
      deployed: unit.checkpoint !== undefined,
      secrets,
    });
  }
}
