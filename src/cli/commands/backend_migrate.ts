import type { Define } from "../command.ts";
import { addEditOptions, type EditOptions } from "../edit_command.ts";
import { addFolderOptions, examples } from "../options.ts";

export interface MigrateOptions extends EditOptions {
  bucket: string;
  table: string;
  region?: string;
}

export const define: Define = (command, context, done) =>
  examples(
    addEditOptions(
      addFolderOptions(command.argument("[folder]", "stack folder (default: the nearest one)"))
        .requiredOption("--bucket <name>", "S3 bucket to move the state to")
        .requiredOption("--table <name>", "DynamoDB table for its locks")
        .option("--region <name>", "where both are (default: as configured)"),
      "wanted",
    ),
    "panka backend migrate -e production --bucket acme-panka-state --table acme-panka-locks",
  ).addHelpText(
    "after",
    "\nMoves one stack in one environment from where it is configured to be. Every version goes along,\n" +
      "and code, checkpoints and audit records; nothing is deleted. Cut off, it goes on when run again.",
  ).action((folder, options) =>
    done(
      import("../migrate_backend.ts").then(({ migrateBackend }) =>
        migrateBackend(context, folder, options)
      ),
    )
  );
