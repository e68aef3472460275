import type { Loaded } from "../../stack/load.ts";
import type { Diagnostic } from "../../stack/model.ts";
import type { Context, Define } from "../command.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { inPlace } from "../next_step.ts";
import { addStackOptions, type StackOptions } from "../options.ts";
import { loadFor } from "../stack_command.ts";
import type { LoadedFor } from "../tenant_documents.ts";
import { diagnosticJson } from "../view/diagnostics.ts";
import { counted, cut, pad, widest } from "../view/style.ts";

interface Options extends StackOptions {
  sarif?: string;
}

export const define: Define = (command, context, done) =>
  addStackOptions(
    command.argument("[folders...]", "stack folders, or single files (default: the nearest stack)"),
  )
    .option("--sarif <file>", "also write SARIF 2.1.0, for annotating pull requests")
    .action((folders, options) => done(validate(context, folders, options)));

async function validate(context: Context, folders: string[], options: Options): Promise<ExitCode> {
  const { out, world } = context;
  const started = world.clock.monotonic();
  const loads: Loaded[] = [];
  for (const folder of folders.length ? folders : [undefined]) {
    const loaded = withConfig(await loadFor(context, folder, options));
    loads.push(await withinLimits(await withClashes(loaded)));
  }
  const diagnostics = loads.flatMap((loaded) => loaded.diagnostics);
  const failed = loads.some((loaded) => !loaded.stack);
  const exit = failed ? await exitOf(diagnostics) : EXIT.done;
  if (options.sarif) {
    const { sarifLog } = await import("../view/sarif.ts");
    world.write(options.sarif, JSON.stringify(sarifLog(diagnostics), null, 2));
  }
  if (out.format !== "table") {
    const documents = loads.map(documentOf);
    await out.document(
      documents.length === 1
        ? documents[0]!
        : { schema: "panka/validate-all@1", valid: !failed, stacks: documents },
    );
    return exit;
  }
  out.diagnostics(diagnostics);
  if (diagnostics.length) out.note("");
  for (const loaded of loads) if (loaded.stack) out.text(listing(loaded, context));
  const errors = diagnostics.filter((d) => d.severity === "error").length +
    loads.reduce((n, loaded) => n + loaded.dropped, 0);
  const warnings = diagnostics.filter((d) => d.severity === "warning").length;
  const files = loads.reduce((n, loaded) => n + loaded.files, 0);
  const seconds = ((world.clock.monotonic() - started) / 1000).toFixed(2);
  out.note(
    `${counted(errors, "error")}, ${counted(warnings, "warning")} in ${
      counted(files, "file")
    } (${seconds}s)`,
  );
  if (!failed) out.hint(inPlace("next: panka plan", out.again));
  return exit;
}

/** 5 where only the tenant's limits are in the way. */
async function exitOf(diagnostics: readonly Diagnostic[]): Promise<ExitCode> {
  const { isOfLimits } = await import("../../tenant/limits.ts");
  return diagnostics.every((one) => one.severity !== "error" || isOfLimits(one))
    ? EXIT.policy
    : EXIT.error;
}

/** What the tenant may not have, as far as its documents are known. */
async function withinLimits(loaded: LoadedFor): Promise<Loaded> {
  if (!loaded.stack || !loaded.tenant) return loaded;
  const { limitProblems } = await import("../../tenant/limits.ts");
  return withProblems(loaded, limitProblems(loaded.stack, loaded.tenant.config));
}

/** What is wrong with .panka.yaml; what is with a login is none of the stack's. */
const withConfig = ({ config, ...loaded }: Awaited<ReturnType<typeof loadFor>>): LoadedFor =>
  withProblems(loaded, config.filter(({ place }) => place));

/** What plan would refuse is said here too. */
async function withClashes(loaded: LoadedFor): Promise<LoadedFor> {
  if (!loaded.stack) return loaded;
  const [{ renderStack }, { clashes }] = await Promise.all([
    import("../../planning/render_stack.ts"),
    import("../../planning/clashes.ts"),
  ]);
  return withProblems(loaded, clashes(loaded.stack, renderStack(loaded.stack)));
}

const withProblems = (loaded: LoadedFor, found: Diagnostic[]): LoadedFor => ({
  ...loaded,
  stack: found.some(({ severity }) => severity === "error") ? undefined : loaded.stack,
  diagnostics: [...found, ...loaded.diagnostics],
});

function documentOf({ stack, partial, diagnostics }: Loaded): Record<string, unknown> {
  return {
    schema: "panka/validate@1",
    valid: stack !== undefined,
    stack: partial?.name,
    environment: partial?.environment,
    services: partial?.services.map((service) => service.name) ?? [],
    components: partial?.components.map(({ id, kind }) => ({ id, kind: kind.name })) ?? [],
    diagnostics: diagnostics.filter((d) => d.severity !== "note").map(diagnosticJson),
    notes: diagnostics.filter((d) => d.severity === "note").map(diagnosticJson),
  };
}

const INDENT = 4;
const GAP = 2;

/** What the stack is made of, by service. */
function listing({ stack }: Loaded, { out }: Context): string {
  const { name, environment, region, services, components } = stack!;
  const c = out.colors;
  const lines = [`${c.bold(name)} · ${environment} · ${region}`, ""];
  const width = Math.min(
    widest(components.map((component) => component.name)),
    out.columns - INDENT - GAP - widest(components.map(({ kind }) => kind.name)),
  );
  for (const service of services) {
    lines.push(`  ${service.name}`);
    for (const component of components.filter((it) => it.service === service.name)) {
      const name = pad(cut(component.name, width), width + GAP);
      lines.push(`${" ".repeat(INDENT)}${name}${c.dim(component.kind.name)}`);
    }
  }
  return [
    ...lines,
    "",
    `${counted(services.length, "service")}, ${counted(components.length, "component")}, valid`,
  ].join("\n");
}
