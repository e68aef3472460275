import type { Context, Define, Folder } from "../command.ts";
import { type ConfigOptions, readConfig } from "../config.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { stackOptions } from "../options.ts";
import { withTenantRegion } from "../tenant_documents.ts";
import { configJson, configText } from "../view/config.ts";
import { diagnosticJson } from "../view/diagnostics.ts";

export const define: Define = (command, context, done) =>
  command
    .argument("[folder]", "stack folder (default: the nearest)")
    .addOption(stackOptions.environment)
    .addOption(stackOptions.environmentAlias)
    .addOption(stackOptions.stack)
    .action((folder, options) => done(explain(context, folder, options)));

async function explain(
  context: Context,
  folder: Folder,
  options: ConfigOptions,
): Promise<ExitCode> {
  const { out } = context;
  const config = withTenantRegion(context, readConfig(context, folder, options));
  const failed = config.diagnostics.some((d) => d.severity === "error");
  if (out.format !== "table") {
    await out.document({
      ...configJson(config),
      valid: !failed,
      diagnostics: config.diagnostics.map(diagnosticJson),
    });
  } else {
    out.diagnostics(config.diagnostics);
    out.text(configText(config, out.colors, out.columns));
    out.hint(
      "first wins: flags, environment, stack.yaml, .panka.yaml (nearest, then home), session, default",
    );
  }
  return failed ? EXIT.error : EXIT.done;
}
