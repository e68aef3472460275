import type { Define } from "../command.ts";
import { addFolderOptions, examples, type StackOptions } from "../options.ts";

export interface ExportOptions extends StackOptions {
  out: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addFolderOptions(command.argument("[folder]", "stack folder (default: the nearest one)"))
      .option("--out <folder>", "where it is written; a new folder", "pulumi"),
    "panka export pulumi -e production --out pulumi",
  ).addHelpText(
    "after",
    "\nIt is the program that panka runs. Its README.md says how the Pulumi CLI takes over from\n" +
      "panka what is deployed. No value of a secret is in it.",
  ).action((folder, options) =>
    done(
      import("../export_pulumi.ts").then(({ exportPulumi }) =>
        exportPulumi(context, folder, options)
      ),
    )
  );
